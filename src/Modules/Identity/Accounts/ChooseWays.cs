using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.Accounts;

/// <summary>A citizen says how they want to be told (cách nhận tin). The notices inside the application come always.</summary>
public static class ChooseWays
{
    public sealed record Command
    {
        public bool Sms { get; set; }
        public bool Mail { get; set; }

        /// <summary>"vi" or "en".</summary>
        [RegularExpression("vi|en", ErrorMessage = "Hãy chọn tiếng Việt hoặc tiếng Anh.")]
        public string Language { get; set; } = "vi";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/ways", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(IdentityDb db, Actor actor)
    {
        /// <exception cref="Refusal">401, 403: a citizen, for themselves.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeCitizen();
            var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct);
            if (!account.Choose(command.Sms, command.Mail, command.Language == "en")) return;
            db.Record(account, new WaysChosen(account.SmsWanted, account.MailWanted));
            await db.SaveChangesAsync(ct);
        }
    }
}

/// <summary>A citizen gives an e-mail address; a code goes there.</summary>
public static class GiveMailAddress
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập địa chỉ thư điện tử."), StringLength(200, ErrorMessage = "Địa chỉ thư dài nhất 200 ký tự.")]
        [RegularExpression(@"[^@\s<>""(),;:\\\[\]]+@[^@\s<>""(),;:\\\[\]]+\.[^@\s<>""(),;:\\\[\]]{2,}", ErrorMessage = "Địa chỉ thư có dạng ten@vidu.vn. Hãy xem lại.")]
        public string Address { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/mail-address", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(IdentityDb db, Actor actor, StepUp stepUp, ColumnCipher cipher, OutboundSettings outbound, TimeProvider time)
    {
        /// <exception cref="Refusal">401 not proved lately; 409 without a mail server; 422 no address; 429 too many codes.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            command.Address = command.Address?.Trim() ?? "";
            Check.Input(command);
            actor.MustBeCitizen();
            if (!outbound.Mail.IsSetUp) throw Refusal.Conflict("mail.none", "Nơi này chưa gửi thư điện tử được. Thông báo vẫn hiện ở biểu tượng chuông.");
            if (!System.Net.Mail.MailAddress.TryCreate(command.Address, out _)) throw Refusal.Invalid(nameof(command.Address), "Địa chỉ thư có dạng ten@vidu.vn. Hãy xem lại.");
            stepUp.Demand(); // the code for a new password goes there
            var now = LegalTime.Cut(time.GetUtcNow());
            await db.MailChecks.Where(m => m.SentAt < now.AddDays(-1)).ExecuteDeleteAsync(ct);
            var check = await db.MailChecks.SingleOrDefaultAsync(m => m.AccountId == actor.AccountId, ct);
            if (check is null) db.MailChecks.Add(check = new MailCheck { AccountId = actor.AccountId });
            check.Begin(Guid.CreateVersion7(now), cipher.Encrypt(command.Address), now);
            var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct);
            db.Record(account, new MailAddressGiven(account.Id, check.Id));
            await db.SaveChangesAsync(ct);
        }
    }
}

/// <summary>The code came back: letters may go to this address.</summary>
public static class ConfirmMailAddress
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập mã 6 chữ số trong thư."), RegularExpression(@"\s*\d{3}\s?\d{3}\s*", ErrorMessage = "Mã có 6 chữ số.")]
        public string Code { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/mail-address/confirmation", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(IdentityDb db, Actor actor, Keyring keys, TimeProvider time)
    {
        /// <exception cref="Refusal">422 a wrong code, or one that is too old.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeCitizen();
            var check = await db.MailChecks.SingleOrDefaultAsync(m => m.AccountId == actor.AccountId, ct);
            if (check is null || !check.IsOpen(time.GetUtcNow())) throw Refusal.Invalid(nameof(command.Code), "Mã này đã hết hạn. Hãy gửi mã mới.");
            var typed = string.Concat(command.Code.Where(char.IsAsciiDigit));
            if (typed != MailCheck.CodeOf(check.Id, keys))
            {
                check.Fail();
                await db.SaveChangesAsync(ct);
                throw Refusal.Invalid(nameof(command.Code), "Mã chưa đúng. Hãy xem lại thư mới nhất.");
            }
            var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct);
            account.Confirm(check.Address);
            db.MailChecks.Remove(check);
            db.Record(account, new MailAddressConfirmed(account.Id));
            await db.SaveChangesAsync(ct);
        }
    }
}

/// <summary>No more letters, and the address is forgotten.</summary>
public static class ForgetMailAddress
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/identity/mail-address", (Handler handler, CancellationToken ct) => handler.Run(ct));

    public sealed class Handler(IdentityDb db, Actor actor)
    {
        public async Task Run(CancellationToken ct)
        {
            actor.MustBeCitizen();
            await db.MailChecks.Where(m => m.AccountId == actor.AccountId).ExecuteDeleteAsync(ct);
            var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct);
            if (account.MailAddress is null) return;
            account.ForgetMail();
            db.Record(account, new MailAddressForgotten(account.Id));
            await db.SaveChangesAsync(ct);
        }
    }
}

static class Citizens
{
    public static void MustBeCitizen(this Actor actor)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsCitizen) throw Refusal.Forbidden("citizens-only", "Chỉ tài khoản người dân chọn cách nhận tin tại đây.");
    }
}
