using NhatLe.Identity.Sessions;

namespace NhatLe.Identity.Credentials;

/// <summary>What checking a password costs, as the operator sets it.</summary>
public sealed record PasswordSettings
{
    /// <summary>Fewer are a gift to whoever has stolen the database.</summary>
    public const int Fewest = 100_000;

    const int Most = 10_000_000;

    /// <summary>Rounds of PBKDF2-SHA512 of one hash. A start in production, and <c>nhatle config check</c>, say what it costs on the machine.</summary>
    public int Iterations { get; init; } = Passwords.Iterations;

    /// <summary>So many sign-ins wait for a core at most; the next are asked to come again.</summary>
    public int MostWaiting { get; init; } = 200;

    public IEnumerable<string> Faults(bool demonstration)
    {
        if (Iterations > Most || Iterations < (demonstration ? 1 : Fewest)) yield return $"Passwords.Iterations is {Iterations}. It is from {Fewest} to {Most}, so that one hash costs at least {HashCost.Least.TotalMilliseconds} ms.";
        if (MostWaiting is < 1 or > 10_000) yield return $"Passwords.MostWaiting is {MostWaiting}. It is from 1 to 10000.";
    }
}
