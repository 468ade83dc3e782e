using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Registrations;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Assisted;

/// <summary>The identity papers an official may have seen. Only the kind is kept.</summary>
public enum IdentityPaper { CitizenCard = 1, ElectronicIdentity = 2, Passport = 3, BirthCertificate = 4 }

/// <summary>
/// A clerk opens an account for the person standing at the desk, whose identity paper they have seen (mở tài khoản giúp tại quầy); with a
/// phone or without. No password is chosen for anybody: the slip carries a code with which the person chooses their own.
/// Where the number was registered by phone before, its owner is confirmed, or, if that was somebody else, that account is closed.
/// </summary>
public static class OpenAtDesk
{
    /// <summary>Whose the account is that was registered by phone with this number.</summary>
    public enum Holder { Unasked = 0, ThisPerson = 1, SomebodyElse = 2 }

    public sealed record Command
    {
        /// <summary>Made by the client; becomes the account's.</summary>
        public Guid Id { get; set; }

        public string CitizenNumber { get; set; } = "";

        [StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ. Hãy ghi ngắn hơn.")]
        public string FullName { get; set; } = "";

        /// <summary>"1996-03-08", or the year only: "1958".</summary>
        public string BornOn { get; set; } = "";

        public string? Phone { get; set; }

        /// <summary>The commune of residence.</summary>
        public string Unit { get; set; } = "";

        [StringLength(200, ErrorMessage = "Địa chỉ dài nhất 200 ký tự.")]
        public string? Address { get; set; }

        public IdentityPaper? Paper { get; set; }
        public Holder Holder { get; set; }
    }

    public enum Outcome { Opened = 1, CodeRenewed = 2, Confirmed = 3 }

    /// <param name="Outcome">With a slip to print, except where the owner has a password already.</param>
    public sealed record Receipt(Guid AccountId, string Name, Outcome Outcome);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/desk-accounts", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    /// <exception cref="Refusal">401, 403: a clerk who may.</exception>
    public static void Demand(Actor actor)
    {
        if (!actor.CanAnywhere(Permits.Assist)) throw actor.IsSignedIn ? Refusal.Forbidden("desk-accounts", "Trang này dành cho người trực bộ phận một cửa.") : Refusal.SignIn();
    }

    public sealed class Handler(IdentityDb db, Actor actor, Passwords passwords, ColumnCipher cipher, DirectoryCache directory, AccessLog accesses, LegalTime legal, TimeProvider time)
    {
        /// <exception cref="Refusal">401, 403; 409 the number has an account in use; 422 with every wrong field, or whose the account is that was registered by phone.</exception>
        public async Task<Receipt> Run(Command command, CancellationToken ct)
        {
            Demand(actor);
            Check.Input(command);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần mở (id).");
            var post = actor.PostWith(Permits.Assist)!;
            var person = await Read(command, ct);
            var paper = command.Paper!.Value.ToString();
            var lookup = cipher.Lookup(person.CitizenNumber.Value);
            return await db.Again(async () =>
            {
                var now = LegalTime.Cut(time.GetUtcNow());
                var existing = await db.Accounts.SingleOrDefaultAsync(a => a.CitizenNumberLookup == lookup, ct);
                if (existing is not null) accesses.Note(actor, new(AccessKind.Search, Permits.Assist, post.UnitId, new(existing.Id, lookup), nameof(Account), existing.Id, ""));
                if (existing is { NumberChecked: false })
                {
                    if (command.Holder == Holder.ThisPerson) return await Confirm(existing, person, paper, post, ct);
                    if (command.Holder != Holder.SomebodyElse) throw WhoseIsIt(existing);
                    await CloseFalse(existing, now, post, ct);
                    existing = null;
                }
                return existing is null ? await Open(command.Id, person, paper, post, now, ct) : await Renew(existing, paper, post, now, ct);
            });
        }

