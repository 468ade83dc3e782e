using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
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
        foreach (var accountId in accountIds) db.Give(await Word(new(accountId, subjectId, Seq: 0, title, body, link, args), sms: null, ct));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Gives a notice of what is done elsewhere already; within a reaction the save also marks the delivery, so it is given once.</summary>
    /// <param name="seq">Of the entry it tells of: messages about one subject go out in this order.</param>
    /// <param name="id">Where it may be given again: the second time does nothing.</param>
    /// <inheritdoc cref="Word"/>
    public async Task Give(Guid accountId, Guid subjectId, string title, string body, string link, IReadOnlyList<string> args, CancellationToken ct, (SmsTemplate Words, IReadOnlyList<string> Args)? sms = null, long seq = 0, Guid? id = null)
    {
        if (id is { } known && await db.Notices.AnyAsync(n => n.Id == known, ct)) return;
        db.Give(await Word(new(accountId, subjectId, seq, title, body, link, args), sms, ct, id));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Words a notice, and the messages for whoever wants to be told by e-mail or, with words for it, by SMS. It is given with
    /// <see cref="ModuleDb.Give"/>, in the transaction of the act it tells of.
    /// </summary>
    /// <param name="sms">Words and what fills them; null: nobody's phone rings for this.</param>
    public async Task<GivenNotice> Word(Told told, (SmsTemplate Words, IReadOnlyList<string> Args)? sms, CancellationToken ct, Guid? id = null)
    {
        var now = time.Now;
        return new(new Notice
        {
            Id = id ?? Guid.CreateVersion7(now), AccountId = told.AccountId, SubjectId = told.SubjectId, Title = told.Heading, Body = told.Body,
            Args = JsonSerializer.Serialize(told.Args, EntryContent.Json), Link = told.Link, At = now,
        }, await messages.Of(told, sms?.Words, sms?.Args ?? [], ct));
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
