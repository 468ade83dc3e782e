using NhatLe.Platform;

namespace NhatLe.Host;

/// <summary>The systems of the province that this installation runs, in the order of their schema.</summary>
public static class Modules
{
    public static readonly IReadOnlyList<IModule> All =
    [
        new Identity.IdentityModule(),
        new Catalogue.CatalogueModule(),
        new Services.ServicesModule(),
        new Payments.PaymentsModule(),
        new Post.PostModule(),
        new Assignments.AssignmentsModule(),
        new Organization.OrganizationModule(),
        new Exchange.ExchangeModule(),
        new Workspace.WorkspaceModule(),
    ];
}
