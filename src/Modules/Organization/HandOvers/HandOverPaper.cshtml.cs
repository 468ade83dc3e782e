using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.HandOvers;

/// <summary>The hand-over as an official record (biên bản bàn giao), in the form of NĐ 30/2020. Always in Vietnamese.</summary>
public sealed class HandOverPaperModel(ReadHandOver.Handler read, DirectoryCache directory, IEnumerable<DutyKind> kinds, LegalTime time) : FormPage
{
    [FromRoute] public Guid Id { get; set; }

    public ReadHandOver.Answer Found { get; private set; } = null!;

    /// <summary>As it was called on the day of the record.</summary>
    public Unit Unit { get; private set; } = null!;
    public string Over { get; private set; } = "";
    public DateTimeOffset Now => time.Now;

    /// <summary>"Trọng Hóa, ngày 05 tháng 11 năm 2024"; the day below 10 and the months 1 and 2 take a zero (NĐ 30/2020).</summary>
    public string PlaceAndDate
    {
        get
        {
            var day = LegalTime.ToLocal(Found.HandOver.TakenAt ?? Found.HandOver.GivenAt ?? Found.HandOver.MadeAt);
            return $"{Unit.Name}, ngày {day:dd} tháng {(day.Month < 3 ? day.ToString("MM", CultureInfo.InvariantCulture) : day.Month.ToString(CultureInfo.InvariantCulture))} năm {day.Year}";
        }
    }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Found = await read.Run(Id, ct);
        var units = await directory.Get(ct);
        Unit = units.On(Found.HandOver.UnitId, LegalTime.DateOf(Found.HandOver.TakenAt ?? Found.HandOver.MadeAt));
        Over = Unit.Kind == UnitKind.Department && Unit.ParentId is { } above ? units.Unit(above).Authority.ToUpper(Texts.Vietnamese) : "ỦY BAN NHÂN DÂN";
    }

    public string WordsOf(HandedDuty duty) => kinds.FirstOrDefault(k => k.Kind == duty.Kind)?.Words ?? duty.Kind;

    public static string Party(string name, string title) => title.Length == 0 ? name : $"{name}, {title}";

    public static string By(DateTimeOffset? at) => at is { } then ? LegalTime.ToLocal(then).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture) : "";

    public static string Count(HandedKind kind, long count) => string.Format(Texts.Vietnamese, HandOver.MeasureOf(kind), count.ToString("N0", Texts.Vietnamese));

    public static string Signed(DateTimeOffset? at) => at is null ? "(Ký, ghi rõ họ tên)" : $"(Đã ký điện tử lúc {By(at)})";
}