        async Task<Account.Particulars> Read(Command command, CancellationToken ct)
        {
            List<FieldError> errors = [];
            var number = CitizenNumber.Read(command.CitizenNumber);
            if (number.Refusal is { } no) errors.Add(new(nameof(command.CitizenNumber), no.Message, [.. no.Args]));
            if (command.FullName.Trim().Length < 2) errors.Add(new(nameof(command.FullName), "Hãy ghi họ tên như trên giấy tờ."));
            if (BirthDay.Fault(command.BornOn, legal.Today) is { } fault) errors.Add(new(nameof(command.BornOn), fault));
            else if (BirthDay.AgeOn(command.BornOn, legal.Today) < BeginRegistration.YoungestAge) errors.Add(new(nameof(command.BornOn), "Người chưa đủ {0} tuổi chưa có tài khoản riêng. Cha, mẹ hoặc người giám hộ làm thay bằng tài khoản của mình.", BeginRegistration.YoungestAge));
            var phone = PhoneNumber.Read(command.Phone);
            if (command.Phone is { Length: > 0 } && phone.Refusal is { } bad) errors.Add(new(nameof(command.Phone), bad.Message, [.. bad.Args]));
            if ((await directory.Get(ct)).FindUnit(command.Unit) is not { Kind: UnitKind.Commune, HasEnded: false }) errors.Add(new(nameof(command.Unit), "Hãy chọn xã, phường hoặc thị trấn trong danh sách."));
            if (command.Paper is not { } paper || !Enum.IsDefined(paper)) errors.Add(new(nameof(command.Paper), "Hãy chọn loại giấy tờ tùy thân đã xem."));
            if (errors.Count > 0) throw Refusal.Invalid(errors);
            return new(command.FullName.Trim(), number.Value!, phone.Value, Email: null, command.BornOn, number.Value!.Sex == Sex.Female ? "female" : "male", Ethnicity: "", command.Unit, command.Address?.Trim() ?? "");
        }

        async Task<Receipt> Open(Guid id, Account.Particulars person, string paper, Post post, DateTimeOffset now, CancellationToken ct)
        {
            if (await db.Accounts.AsNoTracking().AnyAsync(a => a.Id == id, ct)) throw Refusal.Conflict("desk-accounts.id-taken", "Mã của lần mở này đã dùng cho người khác. Hãy tải lại trang.");
            var account = Account.OfCitizen(id, CompleteRegistration.LoginOf(id), person, "", cipher);
            account.Rehash(await passwords.HashOfUnknown(account, ct));
            db.Accounts.Add(account);
            db.Activations.Add(Begun(new() { AccountId = id }, post, now));
            db.Record(account, new AccountOpenedAtDesk(id, paper), note: null, post);
            await db.SaveChangesAsync(ct);
            return new(id, account.FullName, Outcome.Opened);
        }

        async Task<Receipt> Renew(Account account, string paper, Post post, DateTimeOffset now, CancellationToken ct)
        {
            if (!account.Active || await db.Activations.SingleOrDefaultAsync(a => a.AccountId == account.Id, ct) is not { } activation)
                throw Refusal.Conflict("desk-accounts.exists", "Người này đã có tài khoản và đã đặt mật khẩu. Hãy hướng dẫn họ đăng nhập bằng số định danh.");
            if (activation.MadeBy == actor.AccountId && now - activation.MadeAt < Registration.Pause) return new(account.Id, account.FullName, Outcome.Opened); // pressed twice
            Begun(activation, post, now);
            db.Record(account, new ActivationRenewed(account.Id, paper), note: null, post);
            await db.SaveChangesAsync(ct);
            return new(account.Id, account.FullName, Outcome.CodeRenewed);
        }

        async Task<Receipt> Confirm(Account account, Account.Particulars person, string paper, Post post, CancellationToken ct)
        {
            account.CheckNumber(person);
            db.Record(account, new NumberChecked(account.Id, paper), note: null, post);
            await db.SaveChangesAsync(ct);
            return new(account.Id, account.FullName, Outcome.Confirmed);
        }

        async Task CloseFalse(Account account, DateTimeOffset now, Post post, CancellationToken ct)
        {
            var ended = await db.EndEverywhere(account.Id, now, ct);
            account.GiveUpNumber();
            db.Record(account, new FalseAccountClosed(account.Id, ended), note: null, post);
            await db.SaveChangesAsync(ct);
        }

        Activation Begun(Activation activation, Post post, DateTimeOffset now)
        {
            activation.Begin(post.UnitId, actor.AccountId, now);
            return activation;
        }

        Refusal WhoseIsIt(Account account) => Refusal.Invalid(nameof(Command.Holder), "Số này đã đăng ký qua mạng với điện thoại {0}. Hãy hỏi người đang đứng đây có phải họ không, rồi chọn.",
            account.Phone is { } phone ? "••••" + cipher.Decrypt(phone)[^4..] : "••••");
    }

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(IdentityPaper paper) => paper switch
    {
        IdentityPaper.CitizenCard => "Thẻ căn cước",
        IdentityPaper.ElectronicIdentity => "Căn cước điện tử trên VNeID",
        IdentityPaper.Passport => "Hộ chiếu",
        _ => "Giấy khai sinh có số định danh",
    };
}
