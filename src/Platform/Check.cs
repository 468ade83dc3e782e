using System.ComponentModel.DataAnnotations;
using NhatLe.Platform.Text;

namespace NhatLe.Platform;

/// <summary>Validation of a command by its annotations, in the handler, so that neither an import nor a job can skip it.</summary>
public static class Check
{
    /// <exception cref="Refusal">422 with one message a field.</exception>
    public static void Input(object command)
    {
        Clean(command);
        List<ValidationResult> results = [];
        if (Validator.TryValidateObject(command, new ValidationContext(command), results, validateAllProperties: true)) return;
        throw Refusal.Invalid([.. results.SelectMany(r => r.MemberNames.DefaultIfEmpty(""), (r, field) => new FieldError(field, r.ErrorMessage ?? ""))]);
    }

    /// <summary>Typed text is stored as NFC, without invisible marks: what looks the same is the same.</summary>
    static void Clean(object command)
    {
        foreach (var property in command.GetType().GetProperties())
            if (property is { CanRead: true, CanWrite: true } && property.PropertyType == typeof(string) && property.GetValue(command) is string typed)
                property.SetValue(command, Nfc.Clean(typed));
    }
}
