using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Identity.Registrations;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Identity.Federation;

/// <summary>
/// An administrator of the province takes a wrong link to a national account away (gỡ liên kết định danh). Whoever came in by it is out everywhere;
/// the owner is told, and is linked anew with the next sign-in by the national identity.
/// </summary>
public static class UnlinkNational
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập số định danh, số điện thoại hoặc tên đăng nhập."), StringLength(100, ErrorMessage = "Tên đăng nhập dài nhất 100 ký tự.")]
        public string Login { get; set; } = "";

        [StringLength(500, ErrorMessage = "Lý do dài nhất 500 ký tự.")]
        public string Reason { get; set; } = "";
    }

    /// <param name="Account">Name of the account here.</param>
    /// <param name="Name">As the national side said last.</param>
    /// <param name="BornOn">As the national side said last.</param>
    /// <param name="Refused">When somebody else was refused last because of this link; null: nobody was.</param>
    public sealed record View(Guid AccountId, string Account, string Login, string Name, string BornOn, int Level, DateTimeOffset LinkedAt, DateTimeOffset ConfirmedAt, DateTimeOffset? Refused);

    /// <param name="Sessions">How many ended.</param>
    public sealed record Done(string Name, int Sessions);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/national-unlinkings", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(IdentityDb db, PlatformDb facts, Actor actor, StepUp stepUp, AccessLog accesses, TimeProvider time)
    {
        static readonly string Refusals = EventNames.Of(typeof(NationalIdentityRefused));

        /// <summary>What the link says, to compare with the paper. The reading is noted.</summary>
        /// <exception cref="Refusal">401, 403: administrators only; 422 no such account, or none that is linked.</exception>
        public async Task<View> Find(string login, CancellationToken ct)
        {
            actor.MustAdministerClients();
            Check.Input(new Command { Login = login });
            var (account, link) = await Linked(login, ct);
            accesses.Note(actor, new(AccessKind.Search, Administrators.Permit, actor.MainPost?.UnitId, new(account.Id, account.CitizenNumberLookup ?? ""), nameof(Account), account.Id, ""));
            var refused = await facts.Entries.AsNoTracking().Where(e => e.SubjectId == account.Id && e.Event == Refusals).MaxAsync(e => (DateTimeOffset?)e.At, ct);
            return new(account.Id, account.FullName, account.Login, link.Name, BirthDay.Full(link.BornOn) is { } day ? day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : link.BornOn, (int)link.Level, link.LinkedAt, link.ConfirmedAt, refused);
        }

        /// <exception cref="Refusal">401: not signed in, or proved too long ago; 403: administrators only; 422 no such account, none that is linked, no reason.</exception>
        public async Task<Done> Run(Command command, CancellationToken ct)
        {
            actor.MustAdministerClients(stepUp);
            Check.Input(command);
            if (string.IsNullOrWhiteSpace(command.Reason)) throw Refusal.Invalid(nameof(command.Reason), "Hãy ghi lý do, và đã xác minh người đó bằng cách nào.");
            return await db.Again(async () =>
            {
                var (account, link) = await Linked(command.Login, ct);
                db.NationalLinks.Remove(link);
                var ended = await db.EndEverywhere(account.Id, LegalTime.Cut(time.GetUtcNow()), ct);
                db.HalfSignIns.RemoveRange(await db.HalfSignIns.Where(h => h.AccountId == account.Id).ToListAsync(ct));
                db.Record(account, new NationalLinkRemoved(account.Id, ended), command.Reason.Trim());
                await db.SaveChangesAsync(ct);
                return new Done(account.FullName, ended);
            });
        }

        async Task<(Account Account, NationalLink Link)> Linked(string login, CancellationToken ct)
        {
            var account = await db.Find(login.Trim(), ct) ?? throw Refusal.Invalid(nameof(Command.Login), "Không có tài khoản này. Hãy xem lại điều đã nhập.");
            return await db.NationalLinks.SingleOrDefaultAsync(l => l.AccountId == account.Id, ct) is { } link ? (account, link)
                : throw Refusal.Invalid(nameof(Command.Login), "Tài khoản này chưa liên kết với định danh điện tử quốc gia.");
        }
    }
}
