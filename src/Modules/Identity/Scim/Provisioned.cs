namespace NhatLe.Identity.Scim;

/// <summary>What one client calls a user, and whether it deleted them (RFC 7643 section 3.1: "externalId" is the client's own).</summary>
public sealed class Provisioned
{
    public Guid ClientId { get; init; }
    public Guid AccountId { get; init; }
    public string? ExternalId { get; set; }

    /// <summary>Unknown to this client from then on (RFC 7644 section 3.6), unless an administrator brings the officer back.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
