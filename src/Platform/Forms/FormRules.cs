using System.Globalization;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Forms;

/// <summary>
/// Checks typed answers against a definition, and brings them to their stored form: NFC, digits only, ISO dates
/// ("2024-11-10", or "1958" where the year alone will do). What is not asked is not looked at; what is computed is computed.
/// </summary>
public sealed class FormRules(DirectorySnapshot directory, DateOnly today)
{
    readonly Sums sums = new(today);

    /// <summary>Cleans the answers to these pages in place, and says what is wrong with them; of a row by "members[1].name".</summary>
    public IReadOnlyList<FieldError> Check(FormDefinition form, IEnumerable<FormPageDefinition> pages, Dictionary<string, string> answers)
    {
        List<FieldError> errors = [];
        var filled = new FilledForm(form, answers);
        foreach (var field in pages.Where(filled.Asks).SelectMany(p => p.Fields).Where(filled.Asks))
        {
            if (field.Type != FieldType.Group)
            {
                if (field.Compute is null) One(filled, field, field.Key, answers, (null, 0), errors);
                continue;
            }
            if (filled.Given(field) > field.MaxRows) errors.Add(new FieldError(field.Key, "Chỗ này chỉ ghi được {0} mục. Phần còn lại mời ông/bà nộp bằng hồ sơ khác.", field.MaxRows));
            FilledForm.RemoveEmptyRows(field, form, answers);
            for (var row = 0; row < filled.Rows(field); row++)
                foreach (var cell in filled.Questions(field, row).Where(c => c.Compute is null).ToList())
                    One(filled, cell, FilledForm.CellKey(field, row, cell), answers, (field, row), errors);
        }
        sums.Fill(form, answers);
        return errors;
    }

    /// <summary>What may be right although it looks odd: said, and never in the way.</summary>
    public IReadOnlyList<FieldError> Warnings(FormDefinition form, IReadOnlyDictionary<string, string> answers)
    {
        List<FieldError> warnings = [];
        var filled = new FilledForm(form, answers);
        foreach (var field in filled.Pages.SelectMany(filled.Questions))
        {
            if (field.Type != FieldType.Group) Odd(filled, field, field.Key, (null, 0), warnings);
            else
                for (var row = 0; row < filled.Rows(field); row++)
                    foreach (var cell in filled.Questions(field, row)) Odd(filled, cell, FilledForm.CellKey(field, row, cell), (field, row), warnings);
        }
        return warnings;
    }

    static void Odd(FilledForm filled, FieldDefinition field, string key, (FieldDefinition? Group, int Row) at, List<FieldError> warnings)
    {
        IReadOnlyList<Finding> findings = [];
        if (field is { Type: FieldType.CitizenNumber, Compare: { } compare } && CitizenNumber.Read(filled.Answer(key)).Value is { } number)
        {
            var sex = compare.Sex ?? (compare.SexField is { } said ? filled.Heard(said, at.Group, at.Row) : "");
            var born = compare.BornField is { } day ? FormDate.Read(filled.Heard(day, at.Group, at.Row)) : null;
            findings = number.Compare(sex switch { "male" => Sex.Male, "female" => Sex.Female, _ => null }, born?.Year);
        }
        else if (field.Type == FieldType.Phone && PhoneNumber.Read(filled.Answer(key)) is { Ok: true } phone) findings = phone.Findings;
        warnings.AddRange(findings.Where(f => !f.Blocks).Select(f => new FieldError(key, f.Message, [.. f.Args])));
    }

    void One(FilledForm filled, FieldDefinition field, string key, Dictionary<string, string> answers, (FieldDefinition? Group, int Row) at, List<FieldError> errors)
    {
        var typed = Nfc.Clean(answers.GetValueOrDefault(key));
        if (typed == "|") typed = "";
        answers[key] = typed;
        if (typed.Length == 0)
        {
            if (field.Required) errors.Add(new FieldError(key, "Còn thiếu: {0}.", LabelOf(field).ToLower(CultureInfo.CurrentCulture)));
        }
        else if (Wrong(filled, field, key, typed, answers, at) is { } error)
        {
            errors.Add(error);
        }
    }

    static string LabelOf(FieldDefinition field) => Texts.IsEnglish ? field.LabelEn : field.Label;

    FieldError? Wrong(FilledForm filled, FieldDefinition field, string key, string typed, Dictionary<string, string> answers, (FieldDefinition? Group, int Row) at)
    {
        if (field.Type != FieldType.MultiChoice && typed.Length > field.MaxLength + (field.Type == FieldType.Address ? 6 : 0))
            return new FieldError(key, "Ông/bà nhập {0} chữ. Chỗ này chỉ ghi được {1} chữ.", typed.Length, field.MaxLength);
        return field.Type switch
        {
            FieldType.CitizenNumber => Read(key, CitizenNumber.Read(typed), n => n.Value, answers),
            FieldType.TaxCode => Read(key, TaxCode.Read(typed), n => n.ToString(), answers),
            FieldType.Phone => Read(key, PhoneNumber.Read(typed), n => n.National, answers),
            FieldType.Date => Date(field, key, typed, answers) ?? Order(filled, field, key, answers, at),
            FieldType.Number or FieldType.Money => Number(field, key, typed, answers),
            FieldType.Choice => field.Choices!.Any(c => c.Value == typed) ? null : new FieldError(key, "Hãy chọn một trong các câu trả lời có sẵn."),
            FieldType.MultiChoice => Several(field, key, typed, answers),
            FieldType.Commune => IsCommune(typed) ? null : new FieldError(key, "Hãy chọn xã, phường hoặc thị trấn trong danh sách."),
            FieldType.Address => Address(key, typed, answers),
            FieldType.Email => typed.Contains('@') && !typed.Contains(' ') ? null : new FieldError(key, "Địa chỉ thư điện tử cần có dấu @, không có dấu cách."),
            _ => null,
        };
    }

