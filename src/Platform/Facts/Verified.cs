namespace NhatLe.Platform.Facts;

/// <summary>A log of a module that entries of the journal stand over: <c>nhatle verify</c> recomputes it after the journal.</summary>
public interface IVerified
{
    Task<VerifiedLog> Verify(CancellationToken ct);
}

/// <param name="Said">What was checked, in words.</param>
/// <param name="Broken">The first thing that does not hold, with its place; null when all holds.</param>
public sealed record VerifiedLog(string Said, string? Broken);
