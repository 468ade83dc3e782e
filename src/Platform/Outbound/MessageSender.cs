using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Platform.Outbound;

/// <summary>
/// Sends what waits in the box of one channel, on one node at a time, in order per (subject, account). An answer that was lost, or a
/// node that ended before it noted it, makes the same message go again under the same key. While the other side is away the message
/// waits, up to three days; then, and where it is refused for good, it is dead, and the later ones go on.
/// </summary>
public sealed partial class MessageSender(IOutlet outlet, IServiceScopeFactory scopes, Database database, MessageSignal signal, LegalTime legal, TimeProvider time, ILogger<MessageSender> log) : Rounds(signal, time)
{
    /// <summary>With half an hour at most between two attempts: three days.</summary>
    public const int MostAttempts = 150;

    const int RowsAtOnce = 200, SideBySide = 8;

    static readonly Backoff backoff = new(First: TimeSpan.FromSeconds(4), Longest: TimeSpan.FromMinutes(30));

    protected override Task<int> Round(CancellationToken ct) => SendOnce(ct);

    protected override void Log(Exception failed) => LogRoundFailed(log, outlet.Channel, failed);

    /// <summary>One round; also called by tests. Returns how many were sent or failed.</summary>
    public async Task<int> SendOnce(CancellationToken ct)
    {
        await using var alone = await database.TryLock((long)InstallationLock.SendMessages + (long)outlet.Channel, ct);
        if (alone is null) return 0;
        List<Message> rows;
        await using (var scope = scopes.CreateAsyncScope())
            rows = await Next(scope.ServiceProvider.GetRequiredService<PlatformDb>()).ToListAsync(ct);
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (row, token) => await Send(row, token));
        return rows.Count;
    }

    /// <summary>The first of every line, where it is due.</summary>
    IQueryable<Message> Next(PlatformDb db)
    {
        var (now, today, channel) = (Time.GetUtcNow(), legal.Now, outlet.Channel);
        var isNight = channel == Channel.Sms && SmsText.IsNight(today);
        return db.Messages.AsNoTracking().Where(m => m.Channel == channel && (!isNight || m.NotBefore == m.At) && m.State == MessageState.Waiting && m.NextTryAt <= now && (m.NotBefore == null || m.NotBefore <= today)
            && !db.Messages.Any(before => before.Channel == channel && before.State == MessageState.Waiting && before.SubjectId == m.SubjectId && before.AccountId == m.AccountId
                && (before.Seq < m.Seq || (before.Seq == m.Seq && before.At < m.At))))
            .OrderBy(m => m.NextTryAt).ThenBy(m => m.Id).Take(RowsAtOnce);
    }

    async Task Send(Message row, CancellationToken ct)
    {
        try
        {
            await Hand(row, ct);
            await Note(row, MessageState.Sent, row.Attempts + 1, TimeSpan.Zero, error: null, ct);
        }
        catch (PartnerRests e)
        {
            await Note(row, MessageState.Waiting, row.Attempts, Backoff.Shifted(Partner.Rest), row.LastError ?? e.Message, ct);
        }
        catch (RefusedByPartner e)
        {
            LogRefused(log, row.Id, e.Message);
            await Note(row, MessageState.Dead, row.Attempts + 1, TimeSpan.Zero, e.Message, ct);
        }
        catch (PartnerIsAway e)
        {
            var attempts = row.Attempts + 1;
            LogAway(log, row.Id, attempts, e.Message);
            await Note(row, attempts >= MostAttempts ? MessageState.Dead : MessageState.Waiting, attempts, backoff.After(attempts), e.Message, ct);
        }
    }

    /// <summary>What nobody foresaw is the trouble of this one message, not of the database, and ends no node.</summary>
    async Task Hand(Message row, CancellationToken ct)
    {
        try { await outlet.Send(row, ct); }
        catch (Exception e) when (e is not (PartnerRests or RefusedByPartner or PartnerIsAway) && !ct.IsCancellationRequested) { throw new PartnerIsAway($"{e.GetType().Name}: {e.Message}", e); }
    }

    Task Note(Message row, MessageState state, int attempts, TimeSpan wait, string? error, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(Time.GetUtcNow());
        DateTimeOffset? sent = state == MessageState.Sent ? now : null;
        batch.Add($"""
            UPDATE messages SET state = {state}, attempts = {attempts}, next_try_at = {LegalTime.Cut(now + wait)}, sent_at = {sent}, last_error = {error}
            WHERE id = {row.Id} AND state = {MessageState.Waiting}
            """);
        return batch.Run(ct);
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of messages by {Channel} failed")]
    static partial void LogRoundFailed(ILogger logger, Channel channel, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} was not sent, attempt {Attempt}: {Why}")]
    static partial void LogAway(ILogger logger, Guid message, int attempt, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Message} was refused for good: {Why}")]
    static partial void LogRefused(ILogger logger, Guid message, string why);
}

/// <summary>What went out is kept 180 days and notices 2 years, as the schema promises.</summary>
public sealed class SweepMessages(Database database, LegalTime legal) : IScheduledJob
{
    const int KeptDays = 180, NoticesKeptYears = 2;

    public async Task<int> Run(CancellationToken ct)
    {
        var (now, gone) = (legal.Now, 0);
        await database.Write(batch =>
        {
            batch.Add($"DELETE FROM messages WHERE at < {now.AddDays(-KeptDays)} AND state <> {MessageState.Waiting}", rows => gone += rows);
            batch.Add($"DELETE FROM notices WHERE at < {now.AddYears(-NoticesKeptYears)}", rows => gone += rows);
            return batch.Run(ct);
        }, ct);
        return gone;
    }
}

public static class OutboundServices
{
    public static IServiceCollection AddOutbound(this IServiceCollection services, OutboundSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<MessageSignal>().AddScoped<Messages>().AddScoped<MessageBook>();
        services.AddJob<SweepMessages>("messages.sweep", "Xóa tin gửi đi quá 180 ngày, thông báo quá 2 năm", Every.Day(3));
        if (settings.Sms.IsSetUp) services.AddSender(sp => new SmsGateway(settings.Sms, sp.GetRequiredService<ColumnCipher>(), sp.GetRequiredService<TimeProvider>()));
        if (settings.Mail.IsSetUp) services.AddSender(sp => new MailServer(settings.Mail, sp.GetRequiredService<ColumnCipher>(), sp.GetRequiredService<TimeProvider>()));
        return services;
    }

    static void AddSender<T>(this IServiceCollection services, Func<IServiceProvider, T> make) where T : class, IOutlet
    {
        services.AddSingleton(make);
        services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<MessageSender>(sp, sp.GetRequiredService<T>()));
    }
}
