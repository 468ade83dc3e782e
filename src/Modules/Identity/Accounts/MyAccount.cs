using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Accounts;

/// <summary>What a person sees of their own account: who they are here, and where they are signed in.</summary>
public static class MyAccount
{
    /// <param name="CitizenNumber">The last four digits: enough to know it by, useless to somebody looking over a shoulder.</param>
    public sealed record View(string Name, string Login, string? CitizenNumber, string? Phone, IReadOnlyList<Post> Posts, IReadOnlyList<Place> Places, Ways? Ways, IReadOnlyList<Agreed> Agreed, bool TwoSteps, int Passkeys);

    /// <summary>How they are told; for citizens.</summary>
    /// <param name="CanSms">There is a gateway, and a mobile phone.</param>
    /// <param name="CanMail">There is a mail server.</param>
    /// <param name="Mail">The confirmed address; theirs to see, on their own page.</param>
    /// <param name="Awaiting">The address that a code was sent to.</param>
    /// <param name="Suggested">What the account knows already, unconfirmed.</param>
    public sealed record Ways(bool CanSms, bool CanMail, bool Sms, bool MailOn, string? Mail, string? Awaiting, string? Suggested, bool English);

    /// <param name="Device">"Chrome, Android"; empty when the browser does not say.</param>
    public sealed record Place(string Device, string Address, DateTimeOffset Since, DateTimeOffset LastSeen, bool IsHere);

    /// <summary>A system of others that the person lets know who they are.</summary>
    public sealed record Agreed(Guid ClientId, string Name, DateTimeOffset Since);

    public sealed class Handler(IdentityDb db, Actor actor, SecondFactors.CodeCheck codes, ColumnCipher cipher, OutboundSettings outbound, TimeProvider time)
    {
        /// <exception cref="Refusal">401 for somebody who is not signed in.</exception>
        public async Task<View> Run(Device device, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct);
            var now = time.GetUtcNow();
            var sessions = await db.Sessions.AsNoTracking().Where(s => s.AccountId == account.Id && s.EndedAt == null && s.ExpiresAt > now).OrderByDescending(s => s.LastSeenAt).ToListAsync(ct);
            var here = device.Token is null ? "" : Session.HashOf(device.Token);
            return new(account.FullName, account.Login, Masked(account.CitizenNumber), Masked(account.Phone), actor.Posts,
                [.. sessions.Select(s => new Place(Device.Describe(s.UserAgent), s.Address, s.CreatedAt, s.LastSeenAt, s.TokenHash == here)).OrderByDescending(p => p.IsHere)],
                account.Kind == AccountKind.Citizen ? await WaysOf(account, now, ct) : null, await AgreedBy(account.Id, ct), await codes.AreAsked(account.Id, ct),
                await db.Passkeys.CountAsync(p => p.AccountId == account.Id, ct));
        }

        async Task<List<Agreed>> AgreedBy(Guid accountId, CancellationToken ct) => await (
            from consent in db.Consents.AsNoTracking()
            join client in db.Clients.AsNoTracking() on consent.ClientId equals client.Id
            where consent.AccountId == accountId
            orderby consent.GivenAt descending
            select new Agreed(client.Id, client.Name, consent.GivenAt)).ToListAsync(ct);

        async Task<Ways> WaysOf(Account account, DateTimeOffset now, CancellationToken ct)
        {
            var check = await db.MailChecks.AsNoTracking().SingleOrDefaultAsync(m => m.AccountId == account.Id, ct);
            var mobile = account.Phone is not null && PhoneNumber.Read(cipher.Decrypt(account.Phone)).Value is { IsMobile: true };
            return new(outbound.Sms.IsSetUp && mobile, outbound.Mail.IsSetUp, account.SmsWanted, account.MailWanted,
                account.MailAddress is null ? null : cipher.Decrypt(account.MailAddress), check?.IsOpen(now) == true ? cipher.Decrypt(check.Address) : null, account.Email, account.English);
        }

        string? Masked(byte[]? stored)
        {
            if (stored is null) return null;
            var plain = cipher.Decrypt(stored);
            var shown = PhoneNumber.Read(plain).Value?.National ?? plain;
            return new string('•', shown.Length - 4) + shown[^4..];
        }
    }
}
