using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NhatLe.Contracts.Exchange;
using NhatLe.Contracts.Services;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Calls;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.On;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Partners;
using NhatLe.Exchange.Population;
using NhatLe.Exchange.Portal;
using NhatLe.Exchange.Reports;
using NhatLe.Exchange.Shared;
using NhatLe.Exchange.StandIns;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;

namespace NhatLe.Exchange;

/// <summary>The province on the data exchange (trục kết nối, chia sẻ dữ liệu): calls to other agencies and from them, signed, logged and verifiable.</summary>
public sealed class ExchangeModule : IModule
{
    public string Name => "exchange";

    public IEnumerable<Assembly> Contracts => [typeof(MessagesClosed).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<ExchangeDb>();
        services.AddSingleton<ExchangeCertificates>().AddSingleton(sp => new Lazy<ExchangeCertificates>(sp.GetRequiredService<ExchangeCertificates>)).AddSingleton<MessageLog>();

        services.AddSingleton<XRoadCalls>().AddSingleton(sp => new Lazy<XRoadCalls>(sp.GetRequiredService<XRoadCalls>)); // only where the exchange is set up
        services.AddSingleton<IPopulation, AskPopulation>();
        services.AddSingleton<SharedCatalog>().AddSingleton<OpenServices>().AddSingleton<CallsAtOnce>().AddSingleton<AnswerPartner>();
        services.AddSingleton<SharedServer>().AddSingleton<IHostedService>(sp => sp.GetRequiredService<SharedServer>());
        services.AddScoped<ChangeAccess.Handler>();

        services.AddSingleton<ParcelSignal>().AddSingleton<ParcelSender>().AddSingleton<IHostedService>(sp => sp.GetRequiredService<ParcelSender>()).AddScoped<ReadParcels.Handler>().AddScoped<ParcelBook>();
        services.AddSingleton<PortalClient>().AddScoped<IParcelCarrier, PortalCarrier>();
        if (services.Any(s => s.ImplementationInstance is PortalSettings { IsSetUp: true })) AddPortalReactions(services); // an act is not delivered to where nobody is told

        AddAxis(services);
        services.AddScoped<TroubleStandIn.Handler>();
        AddReports(services);

        services.AddScoped<ReadPartners.Handler>().AddScoped<ReadMessages.Handler>().AddScoped<IVerified, CheckMessages>();
        services.AddSingleton(new NavItem("transfer", "Kết nối cơ quan", BoardModel.Address, Permits.Operate, Order: 905, Heading: "Quản trị"));
        services.AddSingleton(new AccessPurpose(Permits.ReadMessages, "để kiểm tra trao đổi với cơ quan khác")).AddSingleton(new AccessPlace(nameof(LoggedMessage), "~/ai-da-xem", "~/ai-da-xem"));
        services.AddJob<LookAtPartners>(LookAtPartners.Name, "Hỏi thăm các cơ quan đã kết nối", Every.Minute.AndAtStart);
        services.AddJob<ComparePortal>(ComparePortal.Name, "Đối chiếu hồ sơ với Cổng dịch vụ công quốc gia", Every.Day(2));
        services.AddSingleton(new DutyKind(Duties.Certificate, "Thay chứng thư sắp hết hạn", Icon: "lock"));
        services.AddJob<WatchCertificates>(WatchCertificates.Name, "Báo trước chứng thư sắp hết hạn", Every.Hour.AndAtStart);
        services.AddJob<TellEarlier>(TellEarlier.Name, "Báo Cổng dịch vụ công quốc gia hồ sơ có trước khi nối", Every.Minute.AndAtStart);
        services.AddJob<SweepParcels>(SweepParcels.Name, "Xóa thông điệp đã báo xong từ lâu", Every.Day(3));
        services.AddJob<CloseMessages>(CloseMessages.Name, "Chốt nhật ký trao đổi", Every.Minutes(5));
        services.AddJob<EmptyMessages>(EmptyMessages.Name, "Xóa nội dung trao đổi quá hạn lưu", Every.Day(3));
    }

