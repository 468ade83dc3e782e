using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Live;

/// <summary>Gives notices to people, and shows each their own.</summary>
public sealed class Notices(PlatformDb db, Actor actor, LegalTime time, LiveHub live, Messages messages)
{
    /// <summary>The same to several people, all or none.</summary>
    public async Task Give(IReadOnlyCollection<Guid> accountIds, Guid subjectId, string title, string body, string link, IReadOnlyList<string> args, CancellationToken ct)
    {
        foreach (var accountId in accountIds) await Add(new(accountId, subjectId, Seq: 0, title, body, link, args), id: null, sms: null, ct);
        await db.SaveChangesAsync(ct);
        foreach (var accountId in accountIds) live.Publish(Topic.Account(accountId));
    }

    /// <summary>
    /// Adds a notice, and lays it into the box of messages for whoever wants it by e-mail, or, with words for it, by SMS.
    /// Within a reaction the save also marks the delivery, so it is given once.
    /// </summary>
    /// <param name="sms">Words and what fills them; null: nobody's phone rings for this.</param>
    /// <param name="seq">Of the entry it tells of: messages about one subject go out in this order.</param>
    /// <param name="id">Where it may be given again: the second time does nothing.</param>
    public async Task Give(Guid accountId, Guid subjectId, string title, string body, string link, IReadOnlyList<string> args, CancellationToken ct, (SmsTemplate Words, IReadOnlyList<string> Args)? sms = null, long seq = 0, Guid? id = null)
    {
        if (id is { } known && await db.Notices.AnyAsync(n => n.Id == known, ct)) return;
        await Add(new(accountId, subjectId, seq, title, body, link, args), id, sms, ct);
        await db.SaveChangesAsync(ct);
        live.Publish(Topic.Account(accountId));
    }

    async Task Add(Told told, Guid? id, (SmsTemplate Words, IReadOnlyList<string> Args)? sms, CancellationToken ct)
    {
        var now = time.Now;
        await messages.Tell(told, sms?.Words, sms?.Args ?? [], ct);
        db.Notices.Add(new Notice
        {
            Id = id ?? Guid.CreateVersion7(now), AccountId = told.AccountId, SubjectId = told.SubjectId, Title = told.Heading, Body = told.Body,
            Args = JsonSerializer.Serialize(told.Args, EntryContent.Json), Link = told.Link, At = now,
        });
    }

    public Task<int> Unread(CancellationToken ct) =>
        actor.IsSignedIn ? db.Notices.CountAsync(n => n.AccountId == actor.AccountId && n.ReadAt == null, ct) : Task.FromResult(0);

    public Task<List<Notice>> Mine(int most, CancellationToken ct) =>
        db.Notices.AsNoTracking().Where(n => n.AccountId == actor.AccountId).OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(most).ToListAsync(ct);

    public async Task MarkRead(CancellationToken ct)
    {
        var unread = await db.Notices.Where(n => n.AccountId == actor.AccountId && n.ReadAt == null).ToListAsync(ct);
        foreach (var notice in unread) notice.ReadAt = time.Now;
        await db.SaveChangesAsync(ct);
        live.Publish(Topic.Account(actor.AccountId));
    }

    /// <summary>Marks one of the actor's own notices as read, and says where it leads.</summary>
    /// <exception cref="Refusal">404 for a notice of somebody else.</exception>
    public async Task<Notice> Open(Guid id, CancellationToken ct)
    {
        var notice = await db.Notices.SingleOrDefaultAsync(n => n.Id == id && n.AccountId == actor.AccountId, ct)
            ?? throw Refusal.Missing("notice", "Không thấy thông báo này trong hộp của ông/bà.");
        if (notice.ReadAt is not null) return notice;
        notice.ReadAt = time.Now;
        await db.SaveChangesAsync(ct);
        live.Publish(Topic.Account(notice.AccountId));
        return notice;
    }

    public static (string Title, string Body) Words(Notice notice, Texts texts)
    {
        object?[] args = JsonSerializer.Deserialize<string[]>(notice.Args)!;
        return (texts[notice.Title, args], texts[notice.Body, args]);
    }
}
