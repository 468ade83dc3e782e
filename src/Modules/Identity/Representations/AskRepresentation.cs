using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Registrations;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Representations;

/// <summary>A citizen asks to act for a child or an enterprise, with what proves it; the commune owes an answer within three working days.</summary>
public static class AskRepresentation
{
    const int MostOpen = 20;

    static readonly TimeLimit answerLimit = new(3, TimeLimitUnit.WorkingDays);

    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public RepresentedKind? Kind { get; set; }
        public Relation? Relation { get; set; }

        [Required(ErrorMessage = "Hãy ghi tên người hoặc doanh nghiệp được đại diện."), StringLength(200, ErrorMessage = "Tên dài nhất 200 ký tự.")]
        public string Name { get; set; } = "";

        /// <summary>Citizen number of the child, tax code of the enterprise.</summary>
        public string Number { get; set; } = "";

        /// <summary>Of the child.</summary>
        public DateOnly? BornOn { get; set; }

        /// <summary>The last day of the mandate, for an enterprise. A child's ends by law.</summary>
        public DateOnly? Until { get; set; }

        /// <summary>The commune of the child's residence, or of the enterprise's seat.</summary>
        public string Unit { get; set; } = "";

        [StringLength(500, ErrorMessage = "Thông tin giấy tờ dài nhất 500 ký tự.")]
        public string? Evidence { get; set; }
    }

    /// <param name="AnsweredBy">"Xã Trọng Hóa".</param>
    public sealed record Receipt(Guid Id, DateOnly EndsOn, DateTimeOffset AnswerDueAt, string AnsweredBy);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/representations", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, file: null, ct));

    public sealed class Handler(IdentityDb db, Actor actor, ColumnCipher cipher, DirectoryCache directory, LegalClock clock, LegalTime time)
    {
        /// <exception cref="Refusal">401, 403 a citizen; 409 the own number is not checked, or it was asked for before; 422 with every wrong field.</exception>
        public async Task<Receipt> Run(Command command, (StoredFile Stored, string Name)? file, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (!actor.IsCitizen) throw Refusal.Forbidden("representation.citizens-only", "Chỉ tài khoản người dân yêu cầu đại diện tại đây.");
            Check.Input(command);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã (id).");
            var units = await directory.Get(ct);
            if (await db.Representations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Id, ct) is { } first)
                return first.AccountId == actor.AccountId ? ReceiptOf(first, units) : throw Refusal.Conflict("representation.id-taken", "Mã của yêu cầu này đã dùng. Hãy tải lại trang.");
            var me = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct);
            if (!me.NumberChecked) throw Refusal.Conflict("representation.number-unchecked", "Số định danh của ông/bà chưa được xác nhận. Hãy mang thẻ căn cước đến bộ phận một cửa một lần, rồi yêu cầu lại.");
            if (BirthDay.AgeOn(me.BornOn, time.Today) < RepresentationLaw.Majority[^1].Years) throw Refusal.Conflict("representation.minor", "Người chưa đủ {0} tuổi chưa đại diện cho người khác được.", RepresentationLaw.Majority[^1].Years);

            var representation = Representation.Ask(Read(command, me, file, units));
            var open = await db.Representations.AsNoTracking().Where(r => r.AccountId == me.Id && (r.State == RepresentationState.Asked || r.State == RepresentationState.Approved)).Select(r => new { r.NumberKey, r.State, r.EndsOn }).ToListAsync(ct);
            if (open.Exists(r => r.NumberKey == representation.NumberKey && (r.State == RepresentationState.Asked || time.Today < r.EndsOn))) throw Refusal.Conflict("representation.asked-before", "Ông/bà đã yêu cầu hoặc đang đại diện cho {0}. Xem trong danh sách.", representation.Name);
            if (open.Count >= MostOpen) throw Refusal.Conflict("representation.too-many", "Mỗi người đại diện nhiều nhất {0} người và doanh nghiệp. Hãy chấm dứt bớt.", MostOpen);
            db.Representations.Add(representation);
            db.Record(representation, new RepresentationAsked(representation.Id, representation.UnitId));
            var receipt = ReceiptOf(representation, units);
            db.Owe(representation, Duties.CheckRepresentation, representation.UnitId, Permits.CheckRepresentation, receipt.AnswerDueAt,
                new DutyCard(representation.Kind == RepresentedKind.Child ? "Đại diện cho con hoặc người được giám hộ" : "Đại diện cho doanh nghiệp", $"{me.FullName} – {representation.Name}", "", $"{RepresentationModel.Address}/{representation.Id}", AnswersCitizen: true));
            await db.SaveChangesAsync(ct);
            return receipt;
        }

        Receipt ReceiptOf(Representation r, DirectorySnapshot units) => new(r.Id, r.EndsOn, clock.DueAt(answerLimit, r.AskedAt), units.Unit(r.UnitId).FullName);

        Representation.Asking Read(Command command, Accounts.Account me, (StoredFile Stored, string Name)? file, DirectorySnapshot units)
        {
            List<FieldError> errors = [];
            var isChild = command.Kind == RepresentedKind.Child;
            if (command.Kind is not (RepresentedKind.Child or RepresentedKind.Enterprise)) throw Refusal.Invalid(nameof(command.Kind), "Hãy chọn: đại diện cho con, người được giám hộ hay doanh nghiệp.");
            var relation = isChild ? command.Relation : Relation.LegalRepresentative;
            if (relation is not { } known || !Enum.IsDefined(known) || (isChild && known == Relation.LegalRepresentative)) errors.Add(new(nameof(command.Relation), "Hãy chọn quan hệ với người được đại diện."));
            var (number, endsOn) = isChild ? Child(command, me, errors) : Enterprise(command, errors);
            var unit = units.FindUnit(command.Unit);
            if (unit is not { Kind: UnitKind.Commune, HasEnded: false }) errors.Add(new(nameof(command.Unit), "Hãy chọn xã, phường hoặc thị trấn trong danh sách."));
            var evidence = command.Evidence?.Trim() ?? "";
            if (evidence.Length == 0 && file is null) errors.Add(new(nameof(command.Evidence), "Hãy gửi ảnh giấy tờ chứng minh, hoặc ghi số, ngày và nơi cấp của giấy ấy."));
            if (errors.Count > 0) throw Refusal.Invalid(errors);
            return new(command.Id, command.Kind.Value, relation!.Value, me.Id, me.FullName, command.Name.Trim(), cipher.Encrypt(number!), cipher.Lookup(number!), isChild ? command.BornOn : null, unit!.Id, evidence,
                file is var (stored, name) ? new(stored.Hash, name, stored.MediaType, stored.Size) : null, endsOn, time.Now);
        }

        (string? Number, DateOnly EndsOn) Child(Command command, Accounts.Account me, List<FieldError> errors)
        {
            var number = CitizenNumber.Read(command.Number);
            if (number.Refusal is { } no) errors.Add(new(nameof(command.Number), no.Message, [.. no.Args]));
            else if (cipher.Lookup(number.Value!.Value) == me.CitizenNumberLookup) errors.Add(new(nameof(command.Number), "Đây là số định danh của chính ông/bà. Hãy nhập số của con, có trên giấy khai sinh."));
            if (command.BornOn is not { } born || born > time.Today || born.Year < 1900)
            {
                errors.Add(new(nameof(command.BornOn), "Hãy nhập đủ ngày, tháng, năm sinh như trên giấy khai sinh."));
                return (number.Value?.Value, default);
            }
            var endsOn = RepresentationLaw.ComesOfAgeOn(born);
            if (endsOn <= time.Today) errors.Add(new(nameof(command.BornOn), "Người này đã đủ tuổi thành niên nên tự làm bằng tài khoản của mình."));
            return (number.Value?.Value, endsOn);
        }

        (string? Number, DateOnly EndsOn) Enterprise(Command command, List<FieldError> errors)
        {
            var code = TaxCode.Read(command.Number);
            if (code.Refusal is { } no) errors.Add(new(nameof(command.Number), no.Message, [.. no.Args]));
            if (command.Until is not { } until || until < time.Today || until > time.Today.AddYears(RepresentationLaw.LongestMandateYears))
            {
                errors.Add(new(nameof(command.Until), "Hãy nhập ngày cuối của nhiệm kỳ hoặc ủy quyền: từ hôm nay, nhiều nhất {0} năm. Hết hạn thì yêu cầu lại.", RepresentationLaw.LongestMandateYears));
                return (code.Value?.ToString(), default);
            }
            return (code.Value?.ToString(), until.AddDays(1));
        }
    }
}
