using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>How a status is said to people, and in which colour. Keys of their translations.</summary>
public static class Words
{
    public static string Of(DossierStatus status) => status switch
    {
        DossierStatus.Filed => "Đã nhận",
        DossierStatus.Accepted or DossierStatus.InProcess => "Đang giải quyết",
        DossierStatus.SupplementRequested => "Cần ông/bà bổ sung",
        DossierStatus.FeeRequested => "Cần nộp phí",
        DossierStatus.Finished => "Đã có kết quả",
        DossierStatus.Returned => "Đã trả",
        DossierStatus.Refused or DossierStatus.Stopped or DossierStatus.WithdrawalRequested => "Đã dừng",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No words for this status."),
    };

    public static string Of(PaperForm form) => form switch
    {
        PaperForm.Original => "Bản chính", PaperForm.Copy => "Bản sao", PaperForm.Electronic => "Bản điện tử",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No words for this form."),
    };

    public static string Of(Channel channel) => channel switch
    {
        Channel.Counter => "nộp tại quầy", Channel.Online => "nộp qua mạng", Channel.Post => "gửi qua bưu chính",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "No words for this channel."),
    };

    public static string ColourOf(DossierStatus status) => status switch
    {
        DossierStatus.SupplementRequested or DossierStatus.FeeRequested => "warning",
        DossierStatus.Finished or DossierStatus.Returned => "success",
        DossierStatus.Refused or DossierStatus.Stopped => "danger",
        _ => "accent",
    };

    public static string DutyOf(StepKind kind) => kind switch
    {
        StepKind.Accept => Duties.Accept, StepKind.Process => Duties.Process, StepKind.Approve => Duties.Approve, StepKind.Return => Duties.Return,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No duty for this step."),
    };
}
