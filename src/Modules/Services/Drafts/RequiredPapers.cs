using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;

namespace NhatLe.Services.Drafts;

/// <summary>The papers a procedure asks for as files; what is electronic already is not asked for.</summary>
public static class RequiredPapers
{
    public static IEnumerable<RequiredDocument> Of(PublishedProcedure procedure) => procedure.Documents.Where(d => d.Form != PaperForm.Electronic);

    /// <summary>One error for each that is required and not there.</summary>
    public static List<FieldError> Missing(PublishedProcedure procedure, IReadOnlyCollection<DraftFile> files) =>
        [.. Of(procedure).Where(d => d.Required && files.All(f => f.Key != d.Key)).Select(d => new FieldError($"paper-{d.Key}", "Còn thiếu giấy: {0}. Hãy chụp ảnh hoặc chọn tệp.", d.Name))];
}
