using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

/// <summary>What no draft can mean. What is only missing yet is no fault: a draft may be incomplete until it is submitted.</summary>
sealed class DraftChecks(DirectorySnapshot units, Flows flows, CuratedFile curated)
{
    const int MostPapers = 150;
    const int MostRules = 50;
    const int MostCopies = 20;
    const long HighestFee = 100_000_000_000;

    public IEnumerable<FieldError> Of(DraftInput input)
    {
        if (input.Channels is null || input.Papers is null || input.FeeRules is null || input.Channels.Contains(null!) || input.Papers.Contains(null!) || input.FeeRules.Contains(null!))
            return [new("Channels", "Danh sách này không đọc được.")];
        return Texts(input).Concat(Competence(input)).Concat(Papers(input)).Concat(Channels(input)).Concat(Rules(input));
    }

    static IEnumerable<FieldError> Texts(DraftInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Name)) yield return new("Name", "Hãy nhập tên chính thức.");
        if (string.IsNullOrWhiteSpace(input.Field)) yield return new("Field", "Hãy nhập lĩnh vực.");
        (string Field, string? Text, int Longest)[] texts =
        [
            ("Name", input.Name, 1000), ("EverydayName", input.EverydayName, 300), ("EnglishName", input.EnglishName, 1000), ("EnglishEverydayName", input.EnglishEverydayName, 300),
            ("Field", input.Field, 200), ("Subjects", input.Subjects, 4000), ("FeeNote", input.FeeNote, 1000), ("EnglishFeeNote", input.EnglishFeeNote, 1000),
            ("Results", input.Results, 4000), ("Note", input.Note, 2000), ("EnglishNote", input.EnglishNote, 2000), ("LegalBasis", input.LegalBasis, 8000), ("Reason", input.Reason, 500),
        ];
        foreach (var (field, text, longest) in texts)
            if (TooLong(field, text, longest) is { } error) yield return error;
    }

    static FieldError? TooLong(string field, string? text, int longest) => text?.Length > longest ? new(field, "Dài nhất {0:N0} chữ. Hãy rút gọn.", longest) : null;

    IEnumerable<FieldError> Competence(DraftInput input)
    {
        if (input.Level is { } level && !Enum.IsDefined(level)) yield return new("Level", "Hãy chọn cấp giải quyết trong danh sách.");
        if (input.FileAt is { } at && !Enum.IsDefined(at)) yield return new("FileAt", "Hãy chọn nơi nhận trong danh sách.");
        if (!string.IsNullOrWhiteSpace(input.DecidingUnitCode) && units.FindUnit(input.DecidingUnitCode) is not { Kind: UnitKind.Department })
            yield return new("DecidingUnitCode", "Không có sở, ban, ngành này trong danh bạ.");
        if (!string.IsNullOrWhiteSpace(input.LifeEvent) && !curated.LifeEvents.Any(e => e.Key == input.LifeEvent)) yield return new("LifeEvent", "Hãy chọn sự kiện trong danh sách.");
        if (!string.IsNullOrWhiteSpace(input.Template) && !flows.Has(input.Template)) yield return new("Template", "Hãy chọn quy trình mẫu trong danh sách.");
    }

    static IEnumerable<FieldError> Papers(DraftInput input)
    {
        if (input.Papers.Count > MostPapers) yield return new("NeedsNoPapers", "Nhiều nhất {0} giấy tờ.", MostPapers);
        if (input.NeedsNoPapers && input.Papers.Exists(p => !p.IsEmpty)) yield return new("NeedsNoPapers", "Đã ghi giấy tờ ở trên, nên bỏ dấu này hoặc bỏ các giấy tờ.");
        foreach (var (i, paper) in input.Papers.Index())
        {
            var row = $"Papers[{i}].";
            if (paper.IsEmpty) continue;
            if (string.IsNullOrWhiteSpace(paper.Name)) yield return new(row + "Name", "Hãy nhập tên giấy tờ.");
            if (!Enum.IsDefined(paper.Form)) yield return new(row + "Form", "Hãy chọn dạng giấy tờ trong danh sách.");
            if (paper.Originals is < 0 or > MostCopies) yield return new(row + "Originals", "Số bản là số từ 0 đến {0}.", MostCopies);
            if (paper.Copies is < 0 or > MostCopies) yield return new(row + "Copies", "Số bản là số từ 0 đến {0}.", MostCopies);
            if (paper.Key?.Length > 60) yield return new(row + "Key", "Danh sách này không đọc được.");
            foreach (var (field, text) in ((string, string?)[])[("Name", paper.Name), ("EnglishName", paper.EnglishName), ("Condition", paper.Condition), ("EnglishCondition", paper.EnglishCondition)])
                if (TooLong(row + field, text, 2000) is { } error) yield return error;
        }
        if (input.Papers.Where(p => !string.IsNullOrWhiteSpace(p.Key)).GroupBy(p => Nfc.Clean(p.Key)).Any(g => g.Count() > 1)) yield return new("NeedsNoPapers", "Danh sách này không đọc được.");
        if (input.Papers.Count(p => p.IsForm) > 1) yield return new($"Papers[{input.Papers.FindLastIndex(p => p.IsForm)}].IsForm", "Chỉ một giấy tờ là tờ khai điện tử.");
    }

    static IEnumerable<FieldError> Channels(DraftInput input)
    {
        foreach (var (i, channel) in input.Channels.Index())
        {
            var row = $"Channels[{i}].";
            if (channel.Channel is null || !Channel.All.Contains(channel.Channel)) yield return new(row + "Channel", "Cách nộp này không có.");
            if (channel.Unit is { } stated && !Enum.IsDefined(stated)) yield return new(row + "Unit", "Hãy chọn đơn vị tính trong danh sách.");
            else if (channel.Value is < 0 or > TimeLimit.Longest) yield return new(row + "Value", "Thời hạn là số từ 0 đến {0}.", TimeLimit.Longest);
            else if (channel is { Value: { } value, Unit: { } unit } && !new TimeLimit(value, unit).IsPossible) yield return new(row + "Value", "Chỉ thời hạn tính bằng ngày mới được là 0, nghĩa là trong ngày.");
            if (channel.FeeVnd is < 0) yield return new(row + "FeeVnd", "Phí là số đồng, không âm. Miễn phí thì nhập 0.");
            if (channel.FeeVnd is > HighestFee) yield return new(row + "FeeVnd", "Phí lớn nhất {0:N0} đồng.", HighestFee);
        }
        if (!Enum.IsDefined(input.OnlineAssurance)) yield return new("OnlineAssurance", "Hãy chọn mức định danh trong danh sách.");
        if (input.Channels.GroupBy(c => c.Channel).Any(g => g.Count() > 1)) yield return new("Channels", "Mỗi cách nộp chỉ ghi một lần.");
    }

    static IEnumerable<FieldError> Rules(DraftInput input)
    {
        if (input.FeeRules.Count > MostRules) yield return new("FeeNote", "Nhiều nhất {0} mức giảm.", MostRules);
        foreach (var (i, rule) in input.FeeRules.Index())
        {
            var row = $"FeeRules[{i}].";
            if (rule.IsEmpty) continue;
            if (rule.Subject is not { } subject || !Enum.IsDefined(subject)) yield return new(row + "Subject", "Hãy chọn đối tượng trong danh sách.");
            if (!Enum.IsDefined(rule.Unit)) yield return new(row + "Unit", "Hãy chọn đồng hoặc phần trăm.");
            else if (rule.Value is null) yield return new(row + "Value", "Hãy nhập số phải nộp. Miễn thì nhập 0.");
            else if (rule is { Unit: DraftInput.FeeUnit.Percent, Value: < 0 or > 100 }) yield return new(row + "Value", "Phần trăm là số từ 0 đến 100.");
            else if (rule.Value < 0) yield return new(row + "Value", "Phí là số đồng, không âm. Miễn phí thì nhập 0.");
            else if (rule.Value > HighestFee) yield return new(row + "Value", "Phí lớn nhất {0:N0} đồng.", HighestFee);
            if (string.IsNullOrWhiteSpace(rule.LegalBasis)) yield return new(row + "LegalBasis", "Hãy ghi căn cứ, như số nghị quyết của Hội đồng nhân dân tỉnh.");
            if (TooLong(row + "LegalBasis", rule.LegalBasis, 500) is { } error) yield return error;
            if (rule is { ValidFrom: { } from, ValidUntil: { } until } && until < from) yield return new(row + "ValidUntil", "Ngày hết hiệu lực phải sau ngày có hiệu lực.");
        }
    }
}
