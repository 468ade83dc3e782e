using NhatLe.Identity.Accounts;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Assisted;

/// <summary>An account opened at a desk whose owner has not chosen a password yet; the code stands on the slip in their hand. System time.</summary>
public sealed class Activation
{
    const string Purpose = "activation";

    /// <summary>So long the slip is good for.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromDays(7);

    /// <summary>So long after it was made the slip can be printed, by who made it.</summary>
    public static readonly TimeSpan Printable = TimeSpan.FromMinutes(30);

    public Guid AccountId { get; init; }

    /// <summary>Another one with each code.</summary>
    public Guid Id { get; private set; }

    public Guid UnitId { get; private set; }

    /// <summary>The account of the official.</summary>
    public Guid MadeBy { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    public void Begin(Guid unitId, Guid madeBy, DateTimeOffset now) => (Id, UnitId, MadeBy, MadeAt, ExpiresAt) = (Guid.CreateVersion7(now), unitId, madeBy, now, now + Valid);

    public string Code(Keyring keys) => OneTimeCode.Printed(Purpose, Id, keys);
}
