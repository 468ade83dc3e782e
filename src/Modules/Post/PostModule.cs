using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Post;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Ui;
using NhatLe.Post.Desk;
using NhatLe.Post.On;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;
using NhatLe.Post.Settlement;

namespace NhatLe.Post;

/// <summary>The public post (bưu chính công ích, QĐ 45/2016): papers fetched from home, results brought there, fees collected at the door, and what comes back.</summary>
public sealed class PostModule : IModule
{
    public string Name => "post";

    public IEnumerable<Assembly> Contracts => [typeof(PostAsked).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<PostDb>();
        services.AddScoped<IReformParticipant, OrdersInReform>();
        services.AddSingleton<PostClient>().AddSingleton<PostSignal>().AddSingleton<TellPost>().AddHostedService(sp => sp.GetRequiredService<TellPost>());
        services.AddScoped<PostNotices>().AddScoped<OrderBook>().AddScoped<IPostOrders>(sp => sp.GetRequiredService<OrderBook>());

        services.AddScoped<AskPost.Handler>().AddScoped<CancelOrder.Handler>().AddScoped<HearPost.Handler>();
        services.AddScoped<HandOver.Handler>().AddScoped<KeepAtDesk.Handler>();
        services.AddScoped<MendSettlement.Handler>();

        services.AddJob<AskHowItStands>("post.ask", "Hỏi bưu điện về bưu gửi chưa có tin", Every.Minute);
        services.AddJob<ReadSettlements>("post.settle", "So tiền thu hộ với bảng kê của bưu điện", Every.Hour);
        services.AddJob<ForgetAddresses>("post.forget", "Xóa địa chỉ trên bưu gửi đã xong quá 1 năm", Every.Day(3));

        services.AddSingleton(new DutyKind(Duties.Failed, "Xử lý bưu gửi không phát được", Icon: "warning"));
        services.AddSingleton(new DutyKind(Duties.Reconcile, "Đối soát tiền thu hộ", Icon: "check"));
        services.AddSingleton(new NavItem("send", "Bưu chính", "~/quay/buu-chinh", Permits.Send, Order: 26, Short: "Bưu chính"));
        services.AddSingleton(new AccessPurpose(Permits.Send, "để gửi, nhận giấy tờ qua bưu điện")).AddSingleton(new AccessPurpose(Permits.Read, "để theo dõi bưu gửi"));
        services.AddSingleton(new AccessPlace(nameof(PostOrder), "~/ho-so/{0}/buu-chinh", "~/tra-cuu/{0}"));

        services.AddReaction<DossierApproved, FollowDossier>();
        services.AddReaction<DossierRefused, FollowDossier>();
        services.AddReaction<DossierStopped, FollowDossier>();
        services.AddReaction<ResultReturned, FollowDossier>();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        AskPost.Map(routes);
        CancelOrder.Map(routes);
        HearPost.Map(routes);
        HandOver.Map(routes);
        KeepAtDesk.Map(routes);
        MendSettlement.Map(routes);
    }
}
