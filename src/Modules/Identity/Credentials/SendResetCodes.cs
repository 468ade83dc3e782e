using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Credentials;

/// <summary>Wakes the sender of this node.</summary>
public sealed class ResetSignal : Signal;

/// <summary>
/// Looks for the accounts behind requests for a new password and sends each its code: to the confirmed e-mail address, else by SMS. It
/// runs beside the requests, so that their time tells nothing. Killed in between, it sends the same code again.
/// </summary>
public sealed partial class SendResetCodes(IServiceScopeFactory scopes, ResetSignal signal, TimeProvider time, ILogger<SendResetCodes> log) : BackgroundService
{
    const int AtOnce = 20;

    static readonly TimeSpan looksEvery = TimeSpan.FromSeconds(5), takenAgainAfter = TimeSpan.FromMinutes(1);

    static readonly SmsTemplate sms = new("Mã đặt lại mật khẩu: {0}. Dùng trong {1} phút. Không đọc mã này cho ai, kể cả cán bộ.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.Wait(looksEvery, stoppingToken);
                while (await SendOnce(stoppingToken) == AtOnce) { /* there are more */ }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Database.IsAway(e) || e is Refusal)
            {
                LogRoundFailed(log, e); // looked at again in the next round
            }
        }
    }

    /// <summary>One round. Returns how many were looked at.</summary>
    public async Task<int> SendOnce(CancellationToken ct)
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        List<Guid> waiting;
        await using (var scope = scopes.CreateAsyncScope())
            waiting = await scope.ServiceProvider.GetRequiredService<IdentityDb>().PasswordResets
                .Where(r => r.SentAt == null && r.AskedAt > now - PasswordReset.Life && (r.TakenAt == null || r.TakenAt < now - takenAgainAfter)).OrderBy(r => r.AskedAt).Select(r => r.Id).Take(AtOnce).ToListAsync(ct);
        foreach (var id in waiting)
        {
            await using var scope = scopes.As(Actor.System);
            await ActivatorUtilities.CreateInstance<One>(scope.ServiceProvider).Send(id, now, takenAgainAfter, ct);
        }
        return waiting.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codes for new passwords wait for the next round")]
    static partial void LogRoundFailed(ILogger logger, Exception e);

    /// <summary>One request, in a scope of its own.</summary>
    sealed class One(IdentityDb db, PlatformDb platform, AccountOwners people, Messages messages, OutboundSettings outbound, ColumnCipher cipher, Keyring keys)
    {
        public async Task Send(Guid id, DateTimeOffset now, TimeSpan again, CancellationToken ct)
        {
            var taken = await db.PasswordResets.Where(r => r.Id == id && r.SentAt == null && (r.TakenAt == null || r.TakenAt < now - again)).ExecuteUpdateAsync(r => r.SetProperty(x => x.TakenAt, now), ct);
            if (taken == 0) return; // another node was quicker
            var account = await db.Find(cipher.Decrypt(await db.PasswordResets.Where(r => r.Id == id).Select(r => r.Typed).SingleAsync(ct)), ct);
            db.ChangeTracker.Clear();
            var way = account is null || !await people.IsActive(account, ct) || await WasSentEnough(account.Id, now, ct) ? null : await WayTo(account, ct);
            if (way is null)
            {
                await db.PasswordResets.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.SentAt, now), ct);
                return;
            }
            Lay(way, account!, PasswordReset.Shown(PasswordReset.CodeOf(id, keys)));
            await platform.SaveChangesAsync(ct);
            await db.Again(async () =>
            {
                (await db.PasswordResets.SingleAsync(r => r.Id == id, ct)).Send(account!.Id, now);
                db.Record(await db.Accounts.SingleAsync(a => a.Id == account.Id, ct), new PasswordResetAsked(way.Channel.ToString()));
                return await db.SaveChangesAsync(ct);
            });
        }

        /// <summary>Somebody who asks in another's name is not to fill their phone.</summary>
        async Task<bool> WasSentEnough(Guid accountId, DateTimeOffset now, CancellationToken ct)
        {
            var sent = await db.PasswordResets.Where(r => r.AccountId == accountId && r.SentAt > now - PasswordReset.Kept).Select(r => r.SentAt!.Value).ToListAsync(ct);
            return sent.Count >= PasswordReset.MostADay || sent.Exists(at => at > now - PasswordReset.Pause);
        }

        sealed record Way(Channel Channel, string Address);

        /// <summary>The address they confirmed, or the one of an officer in the directory; else their mobile phone, whatever they chose for notices.</summary>
        async Task<Way?> WayTo(Account account, CancellationToken ct)
        {
            var mail = account.MailAddress is { } confirmed ? cipher.Decrypt(confirmed) : await people.OfficeAddress(account, ct);
            if (outbound.Mail.IsSetUp && mail is { Length: > 0 }) return new(Channel.Mail, mail);
            return outbound.Sms.IsSetUp && account.Phone is { } phone && PhoneNumber.Read(cipher.Decrypt(phone)).Value is { IsMobile: true } mobile ? new(Channel.Sms, mobile.International) : null;
        }

        void Lay(Way way, Account account, string code)
        {
            var told = new Told(account.Id, account.Id, account.Version + 1, "Mã đặt lại mật khẩu", "Mã của ông/bà là {0}. Nhập mã này trong {1} phút, trên chính máy đã xin mã.", "",
                [code, ((int)PasswordReset.Life.TotalMinutes).ToString(CultureInfo.InvariantCulture)]);
            if (way.Channel == Channel.Mail) messages.Letter(told, way.Address, account.English, "Không phải ông/bà yêu cầu? Hãy bỏ qua thư này, mật khẩu không đổi. Không đọc mã này cho ai, kể cả cán bộ.");
            else messages.Code(told, way.Address, account.English, sms);
        }
    }
}

/// <summary>What the directory says of who owns an account.</summary>
public sealed class AccountOwners(Sessions.OpenSessions sessions, DirectoryCache directory)
{
    public async Task<bool> IsActive(Account account, CancellationToken ct) => (await sessions.ActorOf(account, ct)).IsSignedIn;

    /// <summary>Given by their administrator, who knows the person.</summary>
    public async Task<string?> OfficeAddress(Account account, CancellationToken ct) => account.OfficerId is { } officer ? (await directory.Get(ct)).FindOfficer(officer)?.Email : null;
}
