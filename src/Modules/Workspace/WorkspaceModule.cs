using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;
using NhatLe.Platform.Ui;
using NhatLe.Workspace.Bell;
using NhatLe.Workspace.Inbox;
using NhatLe.Workspace.Launcher;
using NhatLe.Workspace.Operations;
using NhatLe.Workspace.Proof;
using NhatLe.Workspace.Search;

namespace NhatLe.Workspace;

/// <summary>The desk of everybody who works here: what they owe (việc của tôi), what they look for (tìm), what they are told (thông báo), what failed (thư chết), what runs by itself (việc định kỳ), what went out (tin gửi đi), what else they may open (hệ thống của tỉnh). And for everybody: who read their data, and the seals of the journal.</summary>
public sealed class WorkspaceModule : IModule
{
    public string Name => "workspace";

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<DutyWords>();
        services.AddScoped<ReadInbox.Handler>();
        services.AddScoped<SearchRecords.Handler>().AddScoped<NotedSearches>();
        services.AddScoped<WhoReadMyData.Handler>();
        services.AddScoped<IUnreadNotices, UnreadNotices>();
        services.AddSingleton(new NavItem("inbox", "Việc của tôi", "~/viec", Order: 10, Short: "Việc"));
        services.AddSingleton(new SearchPlace("~" + SearchModel.Address));
        services.AddSingleton(new NavItem("search", "Tìm hồ sơ", "~" + SearchModel.Address, Order: 20, Short: "Tìm"));
        services.AddScoped<ListSystems.Handler>();
        services.AddSingleton(new NavItem("grid", "Hệ thống của tỉnh", SystemsModel.Address, Order: 890, Short: "Hệ thống"));
        services.AddScoped<Jobs.Handler>().AddScoped<SentMessages.Handler>();
        services.AddSingleton(new NavItem("clock", "Việc định kỳ", JobsModel.Address, Permits.Administer, Order: 912, Heading: "Quản trị"));
        services.AddSingleton(new NavItem("send", "Tin gửi đi", SentMessagesModel.Address, Permits.Administer, Order: 914, Heading: "Quản trị"));
        services.AddSingleton(new NavItem("warning", "Thư chết", DeadLettersModel.Address, Permits.Administer, Order: 910, Heading: "Quản trị"));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ReadInbox.Map(routes);
        SearchRecords.Map(routes);
        WhoReadMyData.Map(routes);
        PublicSeals.Map(routes);
        ListSystems.Map(routes);
        Jobs.Map(routes);
        SentMessages.Map(routes);
    }
}
