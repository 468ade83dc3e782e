using System.Globalization;

namespace NhatLe.Platform.Directory;

/// <summary>How long ago a person may have proved who they are before an act of weight, as the operator sets it.</summary>
public sealed record StepUpSettings
{
    public const int Longest = 60;

    /// <summary>Nobody is asked once more: for demonstrations, whose people are played by one person. Not set: as the kind of installation says.</summary>
    public bool? Off { get; init; }

    public int Minutes { get; init; } = 10;

    public IEnumerable<string> Faults(bool demonstration)
    {
        if (Minutes is < 1 or > Longest) yield return $"StepUp.Minutes is {Minutes}. It is a number of minutes from 1 to {Longest}.";
        if (Off == true && !demonstration) yield return "StepUp.Off is for demonstrations: who signs, approves or exports proves once more who they are. Leave it out.";
    }
}

/// <summary>When and how the person of a session last proved who they are.</summary>
/// <param name="Level">Name of the level as the sign-in for other systems has it (OpenID Connect, "acr").</param>
public sealed record Proof(DateTimeOffset? At, string Level);

/// <summary>
/// Acts of weight (ký, phê duyệt, xuất dữ liệu) ask that the person has proved who they are within minutes (xác nhận lại, step-up): a browser
/// left open does not sign. A handler demands it as it demands a permit, and after it. Pages lead to the confirmation and then do what was
/// sent, with everything typed; programs get the challenge of RFC 9470.
/// </summary>
public sealed class StepUp(StepUpSettings settings, DemonstrationMode demonstration, Actor actor, TimeProvider time)
{
    /// <summary>The page of the confirmation.</summary>
    public const string Address = "/xac-nhan-lai";

    public const string Code = "step-up.needed";

    readonly bool off = settings.Off ?? demonstration.IsOn;

    /// <exception cref="Refusal">401: not signed in; or proved too long ago.</exception>
    public void Demand()
    {
        if (off || actor.Kind == ActorKind.System) return;
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (actor.Proof is { At: { } at } && time.GetUtcNow() - at <= TimeSpan.FromMinutes(settings.Minutes)) return;
        var level = actor.Proof is { Level: { Length: > 0 } acr } ? $", acr_values=\"{acr}\"" : "";
        throw Refusal.Challenged(Code, string.Create(CultureInfo.InvariantCulture, $"Bearer error=\"insufficient_user_authentication\", error_description=\"A more recent authentication is required\"{level}, max_age=\"{settings.Minutes * 60}\""), "Việc này cần xác nhận lại đúng là anh/chị. Hãy nhập mã xác thực hoặc mật khẩu, rồi làm tiếp.");
    }
}
