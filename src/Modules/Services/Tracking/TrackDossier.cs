using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Post;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Tracking;

/// <summary>
/// Where is my dossier? By code alone: status, unit and date. Names and files only for the applicant, with the token of the slip's QR
/// code, or with the last 4 digits of the applicant's citizen number. Rate-limited by address and by code.
/// </summary>
public static class TrackDossier
{
    public sealed record Query(string Code, string? Token = null, string? LastDigits = null);

    public const string TokenPurpose = "slip";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/services/tracking/{code}", async (string code, string? token, string? lastDigits, HttpContext context, Handler handler, TrackingLimits limits, CancellationToken ct) =>
        {
            limits.Spend(context, isGuess: !string.IsNullOrWhiteSpace(lastDigits));
            return (await handler.Run(new(code, token, lastDigits), ct)).ForApi();
        });

    public sealed class Handler(
        ServicesDb db, Actor actor, OwnDossiers own, ColumnCipher cipher, DirectoryCache directory, JournalReader journal, LegalClock clock, LegalTime time, TrackingLimits limits, PlatformDb platform, AccessLog accesses, ICharges charges, IPostOrders post)
    {
        public async Task<TrackingView> Run(Query query, CancellationToken ct)
        {
            var code = query.Code.Trim().ToUpperInvariant();
            var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Code == code, ct)
                ?? throw Refusal.Missing("dossier", "Không thấy hồ sơ mã này. Hãy xem lại mã trên giấy hẹn, hoặc gọi 1022.");
            var snapshot = await directory.Get(ct);
            var step = dossier.CurrentStep;
            var view = new TrackingView
            {
                Id = dossier.Id, Code = dossier.Code, Title = dossier.Title, Status = dossier.Status, Unit = snapshot.Unit(dossier.UnitId).FullName,
                Desk = snapshot.Unit(dossier.ReceivedUnitId).FullName, DueAt = dossier.DueAt, FiledAt = dossier.FiledAt, Now = time.Now,
                AnswerDueAt = await AnswerDueAt(dossier, ct),
                StepNumber = step is null ? dossier.Steps.Steps.Count : dossier.Steps.Steps.TakeWhile(s => s.Key != step.Key).Count() + 1,
                StepCount = dossier.Steps.Steps.Count, StepName = step?.Name, StepKind = step?.Kind,
                Limit = dossier.TimeLimit, Deadline = dossier.ClockState is { } state ? clock.Evaluate(state) : null,
                IsLate = dossier.IsLate(time.Now), IsMoved = dossier.ClockState is { Extensions: > 0 }, Next = step is null ? [] : [.. dossier.Steps.Steps.SkipWhile(s => s.Key != step.Key)],
            };
            var isOwner = await own.Include(dossier, ct);
            if (!isOwner && !MaySeeAll(dossier, query)) return view;
            accesses.Note(actor, dossier, AccessKind.Tracking);
            return await Full(view, dossier, isOwner, ct);
        }

        /// <summary>The answer that is owed now: after a supplement the desk has 8 office hours anew.</summary>
        async Task<DateTimeOffset> AnswerDueAt(Dossier dossier, CancellationToken ct) =>
            (dossier.Status == DossierStatus.Filed
                ? await platform.Duties.Where(d => d.SubjectId == dossier.Id && d.Kind == Duties.Accept && d.EndedAt == null).Select(d => d.DueAt).FirstOrDefaultAsync(ct)
                : null)
            ?? clock.DueAt(DossierActs.AnswerLimit, dossier.FiledAt);

        bool MaySeeAll(Dossier dossier, Query query)
        {
            if (cipher.TokenFits(TokenPurpose, dossier.Id, query.Token)) return true;
            if (string.IsNullOrWhiteSpace(query.LastDigits)) return false;
            limits.SpendGuess(dossier.Code);
            var right = cipher.Decrypt(dossier.ApplicantNumber)[^4..];
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(query.LastDigits.Trim()))
                ? true : throw Refusal.Invalid("LastDigits", "Bốn số cuối chưa khớp với số định danh của người nộp. Hãy xem lại thẻ căn cước.");
        }

        async Task<TrackingView> Full(TrackingView view, Dossier dossier, bool isOwner, CancellationToken ct)
        {
            var papers = await db.Papers.AsNoTracking().Where(p => p.DossierId == dossier.Id).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
            var returned = dossier.Status == DossierStatus.Returned;
            return view with
            {
                IsFull = true, IsOwner = isOwner, Token = cipher.Token(TokenPurpose, dossier.Id),
                Applicant = dossier.ApplicantName, FiledBy = dossier.FiledByName, Person = dossier.Person, SupplementAsked = dossier.SupplementAsked, SupplementBy = dossier.SupplementBy, EndedReason = dossier.EndedReason, Stars = dossier.Stars,
                Papers = [.. papers.Where(p => p.Role != PaperRole.Result)], Results = [.. papers.Where(p => p.Role == PaperRole.Result && returned)],
                Journal = await journal.Of(dossier.Id, ct), Charge = await charges.Of(dossier.Id, ct), Post = await post.Of(dossier.Id, dossier.Code, ct),
            };
        }
    }
}

