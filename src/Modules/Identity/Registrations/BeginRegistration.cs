using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Registrations;

/// <summary>
/// A citizen asks for an account with their number and a phone (đăng ký tài khoản); a code goes to the phone. The answer is the same, and
/// takes as long, whether the number has an account or not: what differs is done afterwards, by <see cref="On.SendRegistrationCode"/>.
/// </summary>
public static class BeginRegistration
{
    /// <summary>From 14 on a citizen has an electronic identity of their own (Decree 69/2024/NĐ-CP); for younger ones a parent or guardian acts.</summary>
    public const int YoungestAge = 14;

    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public string CitizenNumber { get; set; } = "";

        [Required(ErrorMessage = "Hãy nhập họ và tên như trên thẻ căn cước."), StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ. Hãy ghi ngắn hơn.")]
        public string FullName { get; set; } = "";

        /// <summary>"1996-03-08", or the year only: "1958".</summary>
        public string BornOn { get; set; } = "";

        public string Phone { get; set; } = "";
    }

    /// <param name="Until">System time.</param>
    public sealed record Answer(Guid Id, DateTimeOffset Until);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/registrations", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
            Results.Accepted(value: await handler.Run(command, Device.Of(context), ct)));

    public sealed class Handler(IdentityDb db, Actor actor, RegistrationLimits limits, OutboundSettings outbound, DemonstrationMode demonstration, ColumnCipher cipher, LegalTime legal, TimeProvider time)
    {
        /// <exception cref="Refusal">409 signed in already, or no way to send a code; 422 with every wrong field; 429 too many codes.</exception>
        public async Task<Answer> Run(Command command, Device device, CancellationToken ct)
        {
            if (actor.IsSignedIn) throw Refusal.Conflict("registration.signed-in", "Ông/bà đang đăng nhập. Hãy đăng xuất trước khi đăng ký tài khoản khác.");
            if (!outbound.Sms.IsSetUp && !demonstration.IsOn) throw Refusal.Conflict("registration.no-sms", "Nơi này chưa gửi tin nhắn được. Mời ông/bà mang thẻ căn cước đến bộ phận một cửa để mở tài khoản.");
            Check.Input(command);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần đăng ký (id).");
            var (number, phone) = Read(command);
            limits.Spend(device.Address);
            var now = LegalTime.Cut(time.GetUtcNow());
            if (await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Id, ct) is { } first) return AnswerOf(first);
            await DemandPause(cipher.Lookup(number.Value), cipher.Lookup(phone.International), now, ct);
            var registration = Registration.Begin(command.Id, Guid.CreateVersion7(now), number, command.FullName.Trim(), command.BornOn, phone, cipher, now);
            db.Registrations.Add(registration);
            db.Record(registration, new RegistrationBegun(registration.Id));
            try { await db.SaveChangesAsync(ct); }
            catch (Refusal refusal) when (refusal.Code == "changed") { /* pressed twice at once: the first is on its way */ }
            return AnswerOf(registration);
        }

        static Answer AnswerOf(Registration registration) => new(registration.Id, registration.SentAt + Registration.Valid);

        (CitizenNumber Number, PhoneNumber Phone) Read(Command command)
        {
            List<FieldError> errors = [];
            var number = CitizenNumber.Read(command.CitizenNumber);
            if (number.Refusal is { } no) errors.Add(new(nameof(command.CitizenNumber), no.Message, [.. no.Args]));
            if (BirthDay.Fault(command.BornOn, legal.Today) is { } fault) errors.Add(new(nameof(command.BornOn), fault));
            else if (BirthDay.AgeOn(command.BornOn, legal.Today) < YoungestAge) errors.Add(new(nameof(command.BornOn), "Người chưa đủ {0} tuổi chưa có tài khoản riêng. Cha, mẹ hoặc người giám hộ làm thay bằng tài khoản của mình.", YoungestAge));
            var phone = PhoneNumber.Read(command.Phone);
            if (phone.Refusal is { } bad) errors.Add(new(nameof(command.Phone), bad.Message, [.. bad.Args]));
            else if (!phone.Value!.IsMobile) errors.Add(new(nameof(command.Phone), "Số này không nhận được tin nhắn. Hãy nhập số di động."));
            return errors.Count == 0 ? (number.Value!, phone.Value!) : throw Refusal.Invalid(errors);
        }

        /// <summary>A stranger's phone is not to be flooded, nor a stranger's number tried from many phones.</summary>
        async Task DemandPause(string number, string phone, DateTimeOffset now, CancellationToken ct)
        {
            var since = now - Registration.Kept;
            var sent = await db.Registrations.AsNoTracking().Where(r => r.SentAt > since && (r.PhoneLookup == phone || r.CitizenNumberLookup == number)).Select(r => new { r.SentAt, Phone = r.PhoneLookup == phone, Number = r.CitizenNumberLookup == number }).ToListAsync(ct);
            if (sent.Exists(s => now - s.SentAt < Registration.Pause)) throw Refusal.TooMany("Mã vừa được gửi. Ông/bà đợi một phút rồi gửi lại.");
            if (sent.Count(s => s.Phone) >= Registration.MostADay || sent.Count(s => s.Number) >= Registration.MostADay) throw Refusal.TooMany("Hôm nay đã gửi {0} mã. Ông/bà thử lại vào ngày mai.", Registration.MostADay);
        }
    }
}

/// <summary>One address does not ask for codes for a whole province. A commune or a service counter may share one.</summary>
public sealed class RegistrationLimits : IDisposable
{
    readonly RequestLimit byAddress = new(30, TimeSpan.FromMinutes(15));

    /// <exception cref="Refusal">429</exception>
    public void Spend(string address) => byAddress.Spend(address, "Từ máy này đã yêu cầu nhiều mã. Xin chờ 15 phút, hoặc đến bộ phận một cửa.");

    public void Dispose() => byAddress.Dispose();
}

/// <summary>A day of birth as accounts keep it: "1996-03-08", or the year only.</summary>
static class BirthDay
{
    /// <returns>What is wrong with it, in Vietnamese, the key of its translation; null: nothing.</returns>
    public static string? Fault(string? text, DateOnly today) =>
        Latest(text) is not { } latest ? "Hãy nhập ngày sinh: ngày, tháng, năm. Giấy tờ chỉ có năm thì chỉ nhập năm."
        : latest.Year < 1900 || Earliest(text!) > today ? "Năm sinh này chưa đúng. Hãy xem lại." : null;

    /// <summary>Years completed; where only the year is known, as if born on its first day.</summary>
    public static int AgeOn(string text, DateOnly today)
    {
        var born = Earliest(text);
        var age = today.Year - born.Year;
        return born.AddYears(age) > today ? age - 1 : age;
    }

    static DateOnly Earliest(string text) => text.Length == 4 ? new(int.Parse(text, CultureInfo.InvariantCulture), 1, 1) : Full(text)!.Value;

    static DateOnly? Latest(string? text) =>
        text is { Length: 4 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1 and < 9999 ? new(year, 12, 31) : Full(text);

    public static DateOnly? Full(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
