using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Signatures;
using NhatLe.Exchange.XRoad;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Log;

/// <summary>What operators look for in the log.</summary>
/// <param name="Search">A message id, or the code of a record, in full.</param>
/// <param name="Before">Older than this row; null: from the newest.</param>
public sealed record MessageFilter(string? Partner, Direction? Direction, Outcome? Outcome, string? Search, DateOnly? Day, Guid? Before);

public sealed record LoggedLine(Guid Id, DateTimeOffset At, Direction Direction, string Partner, string Service, string Method, string MessageId, string Issue, Outcome Outcome, int? Status, string? Error, int? TookMs);

/// <summary>One check of a message, and whether it holds; null: it cannot be made any more, or not yet.</summary>
public sealed record MessageCheck(string Words, bool? Holds);

/// <summary>One message with all that proves it.</summary>
/// <param name="Request">Head and body; null where they are emptied.</param>
/// <param name="IsMasked">What it says is not for this reader.</param>
public sealed record MessageView(LoggedLine Line, string RequestHash, string? AnswerHash, string? Signer, XRoadMessage? Request, XRoadMessage? Answer, bool IsMasked, long? Batch, IReadOnlyList<MessageCheck> Checks)
{
    public bool Holds => Checks.All(c => c.Holds != false);
}

/// <summary>The log of the exchange: found, opened, checked once more (nhật ký trao đổi).</summary>
public static class ReadMessages
{
    public const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/messages", (string? partner, Direction? direction, Outcome? outcome, string? search, DateOnly? day, Guid? before, Handler handler, CancellationToken ct) =>
            handler.List(new(partner, direction, outcome, search, day, before), ct));
        routes.MapGet("/api/exchange/messages/{id:guid}", (Guid id, Handler handler, CancellationToken ct) => handler.Open(id, ct));
    }

    public sealed class Handler(ExchangeDb db, Actor actor, ColumnCipher cipher, EntryProof proof, AccessLog accesses)
    {
        public async Task<IReadOnlyList<LoggedLine>> List(MessageFilter filter, CancellationToken ct)
        {
            actor.MustOperateExchange();
            var rows = db.Messages.AsNoTracking();
            if (filter.Partner is { Length: > 0 } partner) rows = rows.Where(m => m.Partner == partner);
            if (filter.Direction is { } direction) rows = rows.Where(m => m.Direction == direction);
            if (filter.Outcome is { } outcome) rows = rows.Where(m => m.Outcome == outcome);
            if (filter.Search?.Trim() is { Length: > 0 } search) rows = rows.Where(m => m.MessageId == search || (m.Issue != "" && m.Issue == search));
            if (filter.Day is { Year: > 2000 and < 2200 } day)
            {
                var from = new DateTimeOffset(day, TimeOnly.MinValue, Platform.Clock.LegalTime.VietnamOffset).ToUniversalTime();
                var until = from.AddDays(1);
                rows = rows.Where(m => m.At >= from && m.At < until);
            }
            if (filter.Before is { } before && await db.Messages.AsNoTracking().Where(m => m.Id == before).Select(m => (DateTimeOffset?)m.At).SingleOrDefaultAsync(ct) is { } at)
                rows = rows.Where(m => m.At < at || (m.At == at && m.Id.CompareTo(before) < 0));
            return await rows.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(PageSize)
                .Select(m => new LoggedLine(m.Id, m.At, m.Direction, m.Partner, m.Service, m.Method, m.MessageId, m.Issue, m.Outcome, m.Status, m.Error, m.TookMs)).ToListAsync(ct);
        }

        /// <exception cref="Refusal">404.</exception>
        public async Task<MessageView> Open(Guid id, CancellationToken ct)
        {
            actor.MustOperateExchange();
            var row = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw Refusal.Missing("message", "Không có thông điệp này trong nhật ký trao đổi. Tìm lại theo mã hồ sơ.");
            var certificate = row.KeyId is null ? null : await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.KeyId == row.KeyId, ct);
            var (request, answer, mayRead) = (row.Request(cipher), row.Answer(cipher), actor.CanAnywhere(Permits.ReadMessages));
            var checks = Check(row, request, answer, certificate);
            checks.Add(await CheckBatch(row, ct));
            if (mayRead && request is not null) accesses.Note(actor, new(AccessKind.Record, Permits.ReadMessages, null, new(null, row.AboutKey), nameof(LoggedMessage), row.Id, row.Issue));
            var line = new LoggedLine(row.Id, row.At, row.Direction, row.Partner, row.Service, row.Method, row.MessageId, row.Issue, row.Outcome, row.Status, row.Error, row.TookMs);
            return new(line, Convert.ToBase64String(row.RequestHash), row.AnswerHash is null ? null : Convert.ToBase64String(row.AnswerHash), certificate?.Owner,
                mayRead ? request : null, mayRead ? answer : null, !mayRead && request is not null, await db.Batches.Where(b => b.Id == row.BatchId).Select(b => (long?)b.Number).SingleOrDefaultAsync(ct), checks);
        }

        static List<MessageCheck> Check(LoggedMessage row, XRoadMessage? request, XRoadMessage? answer, SeenCertificate? certificate)
        {
            List<MessageCheck> checks = [new("Mã băm của yêu cầu khớp nội dung", Fits(request, row.RequestHash))];
            if (row.AnswerHash is not null) checks.Add(new("Mã băm của trả lời khớp nội dung", Fits(answer, row.AnswerHash)));
            var (signed, signature) = row.Direction == Direction.WeCalled ? (answer, row.AnswerSignature) : (request, row.RequestSignature);
            if (signature is { Length: > 0 }) checks.Add(new(row.Direction == Direction.WeCalled ? "Đối tác đã ký trả lời cho đúng yêu cầu này" : "Đối tác đã ký yêu cầu này", signed is not { IsWhole: true } || certificate is null ? null : Verifies(signed, signature, certificate, row.Direction == Direction.WeCalled ? row.RequestHash : null)));
            return checks;
        }

        static bool? Fits(XRoadMessage? message, byte[] hash) => message is not { IsWhole: true } ? null : message.Hash().AsSpan().SequenceEqual(hash);

        static bool Verifies(XRoadMessage message, string signature, SeenCertificate certificate, byte[]? requestHash)
        {
            using var read = X509Certificate2.CreateFromPem(certificate.Pem);
            using var key = read.GetECDsaPublicKey()!;
            var lines = signature.Split('\n');
            try
            {
                HttpSignature.Verify(new(lines[0], lines[^1]), key, certificate.KeyId, Components(message, requestHash), now: null);
                return true;
            }
            catch (WrongSignature) { return false; }
        }

        /// <summary>What was to be signed of a kept message, from its head.</summary>
        static List<Component> Components(XRoadMessage message, byte[]? requestHash)
        {
            var isAnswer = requestHash is not null;
            var lines = message.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            List<KeyValuePair<string, string>> headers = [.. lines.Skip(isAnswer ? 1 : 2).Select(l => l.Split(':', 2)).Where(l => l.Length == 2).Select(l => new KeyValuePair<string, string>(l[0], l[1]))];
            if (!message.Body.IsEmpty) headers.Add(new(ContentDigest.Header, ContentDigest.Of(message.Body.Span)));
            if (isAnswer) headers.Add(new(XRoadHeaders.RequestHash, Convert.ToBase64String(requestHash!)));
            if (isAnswer) return SignedComponents.OfAnswer(int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0, headers);
            var target = lines.Length > 1 ? lines[1].Split('?', 2) : [""];
            return SignedComponents.OfRequest(lines[0], target[0], target.Length == 2 ? "?" + target[1] : "", headers);
        }

        /// <summary>The root over its batch, and the journal's entry that names the root, to its seal.</summary>
        async Task<MessageCheck> CheckBatch(LoggedMessage row, CancellationToken ct)
        {
            const string words = "Thông điệp nằm trong đợt đã chốt và niêm phong";
            if (row.BatchId is not { } id || await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } batch) return new(words, null);
            var all = await db.Messages.AsNoTracking().Where(m => m.BatchId == id).OrderBy(m => m.Place).Select(LoggedMessage.Outside).ToListAsync(ct);
            var root = MessageBatch.RootOf(all);
            var standing = await proof.Of(id, 1, ct);
            var named = standing.Line?.Content?.Event.TryGetProperty("root", out var said) == true ? said.GetString() : null;
            if (standing is { Holds: true, Seal: null }) return new(words, null); // the next seal is minutes away
            return new(words, all.Count == batch.Count && standing.Holds && named == Convert.ToHexStringLower(root));
        }
    }
}
