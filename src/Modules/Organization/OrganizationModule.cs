using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Organization;
using NhatLe.Organization.Reforms;
using NhatLe.Platform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Ui;

namespace NhatLe.Organization;

/// <summary>Units, posts and officers of the province, and how they change by law (tổ chức bộ máy).</summary>
public sealed class OrganizationModule : IModule
{
    public string Name => "organization";

    public IEnumerable<Assembly> Contracts => [typeof(ReformPlanned).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<OrganizationDb>();

        services.AddScoped<ReformActs>().AddScoped<Rehearsal>().AddSingleton<ReformFiles>();
        services.AddScoped<PlanReform.Handler>().AddScoped<ChangeReform.Handler>().AddScoped<AnswerReform.Handler>();
        services.AddScoped<ScheduleReform.Handler>().AddScoped<CancelReform.Handler>().AddScoped<ReadReform.Handler>();
        services.AddJob<ExecuteReforms>(ExecuteReforms.Name, "Thi hành phương án sắp xếp đơn vị", Every.Minute.AndEachLegalDay);
        services.AddSingleton(new NavItem("transfer", "Sắp xếp đơn vị", "~/to-chuc/sap-xep", Permits.Administer, Order: 820, Heading: "Tổ chức", Short: "Sắp xếp"));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        PlanReform.Map(routes);
        ChangeReform.Map(routes);
        AnswerReform.Map(routes);
        ScheduleReform.Map(routes);
        CancelReform.Map(routes);
        ReadReform.Map(routes);
    }
}
