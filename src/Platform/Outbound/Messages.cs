using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Outbound;

/// <summary>What a notice says, ready to be told on other ways. Words are keys of <see cref="Texts"/>.</summary>
/// <param name="Seq">Of the entry it tells of, so that the order is kept.</param>
public sealed record Told(Guid AccountId, Guid SubjectId, long Seq, string Heading, string Body, string Link, IReadOnlyList<string> Args);

/// <summary>Words the messages in which something is told on other ways, for the box from which <see cref="MessageSender"/> sends.</summary>
public sealed class Messages(PlatformDb db, IReach reaches, OutboundSettings outbound, ColumnCipher cipher, Texts T, LegalTime legal, TimeProvider time, MessageSignal signal)
{
    /// <summary>To where the person wants to be told; written by whoever writes what they tell of. Without a way that is set up there is none: nobody gets last year's news when it is.</summary>
    public async Task<IReadOnlyList<Message>> Of(Told told, SmsTemplate? sms, IReadOnlyList<string> smsArgs, CancellationToken ct)
    {
        if (!outbound.Sms.IsSetUp && !outbound.Mail.IsSetUp) return [];
        List<Message> messages = [];
        var reach = await reaches.Of(told.AccountId, ct);
        if (sms is not null && outbound.Sms.IsSetUp && reach.Phone is { } phone)
            messages.Add(New(Channel.Sms, told, phone, "", Texts.In(Language(reach.IsEnglish), () => SmsText.Plain(T[sms.Words, [.. smsArgs]]))));
        if (outbound.Mail.IsSetUp && reach.Mail is { } mail)
            messages.Add(NewLetter(told, mail, reach.IsEnglish, "Ông/bà nhận thư này vì đã bật thư báo ở trang Tài khoản. Cần hỏi, mời gọi 1022."));
        return messages;
    }

    /// <summary>A letter to this address, whatever was chosen, into the box with the caller's save; <paramref name="footer"/> says why it comes.</summary>
    public void Letter(Told told, string address, bool english, string footer) => db.Messages.Add(NewLetter(told, address, english, footer));

    Message NewLetter(Told told, string address, bool english, string footer)
    {
        object?[] args = [.. told.Args];
        var (heading, body) = Texts.In(Language(english), () => (T[told.Heading, args], string.Join("\n\n", new[] { T[told.Body, args], Link(told.Link, english), T[footer], T["Cổng dịch vụ công Nhật Lệ"] }.Where(p => p.Length > 0)) + "\n"));
        return New(Channel.Mail, told, address, heading.ReplaceLineEndings(" "), body);
    }

    /// <summary>A code by SMS to this phone, whatever was chosen and at any hour: the person waits for it.</summary>
    public void Code(Told told, string phone, bool english, SmsTemplate sms)
    {
        object?[] args = [.. told.Args];
        db.Messages.Add(New(Channel.Sms, told, phone, "", Texts.In(Language(english), () => SmsText.Plain(T[sms.Words, args])), atAnyHour: true));
    }

    string Link(string link, bool english) => outbound.Site.Length == 0 || link.Length == 0 ? "" : outbound.Site.TrimEnd('/') + (english ? "/en" : "") + link;

    static CultureInfo Language(bool english) => english ? Texts.English : Texts.Vietnamese;

    Message New(Channel channel, Told told, string address, string heading, string text, bool atAnyHour = false)
    {
        var now = legal.Now;
        signal.Raise(); // looked at again each second, should it come before the commit
        return new Message
        {
            Id = Guid.CreateVersion7(now), Channel = channel, AccountId = told.AccountId, SubjectId = told.SubjectId, Seq = told.Seq, Kind = told.Heading,
            Address = cipher.Encrypt(address), Heading = cipher.Encrypt(heading), Text = cipher.Encrypt(text), State = MessageState.Waiting,
            At = now, NotBefore = atAnyHour ? now : channel == Channel.Sms && SmsText.IsNight(now) ? SmsText.Earliest(now) : null, NextTryAt = LegalTime.Cut(time.GetUtcNow()),
        };
    }
}

/// <summary>Wakes the senders of this node: by SMS and by mail.</summary>
public sealed class MessageSignal() : Signal(listeners: 2);

/// <summary>A message as operators see it.</summary>
/// <param name="Address">Masked: enough to know it by.</param>
public sealed record MessageLine(Guid Id, Channel Channel, string Address, string Kind, MessageState State, int Attempts, DateTimeOffset At, DateTimeOffset? NotBefore, DateTimeOffset NextTryAt, DateTimeOffset? SentAt, string? Error);

/// <summary>What operators see and do about messages. The caller has checked that the actor may.</summary>
public sealed partial class MessageBook(PlatformDb db, ColumnCipher cipher, Database database, MessageSignal signal, Actor actor, TimeProvider time, ILogger<MessageBook> log)
{
    public const int MostShown = 200;

    /// <summary>Newest first.</summary>
    /// <param name="state">Null: all.</param>
    public async Task<IReadOnlyList<MessageLine>> Read(MessageState? state, Channel? channel, CancellationToken ct)
    {
        var rows = db.Messages.AsNoTracking();
        if (state is { } s) rows = rows.Where(m => m.State == s);
        if (channel is { } c) rows = rows.Where(m => m.Channel == c);
        return [.. (await rows.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(MostShown).ToListAsync(ct)).Select(m =>
            new MessageLine(m.Id, m.Channel, Masked(m.Channel, cipher.Decrypt(m.Address)), m.Kind, m.State, m.Attempts, m.At, m.NotBefore, m.NextTryAt, m.SentAt, m.LastError))];
    }

    public Task<int> CountDead(CancellationToken ct) => db.Messages.CountAsync(m => m.State == MessageState.Dead, ct);

    /// <summary>Sends it again now, with all its attempts.</summary>
    /// <exception cref="Refusal">404 when it has been sent in the meantime.</exception>
    public async Task Retry(Guid id, CancellationToken ct)
    {
        var (now, touched) = (LegalTime.Cut(time.GetUtcNow()), 0);
        await database.Write(batch =>
        {
            batch.Add($"UPDATE messages SET state = {MessageState.Waiting}, attempts = {0}, next_try_at = {now} WHERE id = {id} AND state <> {MessageState.Sent}", rows => touched = rows);
            return batch.Run(ct);
        }, ct);
        if (touched == 0) throw Refusal.Missing("message", "Tin này đã gửi rồi, hoặc không còn. Xem lại danh sách.");
        LogRetried(log, id, actor.AccountId);
        signal.Raise();
    }

    /// <summary>"••••4217", "h•••@example.vn".</summary>
    public static string Masked(Channel channel, string address)
    {
        if (channel == Channel.Sms) return "••••" + address[Math.Max(0, address.Length - 4)..];
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? "•••" : address[..1] + "•••" + address[at..];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} is sent again, asked by account {AccountId}")]
    static partial void LogRetried(ILogger logger, Guid message, Guid accountId);
}
