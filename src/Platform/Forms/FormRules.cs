using System.Globalization;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Forms;

/// <summary>
/// Checks typed answers against a definition, and brings them to their stored form: NFC, digits only, ISO dates
/// ("2024-11-10", or "1958" where the year alone will do).
/// </summary>
public sealed class FormRules(DirectorySnapshot directory, DateOnly today)
{
    /// <summary>Cleans the answers to these fields in place, and says what is wrong with them.</summary>
    public IReadOnlyList<FieldError> Check(IEnumerable<FieldDefinition> fields, IDictionary<string, string> answers)
    {
        List<FieldError> errors = [];
        foreach (var field in fields)
        {
            var typed = Nfc.Clean(answers.TryGetValue(field.Key, out var given) ? given : "");
            answers[field.Key] = typed;
            if (typed.Length == 0)
            {
                if (field.Required) errors.Add(new FieldError(field.Key, "Còn thiếu: {0}.", field.Label.ToLower(CultureInfo.CurrentCulture)));
            }
            else if (Wrong(field, typed, answers) is { } error)
            {
                errors.Add(error);
            }
        }
        return errors;
    }

    FieldError? Wrong(FieldDefinition field, string typed, IDictionary<string, string> answers)
    {
        if (typed.Length > field.MaxLength) return new FieldError(field.Key, "Ông/bà nhập {0} chữ. Chỗ này chỉ ghi được {1} chữ.", typed.Length, field.MaxLength);
        return field.Type switch
        {
            FieldType.CitizenNumber => Read(field, CitizenNumber.Read(typed), n => n.Value, answers),
            FieldType.Phone => Read(field, PhoneNumber.Read(typed), n => n.National, answers),
            FieldType.Date => Date(field, typed, answers),
            FieldType.Choice => field.Choices!.Any(c => c.Value == typed) ? null : new FieldError(field.Key, "Hãy chọn một trong các câu trả lời có sẵn."),
            FieldType.Commune => directory.FindUnit(typed) is { Kind: UnitKind.Commune } unit && (unit.ValidTo is null || unit.ValidTo >= today)
                ? null : new FieldError(field.Key, "Hãy chọn xã, phường hoặc thị trấn trong danh sách."),
            FieldType.Email => typed.Contains('@') && !typed.Contains(' ') ? null : new FieldError(field.Key, "Địa chỉ thư điện tử cần có dấu @, không có dấu cách."),
            _ => null,
        };
    }

    static FieldError? Read<T>(FieldDefinition field, Reading<T> reading, Func<T, string> stored, IDictionary<string, string> answers) where T : class
    {
        if (reading.Refusal is { } no) return new FieldError(field.Key, no.Message, [.. no.Args]);
        answers[field.Key] = stored(reading.Value!);
        return null;
    }

    FieldError? Date(FieldDefinition field, string typed, IDictionary<string, string> answers)
    {
        if (field.YearOnly && typed.Length == 4 && int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            return year >= 1900 && year <= today.Year ? null : new FieldError(field.Key, "Năm {0} không đúng. Hãy xem lại năm.", typed);
        if (!DateOnly.TryParseExact(typed, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new FieldError(field.Key, "Không có ngày này trong lịch. Hãy xem lại ngày, tháng, năm.");
        answers[field.Key] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (field.NotFuture && day > today) return new FieldError(field.Key, "Ngày {0} chưa đến. Hãy xem lại ngày, tháng, năm.", day.ToString("d/M/yyyy", CultureInfo.InvariantCulture));
        return day.Year < 1900 ? new FieldError(field.Key, "Năm {0} không đúng. Hãy xem lại năm.", day.Year) : null;
    }
}
