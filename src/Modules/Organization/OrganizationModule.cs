using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Organization;
using NhatLe.Organization.Delegations;
using NhatLe.Organization.HandOvers;
using NhatLe.Organization.Leaves;
using NhatLe.Organization.Officers;
using NhatLe.Organization.On;
using NhatLe.Organization.Reforms;
using NhatLe.Organization.Structure;
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

        services.AddScoped<ReadStructure.Handler>().AddScoped<GivePost.Handler>().AddScoped<EndPost.Handler>().AddScoped<SetPermits.Handler>().AddScoped<ExportStructure.Handler>().AddScoped<ImportStructure.Handler>();
        services.AddSingleton(new NavItem("people", "Sơ đồ tổ chức", "~/to-chuc", Order: 800, Heading: "Tổ chức", Short: "Tổ chức"));

        services.AddScoped<ReadOfficer.Handler>().AddScoped<DeactivateOfficer.Handler>().AddScoped<ReactivateOfficer.Handler>().AddScoped<IOfficers, OfficersApi>();

        services.AddScoped<GiveDelegation.Handler>().AddScoped<RevokeDelegation.Handler>().AddScoped<ListDelegations.Handler>();
        services.AddReaction<DelegationGiven, TellWhoActs>();
        services.AddReaction<DelegationRevoked, TellWhoActs>();
        services.AddSingleton(new NavItem("key", "Ủy quyền", "~/to-chuc/uy-quyen", Order: 810, Heading: "Tổ chức", Short: "Ủy quyền"));

        services.AddScoped<PlanLeave.Handler>().AddScoped<CancelLeave.Handler>().AddScoped<ListLeaves.Handler>();
        services.AddSingleton(new NavItem("calendar", "Nghỉ phép", "~/to-chuc/nghi-phep", Order: 815, Heading: "Tổ chức", Short: "Nghỉ phép"));

        services.AddScoped<HandOverActs>().AddScoped<PrepareHandOver.Handler>().AddScoped<ChangeHandOver.Handler>().AddScoped<GiveHandOver.Handler>();
        services.AddScoped<ReturnHandOver.Handler>().AddScoped<TakeHandOver.Handler>().AddScoped<CancelHandOver.Handler>().AddScoped<ReadHandOver.Handler>();
        services.AddReaction<HandOverPrepared, TellWhoSigns>();
        services.AddReaction<HandOverGiven, TellWhoSigns>();
        services.AddReaction<HandOverReturned, TellWhoSigns>();
        services.AddReaction<HandOverTaken, TellWhoSigns>();
        services.AddReaction<HandOverCancelled, TellWhoSigns>();
        services.AddJob<ForgetHandOvers>("organization.forget-hand-overs", "Xóa biên bản bàn giao quá 10 năm", Every.Day(3));
        services.AddSingleton(new NavItem("sign", "Bàn giao", "~/to-chuc/ban-giao", Order: 817, Heading: "Tổ chức", Short: "Bàn giao"));

        services.AddScoped<ReformActs>().AddScoped<Rehearsal>().AddSingleton<ReformFiles>();
        services.AddScoped<PlanReform.Handler>().AddScoped<ChangeReform.Handler>().AddScoped<AnswerReform.Handler>();
        services.AddScoped<ScheduleReform.Handler>().AddScoped<CancelReform.Handler>().AddScoped<ReadReform.Handler>();
        services.AddJob<ExecuteReforms>(ExecuteReforms.Name, "Thi hành phương án sắp xếp đơn vị", Every.Minute.AndEachLegalDay);
        services.AddSingleton(new NavItem("transfer", "Sắp xếp đơn vị", "~/to-chuc/sap-xep", Permits.Reform, Order: 820, Heading: "Tổ chức", Short: "Sắp xếp"));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ReadStructure.Map(routes);
        GivePost.Map(routes);
        SetPermits.Map(routes);
        ExportStructure.Map(routes);
        ImportStructure.Map(routes);
        DeactivateOfficer.Map(routes);
        GiveDelegation.Map(routes);
        RevokeDelegation.Map(routes);
        ListDelegations.Map(routes);
        PlanLeave.Map(routes);
        PrepareHandOver.Map(routes);
        ChangeHandOver.Map(routes);
        GiveHandOver.Map(routes);
        ReturnHandOver.Map(routes);
        TakeHandOver.Map(routes);
        CancelHandOver.Map(routes);
        ReadHandOver.Map(routes);
        PlanReform.Map(routes);
        ChangeReform.Map(routes);
        AnswerReform.Map(routes);
        ScheduleReform.Map(routes);
        CancelReform.Map(routes);
        ReadReform.Map(routes);
    }
}
