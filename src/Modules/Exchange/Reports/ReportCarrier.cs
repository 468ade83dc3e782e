using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Calls;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Reports;

/// <summary>
/// Takes the editions of a report to one receiver and hears what it says. That it refuses values is an answer: the parcel has arrived, and the report
/// waits for the official. What cannot be believed is asked again later.
/// </summary>
public sealed class ReportCarrier(ReportReceiver receiver, ReportReceivers receivers, ExchangeSettings settings, Lazy<XRoadCalls> calls, ReportIndicators indicators, ExchangeDb db, LegalTime legal, Notices notices) : IParcelCarrier
{
    public string Name => receiver.Key;
    public string Title => receiver.Title;
    public bool IsSetUp => receivers.SetUp.Contains(receiver);

    public async Task Carry(Parcel parcel, CancellationToken ct)
    {
        var receipt = await Receipts(parcel).AsNoTracking().SingleOrDefaultAsync(ct) ?? throw new RefusedByPartner("The report is not there any more.");
        if (receipt.State != ReceiptState.Waiting) return; // it was heard, and the node ended before the parcel knew
        var outcome = await Ask(parcel, receipt.Number, ct);
        await db.Again(() => Note(parcel, outcome, ct)); // the other receiver may answer at the same time
    }

    IQueryable<ReportReceipt> Receipts(Parcel parcel) => db.ReportReceipts.Where(r => r.EntryId == parcel.EntryId && r.Receiver == receiver.Key);

    async Task<ReportsWire.Outcome> Ask(Parcel parcel, long number, CancellationToken ct)
    {
        var report = await db.Reports.AsNoTracking().SingleAsync(r => r.Id == parcel.SubjectId, ct);
        var edition = await db.ReportEditions.AsNoTracking().SingleAsync(e => e.ReportId == report.Id && e.Number == number, ct);
        var units = indicators.All.Where(i => i.Period == report.Kind).GroupBy(i => i.Code).ToDictionary(g => g.Key, g => g.Last().Unit);
        var call = new XRoadCall(settings.Find(receiver.Key)!, receiver.Service, HttpMethod.Post, receiver.Path, parcel.Id)
        {
            Body = ReportsWire.Write(settings.SelfId.Member, report, edition, units), Cause = new(report.Period, report.Id, null, parcel.EntryId, ""),
        };
        try
        {
            var answer = await calls.Value.Call(call, ct);
            return ReportsWire.Read(answer.Status, answer.Body.Span, report.Period, number) ?? throw new PartnerIsAway($"What it answered (HTTP {answer.Status}) is nothing about this report.");
        }
        catch (AnswerNotBelieved e) { throw new PartnerIsAway(e.Message, e); }
    }

    /// <summary>What it said, in one transaction with what follows from it.</summary>
    async Task<bool> Note(Parcel parcel, ReportsWire.Outcome outcome, CancellationToken ct)
    {
        var report = await db.Reports.SingleAsync(r => r.Id == parcel.SubjectId, ct);
        var receipt = await Receipts(parcel).SingleAsync(ct);
        if (receipt.State != ReceiptState.Waiting) return false;
        if (outcome.Errors.Count == 0) receipt.Accept(outcome.Reference, legal.Now);
        else receipt.Refuse(outcome.Errors, legal.Now);
        var all = await db.ReportReceipts.Where(r => r.ReportId == report.Id && r.Number == receipt.Number).ToListAsync(ct);
        var isSettled = report.Heard(receipt.Number, all);
        db.Record(report, outcome.Errors.Count == 0
            ? new GovernmentReportAccepted(report.Id, report.Period, receipt.Number, receiver.Key, outcome.Reference)
            : new GovernmentReportRefused(report.Id, report.Period, receipt.Number, receiver.Key, outcome.Errors.Count));
        if (isSettled && report.State == GovernmentReportState.Accepted) db.Discharge(report, Duties.Report, ifAny: true); // a correction is owed to nobody
        if (isSettled) await TellWhoSent(parcel, report, ct);
        await db.SaveChangesAsync(ct);
        return true;
    }

    async Task TellWhoSent(Parcel parcel, GovernmentReport report, CancellationToken ct)
    {
        if (await db.Set<Entry>().AsNoTracking().Where(e => e.Id == parcel.EntryId).Select(e => e.AccountId).SingleOrDefaultAsync(ct) is not { } account) return;
        var (title, body) = report.State == GovernmentReportState.Accepted
            ? ("Chính phủ đã nhận đủ chỉ tiêu kỳ {0}", "Mọi nơi nhận đều chấp nhận.")
            : ("Chỉ tiêu kỳ {0} gửi Chính phủ bị trả lại", "Mở báo cáo, sửa các chỗ có lỗi rồi gửi lại trước hạn.");
        db.Give(await notices.Word(new(account, report.Id, Seq: 0, title, body, ReportModel.AddressOf(report.Period)[1..], [report.Period]), sms: null, ct));
    }
}
