using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Numbers;

namespace NhatLe.Services.Lists;

/// <summary>
/// The dossiers of the units an official may read (hồ sơ của đơn vị), newest filing first, a page at a time. What a duty granted to the
/// unit is not among them. Every person on the page is noted as read.
/// </summary>
/// <remarks>
/// Cost: a page from the index of each unit in scope (see <see cref="UnitReads"/> and Schema/0012_lists.sql), and the rows of one page.
/// Several states are as many reads. All states of a whole province are one read in the order of filing.
/// </remarks>
public static class ListDossiers
{
    public const int PageSize = NewestFiled.PageSize;

    /// <summary>What a list is asked for: words of an address, of which none has been checked. Empty is the same as missing.</summary>
    /// <param name="Status">Names of statuses, or of <see cref="States"/>, with commas.</param>
    /// <param name="Late">"true": open, not decided, past the appointment.</param>
    /// <param name="From">The first day of filing.</param>
    /// <param name="To">The last day of filing, itself included.</param>
    /// <param name="After">What <see cref="Answer.Next"/> of the page before said; anything else begins at the top.</param>
    public sealed record Filter(string? Unit, string? Status, string? Procedure, string? Late, string? From, string? To, string? After);

    /// <param name="Statuses">None: any.</param>
    public sealed record Query(string? UnitCode, IReadOnlyList<DossierStatus> Statuses, string? Procedure, bool Late, DateOnly? From, DateOnly? To, DutyCursor? After);

    /// <param name="Applicant">With <paramref name="FiledBy"/> where somebody filed for them; else null.</param>
    public sealed record Line(string Code, string Procedure, string Title, string Person, string Unit, string UnitName, DateTimeOffset FiledAt, DateTimeOffset? DueAt, DossierStatus Status, bool? OnTime, string? Applicant, string? FiledBy);

    /// <param name="Next">Where the next page begins; null on the last.</param>
    public sealed record Answer(IReadOnlyList<Line> Items, string? Next);

