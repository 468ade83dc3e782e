using System.Collections.Concurrent;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Signatures;
using NhatLe.Exchange.XRoad;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Log;

/// <summary>What a logged message is about, and whose action it was.</summary>
public sealed record Cause(string Issue = "", Guid? SubjectId = null, Guid? AccountId = null, Guid? EntryId = null, string AboutKey = "")
{
    public static readonly Cause None = new();
}

/// <summary>A message with what proves it.</summary>
public sealed record SignedMessage(XRoadMessage Message, SignatureHeaders? Signature)
{
    /// <summary>False: of a stranger, or not signed by who sent it. Its body is not kept.</summary>
    public bool IsBelieved { get; init; } = true;

    public string SignatureText => Signature is { } s ? $"{s.Input}\n{s.Signature}" : "";
}

/// <summary>How a call ended, and by what.</summary>
public sealed record CallEnd(Outcome Outcome, int? Status, string? Error, TimeSpan Took, SignedMessage? Answer, string? KeyId)
{
    /// <summary>Kept with it, so that the signature can be checked later.</summary>
    public PartnerCertificate? Certificate { get; init; }
}

/// <summary>Writes the log of the exchange: a call of ours before it goes out, whatever comes of it; a call to us before it is answered.</summary>
public sealed class MessageLog(Database database, ColumnCipher cipher, TimeProvider time)
{
    /// <summary>A longer body is not kept, only its hash.</summary>
    public const int LongestKept = 1024 * 1024;

    readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <returns>The id of the row.</returns>
    public async Task<Guid> Begin(string partner, ServiceId service, string method, string messageId, Cause cause, SignedMessage request, CancellationToken ct)
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        var id = Guid.CreateVersion7(now);
        await database.Write(batch =>
        {
            Insert(batch, id, now, Direction.WeCalled, partner, service.ToString(), method, messageId, cause, request, new(Outcome.Open, null, null, TimeSpan.Zero, null, null));
            return batch.Run(ct);
        }, ct);
        return id;
    }

    /// <summary>Also where whoever asked has gone away: what was answered was answered.</summary>
    public async Task End(Guid id, CallEnd end)
    {
        if (end.Certificate is { } certificate) await Keep(certificate, CancellationToken.None);
        await database.Write(batch => Write(batch, id, end));
    }

    Task Write(Batch batch, Guid id, CallEnd end)
    {
        byte[]? hash = end.Answer?.Message.Hash(), head = Head(end.Answer), body = Body(end.Answer);
        batch.Add($"""
            UPDATE exchange_messages SET outcome = {end.Outcome}, status = {end.Status}, error = {Short(end.Error)}, took_ms = {(int)end.Took.TotalMilliseconds},
                answer_hash = {hash}, answer_head = {head}, answer_body = {body}, answer_signature = {end.Answer?.SignatureText}, key_id = {end.KeyId}
            WHERE id = {id} AND batch_id IS NULL
            """); // closed as lost meanwhile: it stays as it was closed
        return batch.Run(CancellationToken.None);
    }

    /// <summary>A call to us, with its answer.</summary>
    public Task Note(string partner, string service, string method, string messageId, Cause cause, SignedMessage request, CallEnd end) => database.Write(batch =>
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        Insert(batch, Guid.CreateVersion7(now), now, Direction.WeWereCalled, partner, service, method, messageId, cause, request, end);
        return batch.Run(CancellationToken.None);
    });

    void Insert(Batch batch, Guid id, DateTimeOffset at, Direction direction, string partner, string service, string method, string messageId, Cause cause, SignedMessage request, CallEnd end)
    {
        byte[] hash = request.Message.Hash(), head = Head(request)!;
        byte[]? body = Body(request), answerHash = end.Answer?.Message.Hash(), answerHead = Head(end.Answer), answerBody = Body(end.Answer);
        int? took = end.Outcome == Outcome.Open ? null : (int)end.Took.TotalMilliseconds;
        batch.Add($"""
            INSERT INTO exchange_messages (id, at, direction, partner, service, method, message_id, issue, subject_id, account_id, entry_id, about_key, outcome, status, error, took_ms,
                request_hash, answer_hash, request_head, request_body, answer_head, answer_body, request_signature, answer_signature, key_id, kept)
            VALUES ({id}, {at}, {direction}, {partner}, {service}, {method}, {messageId}, {cause.Issue}, {cause.SubjectId}, {cause.AccountId}, {cause.EntryId}, {cause.AboutKey}, {end.Outcome}, {end.Status}, {Short(end.Error)}, {took},
                {hash}, {answerHash}, {head}, {body}, {answerHead}, {answerBody}, {request.SignatureText}, {end.Answer?.SignatureText}, {end.KeyId}, {true})
            """);
    }

    /// <summary>Keeps the certificate, once, so that what it signed can be checked years later.</summary>
    public async ValueTask Keep(PartnerCertificate certificate, CancellationToken ct)
    {
        if (seen.ContainsKey(certificate.KeyId)) return;
        await database.Write(batch =>
        {
            batch.Add($"INSERT INTO exchange_certificates (key_id, owner, pem, seen_at) VALUES ({certificate.KeyId}, {certificate.Owner.ToString()}, {certificate.Pem}, {LegalTime.Cut(time.GetUtcNow())}) ON CONFLICT (key_id) DO NOTHING");
            return batch.Run(ct);
        }, ct);
        seen[certificate.KeyId] = true;
    }

    byte[]? Head(SignedMessage? signed) => signed is null ? null : cipher.Encrypt(signed.Message.Head);

    /// <summary>Empty: there was none; null: it is not kept.</summary>
    byte[]? Body(SignedMessage? signed) => signed is null || signed.Message.Body.Length > LongestKept || !signed.IsBelieved ? null : signed.Message.Body.IsEmpty ? [] : cipher.Encrypt(signed.Message.Body.Span);

    static string? Short(string? error) => error is null ? null : ErrorText.Of(error);
}

/// <summary>Reads heads and bodies of the log.</summary>
public static class LoggedContent
{
    public static XRoadMessage? Request(this LoggedMessage row, ColumnCipher cipher) => Read(row.RequestHead, row.RequestBody, cipher);

    public static XRoadMessage? Answer(this LoggedMessage row, ColumnCipher cipher) => Read(row.AnswerHead, row.AnswerBody, cipher);

    static XRoadMessage? Read(byte[]? head, byte[]? body, ColumnCipher cipher) =>
        head is null ? null : new(cipher.Decrypt(head), body is null ? default : cipher.DecryptBytes(body)) { IsWhole = body is not null };
}
