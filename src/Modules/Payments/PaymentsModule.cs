using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Organization;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Post;
using NhatLe.Contracts.Services;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Counter;
using NhatLe.Payments.On;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Receipts;
using NhatLe.Payments.Reconciliation;
using NhatLe.Payments.Refunds;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Ui;

namespace NhatLe.Payments;

/// <summary>Fees of dossiers (phí, lệ phí): what is due and by which rule, money that comes online or at the desk, receipts, shifts, refunds, and the reconciliation.</summary>
public sealed class PaymentsModule : IModule
{
    public string Name => "payments";

    public IEnumerable<Assembly> Contracts => [typeof(ChargeRaised).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<PaymentsDb>();
        services.AddScoped<IReformParticipant, MoneyInReform>().AddScoped<IInHand, ShiftsInHand>();
        services.AddSingleton<PaymentPlatform>().AddSingleton<PayTime>();
        services.AddScoped<ChargeBook>().AddScoped<ICharges>(sp => sp.GetRequiredService<ChargeBook>()).AddScoped<PaymentBook>().AddScoped<RefundBook>().AddScoped<Shifts>().AddScoped<OpenReceipt>();

        services.AddScoped<ReadCharge.Handler>().AddScoped<SetSubject.Handler>().AddScoped<ClaimRelief.Handler>().AddScoped<RequestPayment.Handler>().AddScoped<RemindPayer.Handler>();
        services.AddScoped<PlaceOrder.Handler>().AddScoped<Notify.Handler>();
        services.AddScoped<Collect.Handler>().AddScoped<OpenShift.Handler>().AddScoped<CloseShift.Handler>().AddScoped<ReadDay.Handler>();
        services.AddScoped<CancelReceipt.Handler>();
        services.AddScoped<AssignPayment.Handler>().AddScoped<RefundPayment.Handler>().AddScoped<PayOut.Handler>();
        services.AddScoped<MendDifference.Handler>();

        services.AddJob<AskPlatform>("payments.ask", "Hỏi hệ thống thanh toán về lệnh chưa có hồi âm", Every.Minute);
        services.AddJob<ReadPlatformFile>("payments.reconcile", "So sổ thu với tệp đối soát của hệ thống thanh toán", Every.Hour);

        services.AddJob<FindUnpaid>(FindUnpaid.Name, "Tìm khoản phí quá hạn nộp", Every.Minutes(10).AndEachLegalDay);

        services.AddSingleton(new DutyKind(Duties.Unpaid, "Quyết định về phí quá hạn nộp", Icon: "clock"));
        services.AddSingleton(new DutyKind(Duties.Mend, "Xử lý khoản nộp không khớp", Icon: "warning"));
        services.AddSingleton(new DutyKind(Duties.Relief, "Xem đề nghị miễn, giảm phí", Icon: "check"));
        services.AddSingleton(new DutyKind(Duties.PayOut, "Chi hoàn tiền mặt", Icon: "check"));
        services.AddSingleton(new DutyKind(Duties.Reconcile, "Đối soát", Icon: "check"));
        services.AddSingleton(new NavItem("coin", "Thu tiền", "~/quay/thu-tien", Permits.Collect, Order: 25, Short: "Thu tiền"));
        services.AddSingleton(new NavItem("coin", "Đối soát", "~/thu-tien/doi-soat", Permits.Reconcile, Order: 36, Short: "Đối soát"));
        services.AddSingleton(new AccessPurpose(Permits.Collect, "để thu phí")).AddSingleton(new AccessPurpose(Permits.Refund, "để hoàn tiền")).AddSingleton(new AccessPurpose(Permits.Reconcile, "để đối soát")).AddSingleton(new AccessPurpose(Permits.Read, "để theo dõi thu phí"));
        services.AddSingleton(new AccessPlace(nameof(Charge), "~/quay/thu-tien/{0}", "~/nop-phi/{0}")).AddSingleton(new AccessPlace(nameof(Receipt), "~/quay/thu-tien/{0}", "~/nop-phi/{0}"));

        services.AddReaction<DossierAccepted, RaiseCharge>();
        services.AddReaction<SupplementRequested, RaiseCharge>();
        services.AddReaction<DossierApproved, RaiseCharge>();
        services.AddReaction<DossierStopped, RaiseCharge>();
        services.AddReaction<DossierRefused, RaiseCharge>();
        services.AddReaction<RefundAsked, SendRefund>();
        services.AddReaction<PostCollected, TakeFromPost>();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ReadCharge.Map(routes);
        SetSubject.Map(routes);
        ClaimRelief.Map(routes);
        RequestPayment.Map(routes);
        RemindPayer.Map(routes);
        PlaceOrder.Map(routes);
        Notify.Map(routes);
        OpenShift.Map(routes);
        Collect.Map(routes);
        CloseShift.Map(routes);
        ReadDay.Map(routes);
        CancelReceipt.Map(routes);
        AssignPayment.Map(routes);
        RefundPayment.Map(routes);
        PayOut.Map(routes);
        MendDifference.Map(routes);
    }
}