    static void AddAxis(IServiceCollection services)
    {
        services.AddSingleton<AxisClient>().AddSingleton<AxisCertificates>().AddSingleton(sp => new Lazy<AxisCertificates>(sp.GetRequiredService<AxisCertificates>)); // only where the axis is set up
        services.AddScoped<IParcelCarrier, AxisCarrier>().AddScoped<IDocumentAxis, DocumentAxisApi>().AddScoped<IFileUse, FilesOfPackets>().AddScoped<IReformParticipant, PacketsInReform>();
        services.AddScoped<SendPackets>().AddScoped<TakePacket>().AddScoped<HearStatus>().AddScoped<PacketActs>();
        services.AddScoped<SendPacket.Handler>().AddScoped<AnswerPacket.Handler>().AddScoped<ReadPackets.Handler>();
        services.AddSingleton(new DutyKind(Duties.TakePacket, "Tiếp nhận văn bản", Icon: "document")).AddSingleton(new DutyKind(Duties.AnswerRequest, "Trả lời nơi gửi văn bản", Icon: "message"));
        services.AddSingleton(new SearchKind(nameof(DocumentPacket), "Văn bản", Permits.ReadPackets));
        services.AddSingleton(new NavItem("document", "Văn bản", PacketsModel.Address, Permits.ReadPackets, Order: 18, Short: "Văn bản"));
        services.AddJob<FetchPackets>(FetchPackets.Name, "Lấy văn bản và trạng thái từ trục liên thông", Every.Minute.AndAtStart);
        services.AddJob<KeepAgencies>(KeepAgencies.Name, "Cập nhật danh sách cơ quan trên trục liên thông", Every.Hour.AndAtStart);
        services.AddJob<CompareAxis>(CompareAxis.Name, "Đối chiếu văn bản đi với trục liên thông", Every.Day(2));
    }

    static void AddReports(IServiceCollection services)
    {
        services.AddSingleton<ReportIndicators>().AddSingleton<ReportReceivers>().AddScoped<ReportActs>().AddScoped<IGovernmentReports, GovernmentReports>();
        services.AddScoped<ReadReport.Handler>().AddScoped<SaveReport.Handler>().AddScoped<PasteReport.Handler>().AddScoped<SendReport.Handler>().AddScoped<CorrectReport.Handler>();
        foreach (var receiver in ReportReceivers.All) services.AddScoped<IParcelCarrier>(sp => ActivatorUtilities.CreateInstance<ReportCarrier>(sp, receiver));
        services.AddScoped<ISeed, PastReports>().AddScoped<IReformParticipant, ReportsInReform>();
        services.AddSingleton(new DutyKind(Duties.Report, "Báo cáo Chính phủ", Icon: "chart"));
        services.AddSingleton(new NavItem("chart", "Báo cáo Chính phủ", ReportModel.Address, Permits.Report, Order: 60));
        services.AddJob<OpenReports>(OpenReports.Name, "Mở kỳ báo cáo Chính phủ", Every.Hour.AndEachLegalDay.AndAtStart);
    }

    static void AddPortalReactions(IServiceCollection services)
    {
        services.AddReaction<DossierFiled, LayDownForPortal>();
        services.AddReaction<DossierAccepted, LayDownForPortal>();
        services.AddReaction<DossierForwarded, LayDownForPortal>();
        services.AddReaction<DossierApproved, LayDownForPortal>();
        services.AddReaction<DossierSentBack, LayDownForPortal>();
        services.AddReaction<SupplementRequested, LayDownForPortal>();
        services.AddReaction<DossierSupplemented, LayDownForPortal>();
        services.AddReaction<FeeRequested, LayDownForPortal>();
        services.AddReaction<FeeReminded, LayDownForPortal>();
        services.AddReaction<FeePaid, LayDownForPortal>();
        services.AddReaction<DossierRefused, LayDownForPortal>();
        services.AddReaction<AppointmentMoved, LayDownForPortal>();
        services.AddReaction<DossierStopped, LayDownForPortal>();
        services.AddReaction<ResultReturned, LayDownForPortal>();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ReadPartners.Map(routes);
        ReadMessages.Map(routes);
        ChangeAccess.Map(routes);
        ReadParcels.Map(routes);
        SendPacket.Map(routes);
        AnswerPacket.Map(routes);
        ReadPackets.Map(routes);
        TroubleStandIn.Map(routes);
        ReadReport.Map(routes);
        SaveReport.Map(routes);
        PasteReport.Map(routes);
        SendReport.Map(routes);
        CorrectReport.Map(routes);
    }
}