    bool IsCommune(string code) => directory.FindUnit(code) is { Kind: UnitKind.Commune } unit && (unit.ValidTo is null || unit.ValidTo >= today);

    static FieldError? Read<T>(string key, Reading<T> reading, Func<T, string> stored, Dictionary<string, string> answers) where T : class
    {
        if (reading.Refusal is { } no) return new FieldError(key, no.Message, [.. no.Args]);
        answers[key] = stored(reading.Value!);
        return null;
    }

    FieldError? Date(FieldDefinition field, string key, string typed, Dictionary<string, string> answers)
    {
        if (field.YearOnly && typed.Length == 4 && int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            return year >= 1900 && year <= today.Year ? null : new FieldError(key, "Năm {0} không đúng. Hãy xem lại năm.", typed);
        if (!DateOnly.TryParseExact(typed, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new FieldError(key, "Không có ngày này trong lịch. Hãy xem lại ngày, tháng, năm.");
        answers[key] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (field.NotFuture && day > today) return new FieldError(key, "Ngày {0} chưa đến. Hãy xem lại ngày, tháng, năm.", Said(day));
        return day.Year < 1900 ? new FieldError(key, "Năm {0} không đúng. Hãy xem lại năm.", day.Year) : null;
    }

    static FieldError? Order(FilledForm filled, FieldDefinition field, string key, Dictionary<string, string> answers, (FieldDefinition? Group, int Row) at)
    {
        if (field.NotBefore is null || filled.Heard(field.NotBefore, at.Group, at.Row) is not { Length: > 0 } first) return null;
        if (FormDate.Read(first) is not { } from || FormDate.Read(answers[key]) is not { } until) return null;
        var early = FormDate.IsYear(first) || FormDate.IsYear(answers[key]) ? until.Year < from.Year : until < from;
        return early ? new FieldError(key, "Ngày này đứng trước {0}. Hãy xem lại hai ngày.", FormDate.IsYear(first) ? first : Said(from)) : null;
    }

    static string Said(DateOnly day) => day.ToString("d/M/yyyy", CultureInfo.InvariantCulture);

    static FieldError? Number(FieldDefinition field, string key, string typed, Dictionary<string, string> answers)
    {
        if (FormNumber.Read(typed) is not { } number)
            return field.Type == FieldType.Money
                ? new FieldError(key, "Số tiền chỉ gồm chữ số, không có số lẻ. Ví dụ: 50.000.")
                : new FieldError(key, "Chỗ này cần một số nguyên, chỉ gồm chữ số.");
        answers[key] = number.ToString(CultureInfo.InvariantCulture);
        if (number < field.Min) return new FieldError(key, "Ít nhất là {0:N0}. Hãy xem lại số này.", field.Min);
        return number > field.Max ? new FieldError(key, "Nhiều nhất là {0:N0}. Hãy xem lại số này.", field.Max) : null;
    }

    static FieldError? Several(FieldDefinition field, string key, string typed, Dictionary<string, string> answers)
    {
        var chosen = typed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
        if (chosen.Any(c => field.Choices!.All(known => known.Value != c))) return new FieldError(key, "Hãy chọn một trong các câu trả lời có sẵn.");
        answers[key] = string.Join(',', field.Choices!.Where(c => chosen.Contains(c.Value)).Select(c => c.Value));
        return null;
    }

    FieldError? Address(string key, string typed, Dictionary<string, string> answers)
    {
        var (code, detail) = AddressAnswer.Parts(typed);
        if (!IsCommune(code)) return new FieldError(key, "Hãy chọn xã, phường hoặc thị trấn trong danh sách.");
        answers[key] = AddressAnswer.Of(code, Nfc.Clean(detail));
        return Nfc.Clean(detail).Length > 0 ? null : new FieldError(key, "Còn thiếu số nhà, đường, thôn hoặc bản.");
    }
}

/// <summary>A commune and what stands before it, in one answer: "18907|Bản Ka Oóc".</summary>
public static class AddressAnswer
{
    public static string Of(string unitCode, string detail) => $"{unitCode}|{detail}";

    public static (string UnitCode, string Detail) Parts(string? answer) =>
        answer?.IndexOf('|', StringComparison.Ordinal) is { } at and >= 0 ? (answer[..at].Trim(), answer[(at + 1)..].Trim()) : (answer?.Trim() ?? "", "");
}
