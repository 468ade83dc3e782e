using System.Globalization;
using System.Text;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Population;

public enum Match
{
    Same = 1,
    Differs = 2,

    /// <summary>One of the two does not say it.</summary>
    Unsaid = 3,
}

/// <param name="Said">As the form says it, in words.</param>
/// <param name="Registered">As the register says it.</param>
public sealed record ComparedField(PersonField Field, string Said, string Registered, Match Match);

/// <summary>A form held against the register, field by field and only where the form asks. A difference decides nothing: an official does.</summary>
public sealed class Comparison(DirectorySnapshot directory, bool english)
{
    readonly AnswerText words = new(directory, english);

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Label(PersonField field) => field switch
    {
        PersonField.Name => "Họ tên", PersonField.BirthDate => "Ngày sinh", PersonField.Sex => "Giới tính", PersonField.Ethnicity => "Dân tộc", PersonField.Nationality => "Quốc tịch", PersonField.Home => "Nơi thường trú", _ => "Vợ hoặc chồng",
    };

    public IReadOnlyList<ComparedField> Of(DossierPerson person, RegisteredPerson registered) => [.. person.Said.OrderBy(s => s.Key).Select(s => Compare(s.Key, s.Value, registered))];

    /// <summary>The number of the register itself may disagree with its sex or year of birth, after a correction: worth a look, and no more.</summary>
    public static IReadOnlyList<Finding> Warnings(RegisteredPerson registered) => CitizenNumber.Read(registered.CitizenNumber).Value?.Compare(registered.Sex, registered.BirthYear) ?? [];

    ComparedField Compare(PersonField field, SaidOfPerson said, RegisteredPerson registered)
    {
        var answer = AnswerOf(field, said.Field, registered);
        var match = said.Answer.Length == 0 || answer.Length == 0 ? Match.Unsaid : AreSame(field, said.Field, said.Answer, answer) ? Match.Same : Match.Differs;
        return new(field, words.Of(said.Field, said.Answer), words.Of(said.Field, answer), match);
    }

    /// <summary>What the register would have answered.</summary>
    static string AnswerOf(PersonField field, FieldDefinition asked, RegisteredPerson registered) => field switch
    {
        PersonField.Name => registered.FullName,
        PersonField.BirthDate => registered.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? registered.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "",
        PersonField.Sex => registered.Sex switch { Sex.Male => "male", Sex.Female => "female", _ => "" },
        PersonField.Ethnicity => registered.Ethnicity,
        PersonField.Nationality => registered.Nationality,
        PersonField.Home when registered.Residence is { CommuneCode.Length: > 0 } home => asked.Type == FieldType.Address ? AddressAnswer.Of(home.CommuneCode, home.Detail) : home.CommuneCode,
        PersonField.Spouse => registered.Spouse?.FullName ?? "",
        _ => "",
    };

    bool AreSame(PersonField field, FieldDefinition asked, string said, string registered) => field switch
    {
        PersonField.Name or PersonField.Spouse => NameKey(said) == NameKey(registered),
        PersonField.BirthDate => said.Length == 4 || registered.Length == 4 ? said[..4] == registered[..4] : said == registered,
        PersonField.Ethnicity or PersonField.Nationality => Fold.Index(said) == Fold.Index(registered),
        PersonField.Home when asked.Type is FieldType.Address or FieldType.Commune => CommuneNow(said) == CommuneNow(registered),
        PersonField.Home => Fold.Index(said) == Fold.Index(registered),
        _ => said == registered,
    };

    /// <summary>The commune as it is now: one that was merged is the one it went into.</summary>
    string CommuneNow(string answer)
    {
        var code = AddressAnswer.Parts(answer).UnitCode;
        return directory.FindUnit(code) is { } unit ? directory.Now(unit.Id).Code : code;
    }

    /// <summary>A name without case, and with the tone of each word behind it: hòa and hoà are one name, hòa and hoa are two.</summary>
    public static string NameKey(string name)
    {
        var key = new StringBuilder();
        foreach (var word in Nfc.Clean(name).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var tones = new StringBuilder();
            if (key.Length > 0) key.Append(' ');
            foreach (var letter in word.Normalize(NormalizationForm.FormD))
                if (letter is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323') tones.Append(letter);
                else key.Append(letter);
            key.Append(tones);
        }
        return key.ToString();
    }
}