    /// <summary>The states an official chooses from: in an address, in words, and which statuses they are.</summary>
    public static readonly IReadOnlyList<(string Address, string Words, IReadOnlyList<DossierStatus> Statuses)> States =
    [
        ("da-nhan", "Đã nhận", [DossierStatus.Filed]),
        ("dang-giai-quyet", "Đang giải quyết", [DossierStatus.Accepted, DossierStatus.InProcess]),
        ("cho-bo-sung", "Chờ bổ sung", [DossierStatus.SupplementRequested]),
        ("cho-nop-phi", "Cần nộp phí", [DossierStatus.FeeRequested]),
        ("co-ket-qua", "Đã có kết quả", [DossierStatus.Finished]),
        ("da-tra", "Đã trả", [DossierStatus.Returned]),
        ("da-dung", "Đã dừng", [DossierStatus.Refused, DossierStatus.Stopped, DossierStatus.WithdrawalRequested]),
    ];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/services/dossiers", async (string? unit, string? status, string? procedure, string? late, string? from, string? to, string? after, Handler handler, CancellationToken ct) =>
            TypedResults.Ok(await handler.Run(Read(new(unit, status, procedure, late, from, to, after), field => field), ct)));

    /// <param name="named">How a field is called where it was written: the page says it in Vietnamese.</param>
    /// <exception cref="Refusal">422 with the field.</exception>
    public static Query Read(Filter filter, Func<string, string> named)
    {
        var (from, to) = (Day(filter.From, named("from")), Day(filter.To, named("to")));
        if (to < from) throw Refusal.Invalid(named("to"), "Ngày cuối phải từ ngày đầu trở đi.");
        if (filter.Procedure is { Length: > 0 } code && (code.Length > 40 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
            throw Refusal.Invalid(named("procedure"), "Mã thủ tục này chưa đúng. Ví dụ: 1.001193.");
        var late = filter.Late switch { null or "" or "false" => false, "true" => true, _ => throw Refusal.Invalid(named("late"), "Không có lựa chọn {0}. Chọn một trong: {1}.", filter.Late, "true, false") };
        return new(Given(filter.Unit), StatusesOf(filter.Status, named("status")), Given(filter.Procedure), late, from, to, DutyCursor.Parse(filter.After) is { At: not null } after ? after : null);
    }

    static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    static DateOnly? Day(string? text, string field)
    {
        var day = DayInAddress.Read(text, field);
        return day is { Year: < 2000 or > 2099 } ? throw DayInAddress.NoSuchDay(field) : day;
    }

    static IReadOnlyList<DossierStatus> StatusesOf(string? text, string field) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(name =>
            States.FirstOrDefault(s => s.Address == name).Statuses
            ?? (!int.TryParse(name, out _) && Enum.TryParse<DossierStatus>(name, ignoreCase: true, out var status) ? [status]
                : throw Refusal.Invalid(field, "Không có lựa chọn {0}. Chọn một trong: {1}.", name, string.Join(", ", Enum.GetNames<DossierStatus>())))).Distinct()];

    public sealed class Handler(ServicesDb db, Actor actor, DirectoryCache directory, AccessLog accesses, LegalTime time)
    {
        /// <summary>The units whose dossiers the actor may read, among those that decide.</summary>
        /// <exception cref="Refusal">401, 403.</exception>
        public async Task<IReadOnlyList<Unit>> Units(CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var units = await directory.Get(ct);
            var readable = ReadableUnits.Of(actor, units);
            return readable.Count > 0 ? readable : throw Refusal.Forbidden("dossiers.permit", "Danh sách này dành cho cán bộ được xem hồ sơ của đơn vị.");
        }

        /// <exception cref="Refusal">401, 403, 404 for a unit out of scope.</exception>
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            var readable = await Units(ct);
            var units = (query.UnitCode is { } code ? [readable.Named(code)] : readable).ToDictionary(u => u.Id);
            if (Places(query, units.Keys.ToHashSet()) is not { } places) return new([], Next: null);
            var rows = await (
                from place in places
                join d in db.Dossiers.AsNoTracking() on place.Id equals d.Id
                orderby place.FiledAt descending, place.Id
                select new { d.Id, d.Code, d.ProcedureCode, d.Title, d.Person, d.UnitId, d.FiledAt, d.DueAt, d.Status, d.OnTime, d.ApplicantName, d.FiledByName, d.ApplicantAccountId, d.ApplicantNumberKey }).ToListAsync(ct);
            var next = rows.Count > PageSize ? new DutyCursor(rows[PageSize - 1].FiledAt, rows[PageSize - 1].Id).ToString() : null;
            var page = rows.Take(PageSize).ToList();
            foreach (var d in page) accesses.Note(actor, new(AccessKind.List, Permits.Read, d.UnitId, new(d.ApplicantAccountId, d.ApplicantNumberKey), nameof(Dossier), d.Id, d.Code));
            var snapshot = await directory.Get(ct);
            string NameOf(Guid unit, DossierStatus status, DateTimeOffset filed) => // what has ended stands under the name of then
                Dossier.Ends.Contains(status) ? snapshot.On(unit, LegalTime.DateOf(filed)).FullName : units[unit].FullName;
            return new([.. page.Select(d => new Line(d.Code, d.ProcedureCode, d.Title, d.Person, units[d.UnitId].Code, NameOf(d.UnitId, d.Status, d.FiledAt), d.FiledAt, d.DueAt, d.Status, d.OnTime, d.FiledByName is null ? null : d.ApplicantName, d.FiledByName))], next);
        }

        /// <summary>Where the dossiers of the page are, and one more. Null where no dossier can be meant.</summary>
        IQueryable<Place>? Places(Query query, HashSet<Guid> units)
        {
            var rows = db.Dossiers.AsNoTracking().After(query.After);
            if (query.Procedure is { } procedure) rows = rows.Where(d => d.ProcedureCode == procedure);
            if (query.From is { } first && LegalTime.StartOf(first) is var begin) rows = rows.Where(d => d.FiledAt >= begin);
            if (query.To is { } last && LegalTime.StartOf(last.AddDays(1)) is var end) rows = rows.Where(d => d.FiledAt < end);
            if (query.Late) rows = rows.Where(Measure.Overdue.When(time.Now));

            IReadOnlyList<DossierStatus> statuses = !query.Late ? query.Statuses : query.Statuses.Count == 0 ? Measure.Undecided : [.. query.Statuses.Intersect(Measure.Undecided)];
            if (statuses.Count > 0) return db.PlacesOfEach(units, statuses.Select(s => rows.Where(d => d.Status == s)));
            if (query.Late) return null;
            return units.Count > UnitReads.Many && query.Procedure is null
                ? rows.Where(d => units.Contains(d.UnitId)).Places() // of a whole province nearly every row is one of theirs
                : db.PlacesOfEach(units, [rows]);
        }
    }
}
