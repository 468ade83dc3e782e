using System.ComponentModel;

namespace NhatLe.Contracts.Organization;

// An officer comes into office, is called otherwise, and leaves it; entries of the directory.

[Description("Thêm cán bộ")]
public sealed record OfficerAdded(Guid OfficerId, string Officer);

/// <param name="Before">The name until then; the same where only the address changed.</param>
[Description("Sửa tên, địa chỉ thư của cán bộ")]
public sealed record OfficerChanged(Guid OfficerId, string Before, string Officer);

/// <summary>From then on nobody signs in as them, on every node within a second; what was laid on them is their unit's again.</summary>
/// <param name="Delegations">How many ended with it, given or taken.</param>
[Description("Ngừng hoạt động cán bộ")]
public sealed record OfficerDeactivated(Guid OfficerId, string Officer, int Delegations, string Reason);

/// <summary>Their posts count again. Delegations and duties that ended stay ended.</summary>
[Description("Cho cán bộ hoạt động trở lại")]
public sealed record OfficerReactivated(Guid OfficerId, string Officer, string Reason);

/// <summary>What other modules may do with officers; who acts is checked here.</summary>
public interface IOfficers
{
    /// <summary>In the directory, without a post: an administrator of a unit gives one. A repeat does nothing.</summary>
    /// <exception cref="Platform.Refusal">422: the name.</exception>
    Task Add(Guid officerId, string fullName, string email, CancellationToken ct);

    /// <exception cref="Platform.Refusal">404; 422: the name.</exception>
    Task Change(Guid officerId, string fullName, string email, CancellationToken ct);

    /// <exception cref="Platform.Refusal">403, 404, 409, 422.</exception>
    Task Deactivate(Guid officerId, string reason, CancellationToken ct);

    /// <exception cref="Platform.Refusal">403, 404, 409, 422.</exception>
    Task Reactivate(Guid officerId, string reason, CancellationToken ct);
}
