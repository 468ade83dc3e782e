namespace NhatLe.Identity.Passkeys;

/// <summary>What the form that uses a key has to know; the page that shows it has a handler named Passkey.</summary>
/// <param name="Second">In place of a code; else in place of login and password.</param>
/// <param name="ReturnUrl">Where the person was going.</param>
/// <param name="Alone">There is no other way on the page.</param>
public sealed record UsePasskeyForm(bool Second, string? ReturnUrl, bool Alone = false)
{
    /// <summary>Set where it confirms who is signed in, before an act of weight.</summary>
    public Confirmation? Confirms { get; init; }

    /// <param name="Address">Takes the answer of the key.</param>
    /// <param name="Prefix">Of the fields for that answer.</param>
    /// <param name="Waiting">All that goes with it.</param>
    public sealed record Confirmation(string Address, string Prefix, IReadOnlyList<(string Name, string Value)> Waiting);

    public string Purpose => Confirms is not null ? "confirm" : Second ? "second" : "sign-in";
}
