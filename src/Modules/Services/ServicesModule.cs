using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Post;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Services.Desk;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;
using NhatLe.Services.Lists;
using NhatLe.Services.Numbers;
using NhatLe.Services.On;
using NhatLe.Services.Papers;
using NhatLe.Services.Population;
using NhatLe.Services.Tracking;
using NhatLe.Services.Visits;

namespace NhatLe.Services;

/// <summary>Dossiers of administrative procedures, from the draft on a phone to the rated result; and visits to the desks that receive them.</summary>
public sealed class ServicesModule : IModule
{
    public string Name => "services";

    public IEnumerable<Assembly> Contracts => [typeof(DossierFiled).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<ServicesDb>();
        services.AddSingleton<DossierWords>().AddSingleton<TrackingLimits>().AddSingleton<TypedBeforeSignIn>();
        services.AddJob<ExpireDrafts>("services.expire-drafts", "Báo trước và xóa bản đang điền bỏ quá 30 ngày", Every.Hour);
        services.AddScoped<OwnDossiers>().AddScoped<DraftBook>().AddScoped<PapersPart>().AddScoped<ApplicantNotices>().AddScoped<DossierActs>().AddScoped<DossierFiling>().AddScoped<TrackingSentence>();

        services.AddScoped<IReformParticipant, DossiersInReform>().AddScoped<IReformParticipant, VisitsInReform>();
        services.AddScoped<IOwnPapers, OwnPapers>().AddScoped<PageBinder>().AddScoped<IFileUse, FilesOfDossiers>();
        services.AddScoped<ISeed, SearchSeed>();
        services.AddSingleton(new SearchKind(nameof(Dossier), "Hồ sơ", Permits.Read));

        services.AddScoped<IDataSubjects, DossierSubjects>().AddScoped<ExportJournal.Handler>();
        services.AddSingleton(new AccessPlace(nameof(Dossier), "~/ho-so/{0}", "~/tra-cuu/{0}")).AddSingleton(new AccessPlace(nameof(Paper), "~/ho-so/{0}", "~/tra-cuu/{0}"));
        services.AddSingleton(new AccessPurpose(Permits.Accept, "để tiếp nhận")).AddSingleton(new AccessPurpose(Permits.Process, "để giải quyết"));
        services.AddSingleton(new AccessPurpose(Permits.Approve, "để phê duyệt")).AddSingleton(new AccessPurpose(Permits.Return, "để trả kết quả"));
        services.AddSingleton(new AccessPurpose(Permits.Read, "để theo dõi trong phạm vi được giao"));

        services.AddScoped<FileDossier.Handler>();
        services.AddScoped<BeginAtDesk.Handler>().AddScoped<FileAtDesk.Handler>();
        services.AddScoped<AcceptDossier.Handler>();
        services.AddScoped<ProcessDossier.Handler>();
        services.AddScoped<ApproveDossier.Handler>();
        services.AddScoped<SendBackDossier.Handler>();
        services.AddScoped<ReturnResult.Handler>();
        services.AddScoped<OneByOne>().AddScoped<ReadWaiting.Handler>().AddScoped<SignDossiers.Handler>().AddScoped<SendBackDossiers.Handler>();
        services.AddSingleton(new NavItem("sign", "Ký", "~/ky", Permits.Approve, Order: 3, Short: "Ký"));
        services.AddScoped<RequestSupplement.Handler>();
        services.AddScoped<SupplementDossier.Handler>();
        services.AddScoped<RefuseDossier.Handler>();
        services.AddScoped<StopDossier.Handler>();
        services.AddScoped<MoveAppointment.Handler>();
        services.AddScoped<RateDossier.Handler>();
        services.AddScoped<TrackDossier.Handler>();
        services.AddSingleton(ShareDossiers.Service);
        services.AddSingleton<VerificationCodes>().AddScoped<OpenPaper>().AddScoped<ListIssued.Handler>().AddScoped<VerifyPaper.Handler>().AddScoped<ReadRegister.Handler>();
        services.AddSingleton<BookingLimits>().AddJob<CloseVisits>("services.close-visits", "Khép lịch hẹn của hôm trước", Every.Minutes(10).AndEachLegalDay);
        services.AddSingleton<VisitHours>().AddScoped<BookVisit.Handler>().AddScoped<EndVisit.Handler>();

        services.AddScoped<DossierPeople>().AddScoped<LookUpPerson.Handler>().AddScoped<OwnRecord>();
        services.AddJob<DoWaitingLookUps>(DoWaitingLookUps.Name, "Tra cứu dân cư còn chờ trả lời", Every.Minute.AndAtStart);
        services.AddJob<ForgetLookUps>(ForgetLookUps.Name, "Xóa dữ liệu dân cư của hồ sơ đã xong", Every.Day(4));

        services.AddScoped<ListDossiers.Handler>();
        services.AddSingleton(new NavItem("folder", "Hồ sơ của đơn vị", "~" + DossiersModel.Address, Permits.Read, Order: 33, Short: "Hồ sơ"));

        services.AddScoped<ReadNumbers.Handler>().AddScoped<ListBehind.Handler>().AddSingleton<UsualPace>().AddScoped<EarlyWarning>();
        services.AddJob<TellLeaders>("services.tell-leaders", "Gửi lãnh đạo bản buổi sáng lúc 7 giờ ngày làm việc", Every.Minutes(10));
        services.AddSingleton(new NavItem("chart", "Buổi sáng", "~/buoi-sang", ReadNumbers.Permit, Order: 5, Short: "Buổi sáng"));

        services.AddSingleton(new DutyKind(Duties.Accept, "Tiếp nhận", Batch: "/giai-quyet/hang-loat/tiep-nhan"));
        services.AddSingleton(new DutyKind(Duties.Process, "Giải quyết"));
        services.AddSingleton(new DutyKind(Duties.Approve, "Phê duyệt", Batch: "/ky"));
        services.AddSingleton(new DutyKind(Duties.Receive, "Tiếp người hẹn", Icon: "person"));
        services.AddSingleton(new NavItem("plus", "Tiếp nhận tại quầy", "~/quay/tiep-nhan", Permits.Accept, Order: 20, Short: "Tiếp nhận"));
        services.AddSingleton(new NavItem("clock", "Lịch hẹn tại quầy", "~/quay/lich-hen", Permits.Accept, Order: 30, Short: "Lịch hẹn"));
        services.AddSingleton(new NavItem("document", "Sổ theo dõi hồ sơ", "~/quay/so-theo-doi", Permits.Accept, Order: 35, Short: "Sổ hồ sơ"));
        services.AddSingleton(new DutyKind(Duties.Return, "Trả kết quả", Batch: "/giai-quyet/hang-loat/tra-ket-qua"));

        services.AddScoped<IDossiers, DossiersApi>();
        services.AddReaction<PaymentRequested, FollowPayment>();
        services.AddReaction<PayerReminded, FollowPayment>();
        services.AddReaction<ChargeSettled, FollowPayment>();
        services.AddReaction<ChargeWaived, FollowPayment>();
        services.AddReaction<ChargeCancelled, FollowPayment>();
        services.AddReaction<PostDelivered, ReturnByPost>();
        services.AddFormerReaction<DossierFiled, TellTheApplicant>();
        services.AddFormerReaction<DossierAccepted, TellTheApplicant>();
        services.AddFormerReaction<SupplementRequested, TellTheApplicant>();
        services.AddFormerReaction<DossierRefused, TellTheApplicant>();
        services.AddFormerReaction<DossierStopped, TellTheApplicant>();
        services.AddFormerReaction<AppointmentMoved, TellTheApplicant>();
        services.AddFormerReaction<DossierApproved, TellTheApplicant>();
        services.AddFormerReaction<ResultReturned, TellTheApplicant>();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ShowForm.Map(routes);
        FileDossier.Map(routes);
        FileAtDesk.Map(routes);
        AcceptDossier.Map(routes);
        ProcessDossier.Map(routes);
        ApproveDossier.Map(routes);
        SendBackDossier.Map(routes);
        ReadWaiting.Map(routes);
        SignDossiers.Map(routes);
        ReturnResult.Map(routes);
        RequestSupplement.Map(routes);
        RefuseDossier.Map(routes);
        StopDossier.Map(routes);
        MoveAppointment.Map(routes);
        RateDossier.Map(routes);
        TrackDossier.Map(routes);
        ExportJournal.Map(routes);
        ListIssued.Map(routes);
        VerifyPaper.Map(routes);
        ReadRegister.Map(routes);
        LookUpPerson.Map(routes);
        OwnRecord.Map(routes);
        ListDossiers.Map(routes);
        PaperRoutes.Map(routes);
        BookVisit.Map(routes);
        EndVisit.Map(routes);
    }
}
