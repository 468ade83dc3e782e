using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Credentials;

/// <summary>
/// The administrator of a unit gives an officer a password for one sign-in (cấp mật khẩu tạm): for one who forgot theirs, or with the account
/// for one who has none. It is shown this once, good for three days, and must be changed in the sign-in.
/// </summary>
public static class GiveTemporaryPassword
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(3);

    const string Letters = "23456789abcdefghjkmnpqrstvwxyz"; // none that look alike

    public sealed record Command
    {
        public Guid Officer { get; set; }

        /// <summary>Of the new account; asked only where the officer has none.</summary>
        [StringLength(50, ErrorMessage = "Tên đăng nhập dài nhất 50 ký tự."), RegularExpression(@"[a-z0-9]+([.-][a-z0-9]+)*", ErrorMessage = "Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch ngang.")]
        public string? Login { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do, và đã xác minh người đó bằng cách nào."), StringLength(500, ErrorMessage = "Lý do dài nhất 500 ký tự.")]
        public string Reason { get; set; } = "";
    }

    /// <param name="Password">Shown this once: it is not kept.</param>
    /// <param name="Ended">Sessions of the officer that ended.</param>
    public sealed record Given(string Name, string Login, string Password, DateTimeOffset Until, int Ended);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/temporary-passwords", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(IdentityDb db, Actor actor, StepUp stepUp, DirectoryCache directory, Sessions.Passwords passwords, Guessing guessing, LegalTime legal, TimeProvider time)
    {
        /// <exception cref="Refusal">401, 403, 404: an administrator, for an officer of their subtree and somebody else than themselves; 409 account closed; 422 no reason, or a login that is taken.</exception>
        public async Task<Given> Run(Command command, CancellationToken ct)
        {
            actor.MustAdminister(AccountScope.Permit);
            Check.Input(command);
            var units = await directory.Confirm(ct);
            var officer = units.FindOfficer(command.Officer) is { Active: true } found ? found : throw Refusal.Missing("officer", "Không thấy cán bộ này trong phạm vi quản trị của anh/chị.");
            if (actor.MayNotGive(units, officer, legal) is { } refusal) throw refusal;
            stepUp.Demand();
            var known = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.OfficerId == officer.Id, ct);
            if (known is { Active: false }) throw Refusal.Conflict("account.closed", "Tài khoản của {0} đã đóng. Hãy mở lại trước khi cấp mật khẩu.", officer.FullName);
            if (known is null) await DemandFree(command.Login, ct);

            var password = string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
            var hash = await passwords.HashInTurn(known ?? Sessions.Passwords.Nobody, password, ct);
            var (now, post) = (LegalTime.Cut(time.GetUtcNow()), actor.PostWith(AccountScope.Permit));
            var given = await db.Again(async () =>
            {
                var account = await db.Accounts.SingleOrDefaultAsync(a => a.OfficerId == officer.Id, ct);
                if (account is null)
                {
                    db.Accounts.Add(account = Account.OfOfficer(Guid.CreateVersion7(now), command.Login!, officer.Id, officer.FullName, hash));
                    db.Record(account, new AccountOpened(account.Login), command.Reason.Trim(), post);
                }
                account.GiveTemporary(hash, now + Life);
                var ended = await db.EndOpened(account.Id, now, exceptToken: null, ct);
                db.Record(account, new TemporaryPasswordGiven(account.Id, ended), command.Reason.Trim(), post);
                await db.SaveChangesAsync(ct);
                return new Given(officer.FullName, account.Login, password, now + Life, ended);
            });
            if (known is not null) await guessing.Forget(guessing.KeyOf("account", known.Id.ToString("N")), ct);
            return given;
        }

        async Task DemandFree(string? login, CancellationToken ct)
        {
            if (string.IsNullOrEmpty(login)) throw Refusal.Invalid(nameof(Command.Login), "Cán bộ này chưa có tài khoản. Hãy đặt tên đăng nhập.");
            var folded = Fold.Key(login);
            if (await db.Accounts.AnyAsync(a => a.FoldedLogin == folded, ct)) throw Refusal.Invalid(nameof(Command.Login), "Tên đăng nhập này đã có người dùng. Hãy đặt tên khác.");
        }
    }
}

/// <summary>The officers of a unit and their accounts, for its administrator.</summary>
public static class OfficerAccounts
{
    /// <param name="Login">Null: no account.</param>
    /// <param name="Suggested">A login for a new account.</param>
    /// <param name="MayGive">A password, by who looks.</param>
    public sealed record Line(Guid OfficerId, string Name, string Titles, string? Login, string Suggested, bool IsClosed, DateTimeOffset? TemporaryUntil, bool MayGive);

    public sealed record View(Unit Unit, IReadOnlyList<Unit> Units, IReadOnlyList<Line> Officers);

    public sealed class Handler(IdentityDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        /// <param name="code">Of the unit; null: the administrator's own.</param>
        /// <exception cref="Refusal">401, 403; 404 outside of the subtree.</exception>
        public async Task<View> Run(string? code, CancellationToken ct)
        {
            actor.MustAdminister(AccountScope.Permit);
            var units = await directory.Get(ct);
            var reach = actor.UnitsWith(AccountScope.Permit);
            var own = units.Unit(actor.PostWith(AccountScope.Permit)!.UnitId);
            var unit = string.IsNullOrEmpty(code) ? own : units.FindUnit(code) is { } asked && reach.Contains(asked.Id) ? asked : throw Refusal.Missing("unit", "Không thấy đơn vị này trong phạm vi quản trị của anh/chị.");
            var officers = units.Positions.Where(p => p.UnitId == unit.Id && (p.ValidTo is null || p.ValidTo >= time.Today)).Select(p => units.FindOfficer(p.OfficerId)).OfType<Officer>().Where(o => o.Active).DistinctBy(o => o.Id).OrderBy(o => o.SortKey, StringComparer.Ordinal).ToList();
            var ids = officers.Select(o => (Guid?)o.Id).ToList();
            var accounts = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.OfficerId)).ToDictionaryAsync(a => a.OfficerId!.Value, ct);
            return new(unit, [.. reach.Select(units.FindUnit).OfType<Unit>().Where(u => !u.HasEnded && u.Kind != UnitKind.OneStopDesk).OrderBy(u => u.Code, StringComparer.Ordinal)],
                [.. officers.Select(o => LineOf(o, accounts.GetValueOrDefault(o.Id), units, unit))]);
        }

        Line LineOf(Officer officer, Account? account, DirectorySnapshot units, Unit unit) =>
            new(officer.Id, officer.FullName, units.TitlesIn(unit.Id, officer.Id, time.Today), account?.Login, Suggest(officer), account is { Active: false }, account?.TemporaryUntil, actor.MayNotGive(units, officer, time) is null);

        /// <summary>What stands before the @ of their address, else given name and initials.</summary>
        static string Suggest(Officer officer)
        {
            if (officer.Email.Split('@')[0] is { Length: > 0 } local) return local.ToLowerInvariant();
            var names = Fold.Key(officer.FullName).Split(' ');
            return names[^1] + "." + string.Concat(names[..^1].Select(n => n[0]));
        }
    }
}
