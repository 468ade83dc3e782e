using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Reports;

/// <summary>What the acts on a report have in common. The caller saves.</summary>
public sealed class ReportActs(ExchangeDb db, ParcelBook parcels, Actor actor, ReportIndicators indicators, ReportReceivers receivers, LegalTime legal)
{
    const int LongestExplanation = 500;

    /// <exception cref="Refusal">401, 403.</exception>
    public void MustReport()
    {
        if (actor.Kind == ActorKind.System) return;
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(Permits.Report)) throw Refusal.Forbidden("report.permit", "Trang này dành cho người lập báo cáo Chính phủ. Cần xem, anh/chị hỏi Văn phòng Ủy ban.");
    }

    public IQueryable<GovernmentReport> Visible => db.Reports.Visible(db, actor, Permits.Report);

    /// <param name="seen">The version the person saw; null: whatever there is.</param>
    /// <exception cref="Refusal">401, 403, 404, 409.</exception>
    public async Task<GovernmentReport> Find(string period, long? seen, CancellationToken ct)
    {
        MustReport();
        var report = await Visible.SingleOrDefaultAsync(r => r.Period == period, ct) ?? throw Missing(period);
        return seen is { } version && version != report.Version ? throw await db.Changed(report, ct) : report;
    }

    public static Refusal Missing(string period) => Refusal.Missing("report", "Chưa có kỳ báo cáo {0} trong phạm vi của anh/chị. Chọn một kỳ trong danh sách.", period);

    /// <summary>Also one that this act has begun.</summary>
    async Task<ReportEdition> EditionOf(GovernmentReport report, CancellationToken ct) =>
        db.ReportEditions.Local.FirstOrDefault(e => e.ReportId == report.Id && e.Number == report.Edition) ?? await db.ReportEditions.SingleAsync(e => e.ReportId == report.Id && e.Number == report.Edition, ct);

    /// <summary>Puts these values over those that are drafted; a report that was refused gets its next edition.</summary>
    /// <returns>False where nothing changes.</returns>
    /// <exception cref="Refusal">409 for what was sent.</exception>
    public async Task<bool> Draft(GovernmentReport report, IReadOnlyList<ReportedValue> values, CancellationToken ct)
    {
        var edition = await EditionOf(report, ct);
        var (given, known) = (values.ToDictionary(v => v.Indicator), edition.Values.ToDictionary(v => v.Indicator));
        IReadOnlyList<ReportedValue> all = [.. indicators.Of(report.Of).Select(i => given.GetValueOrDefault(i.Code) ?? known.GetValueOrDefault(i.Code) ?? new(i.Code, null))];
        if (report.BeginDraft()) db.ReportEditions.Add(edition = new() { ReportId = report.Id, Number = report.Edition });
        else if (edition.Values.SequenceEqual(all)) return false;
        edition.Write(all);
        db.Record(report, new GovernmentReportDrafted(report.Id, report.Period, report.Edition, all.Count(v => v.Value is not null)), note: null, PostOf(report));
        return true;
    }

    /// <summary>Sends the draft to every receiver: what has to arrive is laid down with the act.</summary>
    /// <exception cref="Refusal">409, 422 with one message a value that is missing.</exception>
    public async Task Send(GovernmentReport report, Func<GovernmentIndicator, string> field, CancellationToken ct)
    {
        MustHaveReceivers();
        report.Send();
        var edition = await EditionOf(report, ct);
        var values = edition.Values.ToDictionary(v => v.Indicator);
        if (indicators.Of(report.Of).Where(i => values.GetValueOrDefault(i.Code)?.Value is null).ToList() is { Count: > 0 } missing)
            throw Refusal.Invalid([.. missing.Select(i => new FieldError(field(i), "Chưa có số liệu của chỉ tiêu này."))]);
        edition.Send(legal.Now);
        var entry = db.Record(report, new GovernmentReportSent(report.Id, report.Period, report.Edition), edition.Reason, PostOf(report));
        foreach (var receiver in receivers.SetUp)
        {
            db.ReportReceipts.Add(ReportReceipt.Awaited(report.Id, report.Edition, receiver.Key, entry.Id));
            await parcels.LayDown(receiver.Key, entry, report.Period, ct);
        }
    }

    /// <exception cref="Refusal">409.</exception>
    public void MustHaveReceivers()
    {
        if (!receivers.IsSetUp) throw Refusal.Conflict("report.no-receiver", "Chưa nối với hệ thống của Chính phủ. Hãy báo quản trị hệ thống khai báo đối tác.");
    }

    /// <summary>What was sent is opened for a correction; it begins with what was sent.</summary>
    /// <exception cref="Refusal">409, 422.</exception>
    public async Task Reopen(GovernmentReport report, string reason, CancellationToken ct)
    {
        var before = await EditionOf(report, ct);
        report.Reopen();
        var edition = new ReportEdition { ReportId = report.Id, Number = report.Edition, Reason = reason };
        edition.Write(before.Values);
        db.ReportEditions.Add(edition);
        db.Record(report, new GovernmentReportReopened(report.Id, report.Period, report.Edition, reason), note: null, PostOf(report));
    }

    Post? PostOf(GovernmentReport report) => actor.PostFor(Permits.Report, report.UnitId);

    /// <summary>What is wrong with a value by our own data; null: nothing.</summary>
    public static FieldError? Wrong(GovernmentIndicator indicator, decimal value, string field)
    {
        if (ReportNumber.Decimals(value) > indicator.Decimals)
            return indicator.Decimals == 0 ? new(field, "Chỉ tiêu này là số nguyên. Hãy bỏ phần sau dấu phẩy.") : new(field, "Chỉ tiêu này lấy nhiều nhất {0} chữ số sau dấu phẩy. Hãy làm tròn.", indicator.Decimals);
        return value < indicator.Min || value > indicator.Max
            ? new(field, "Giá trị phải từ {0} đến {1} {2}. Hãy xem lại số và đơn vị tính.", ReportNumber.Write(indicator.Min, indicator.Decimals), ReportNumber.Write(indicator.Max, indicator.Decimals), ReportWords.UnitOf(indicator))
            : null;
    }

    public static FieldError? WrongExplanation(string explanation, string field) => explanation.Length > LongestExplanation ? new(field, "Thuyết minh dài quá 500 chữ. Hãy rút gọn.") : null;

    public static string Clean(string? text) => Nfc.Clean(text);
}