/// <summary>What the tracking page shows; the parts after <see cref="IsFull"/> only to those who may see them.</summary>
public sealed record TrackingView
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required string Title { get; init; }
    public required DossierStatus Status { get; init; }
    public required string Unit { get; init; }
    public required string Desk { get; init; }
    public required DateTimeOffset? DueAt { get; init; }
    public required DateTimeOffset FiledAt { get; init; }
    public required DateTimeOffset AnswerDueAt { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required int StepNumber { get; init; }
    public required int StepCount { get; init; }
    public required string? StepName { get; init; }
    public required StepKind? StepKind { get; init; }
    public required TimeLimit Limit { get; init; }
    public required Deadline? Deadline { get; init; }
    public required bool IsLate { get; init; }

    /// <summary>The step to be done and those after it.</summary>
    public required IReadOnlyList<FlowStep> Next { get; init; }

    public bool IsFull { get; init; }
    public bool IsOwner { get; init; }
    public string? Token { get; init; }
    public string? Applicant { get; init; }

    /// <summary>Who filed for the applicant; null where that was the applicant.</summary>
    public string? FiledBy { get; init; }

    public string? Person { get; init; }
    public string? SupplementAsked { get; init; }
    public DateTimeOffset? SupplementBy { get; init; }

    /// <summary>The unit apologised and gave this appointment; the reason is for who may see all.</summary>
    public bool IsMoved { get; init; }

    public string? MovedReason => Journal.LastOrDefault(l => l.Entry.Event == EventNames.Of(typeof(AppointmentMoved)))?.Content?.Note;
    public string? EndedReason { get; init; }
    public int? Stars { get; init; }

    /// <summary>What is to be paid, where something is.</summary>
    public ChargeLine? Charge { get; init; }

    /// <summary>What goes by the public post, where one is set up.</summary>
    public PostLine? Post { get; init; }

    public IReadOnlyList<Paper> Papers { get; init; } = [];
    public IReadOnlyList<Paper> Results { get; init; } = [];
    public IReadOnlyList<JournalLine> Journal { get; init; } = [];

    public object ForApi() => IsFull
        ? new { Code, Title, Status, Unit, DueAt, FiledAt, Step = StepName, Applicant, FiledBy, Person, SupplementAsked, Papers = Papers.Select(p => new { p.Id, p.Name, p.FileName, p.Size }), Results = Results.Select(p => new { p.Id, p.FileName, p.Size }) }
        : new { Code, Status, Unit, DueAt };
}

/// <summary>Look-ups by strangers are limited by address; guesses of digits by code, and by address over all codes.</summary>
public sealed class TrackingLimits : IDisposable
{
    const string TooManyGuesses = "Bốn số cuối đã nhập sai nhiều lần. Xin chờ 15 phút, hoặc quét mã QR trên giấy hẹn.";

    readonly RequestLimit byAddress = new(90, TimeSpan.FromMinutes(1));
    readonly RequestLimit guesses = new(5, TimeSpan.FromMinutes(15));
    readonly RequestLimit guessesByAddress = new(40, TimeSpan.FromMinutes(15)); // a service counter helps many people

    /// <exception cref="Refusal">429</exception>
    public void Spend(HttpContext context, bool isGuess = false)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        byAddress.Spend(address, "Ông/bà tra cứu quá nhiều lần trong một phút. Xin chờ một phút rồi thử lại.");
        if (isGuess) guessesByAddress.Spend(address, TooManyGuesses);
    }

    /// <exception cref="Refusal">429</exception>
    public void SpendGuess(string code) => guesses.Spend(code, TooManyGuesses);

    public void Dispose()
    {
        byAddress.Dispose();
        guesses.Dispose();
        guessesByAddress.Dispose();
    }
}
