using NhatLe.Contracts.Services;
using NhatLe.Platform.Facts;

namespace NhatLe.Services.Papers;

/// <summary>The official papers of a one-stop desk, by the numbers of their forms (mẫu 01–06, TT 01/2018/TT-VPCP).</summary>
public enum OfficialForm { AppointmentSlip = 1, SupplementRequest = 2, Refusal = 3, Apology = 4, ControlSlip = 5, Register = 6 }

/// <summary>
/// A paper a unit issued on a dossier. It is the print of one journal entry: what it says was written, signed and sealed with the act, so
/// there is nothing else to keep. The number follows from the code of the dossier; the second of a kind bears a 2.
/// </summary>
/// <param name="Name">What it is called; the key of its translation.</param>
/// <param name="Number">"H46.22.03-241118-0007/TNHS"</param>
public sealed record IssuedPaper(OfficialForm Form, string Name, string Number, string Code, JournalLine Line)
{
    public long Seq => Line.Entry.Seq;
    public DateTimeOffset At => Line.Entry.At;

    /// <summary>Where it is printed, without the language prefix; with ".pdf" after it, its PDF.</summary>
    public string Path => Form == OfficialForm.AppointmentSlip ? $"/ho-so/{Code}/giay-hen" : $"/ho-so/{Code}/giay/{Seq}";

    sealed record Kind(OfficialForm Form, string Name, string Symbol);

    static readonly Dictionary<string, Kind> kinds = new(StringComparer.Ordinal)
    {
        [EventNames.Of(typeof(DossierAccepted))] = new(OfficialForm.AppointmentSlip, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "TNHS"),
        [EventNames.Of(typeof(SupplementRequested))] = new(OfficialForm.SupplementRequest, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "HDHS"),
        [EventNames.Of(typeof(DossierRefused))] = new(OfficialForm.Refusal, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "TCHS"),
        [EventNames.Of(typeof(DossierStopped))] = new(OfficialForm.Refusal, "Thông báo dừng giải quyết hồ sơ", "TBHS"),
        [EventNames.Of(typeof(AppointmentMoved))] = new(OfficialForm.Apology, "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "PXL"),
    };

    /// <summary>What a paper of this form is called where its entry does not tell.</summary>
    public static string NameOf(OfficialForm form) => form == OfficialForm.ControlSlip ? ControlSlipName : form == OfficialForm.Register ? RegisterName : kinds.Values.First(k => k.Form == form).Name;

    public static string ControlSlipNumber(string code) => code + "/KSQT";

    public const string ControlSlipName = "Phiếu kiểm soát quá trình giải quyết hồ sơ", RegisterName = "Sổ theo dõi hồ sơ";

    /// <summary>The papers that a dossier's journal holds, oldest first.</summary>
    public static IReadOnlyList<IssuedPaper> In(string code, IEnumerable<JournalLine> journal)
    {
        List<IssuedPaper> issued = [];
        foreach (var line in journal)
        {
            if (!kinds.TryGetValue(line.Entry.Event, out var kind)) continue;
            var before = issued.Count(p => p.Name == kind.Name);
            issued.Add(new(kind.Form, kind.Name, $"{code}{(before == 0 ? "" : $"-{before + 1}")}/{kind.Symbol}", code, line));
        }
        return issued;
    }
}
