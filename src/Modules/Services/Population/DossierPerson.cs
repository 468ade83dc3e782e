using System.Text.Json;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Data;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Population;

public enum PersonField { Name = 1, BirthDate = 2, Sex = 3, Ethnicity = 4, Nationality = 5, Home = 6, Spouse = 7 }

/// <summary>What a form says of somebody in one field.</summary>
public sealed record SaidOfPerson(FieldDefinition Field, string Answer);

/// <summary>Somebody whom a dossier names by their citizen number.</summary>
/// <param name="Key">The field with the number, or <see cref="Applicant"/>.</param>
public sealed record DossierPerson(string Key, string Number, string Name, IReadOnlyDictionary<PersonField, SaidOfPerson> Said)
{
    public const string Applicant = "applicant";

    const string Numbered = "number";

    static readonly (PersonField Field, string[] Names)[] Fields =
    [
        (PersonField.Name, ["name"]), (PersonField.BirthDate, ["born_on"]), (PersonField.Sex, ["sex"]), (PersonField.Ethnicity, ["ethnicity"]), (PersonField.Nationality, ["nationality"]), (PersonField.Home, ["home"]), (PersonField.Spouse, ["spouse"]),
    ];

    /// <summary>
    /// The fields of one person in a form begin alike: mother_name, mother_born_on, mother_number; in a row of a group they are name, born_on, number.
    /// Of the person whose number comes from the account, the spouse may stand without that beginning.
    /// </summary>
    public static IReadOnlyList<DossierPerson> Of(FormDefinition form, IReadOnlyDictionary<string, string> answers)
    {
        var filled = new FilledForm(form, answers);
        List<DossierPerson> people = [];
        foreach (var question in filled.Pages.SelectMany(filled.Questions))
        {
            if (question.Type != FieldType.Group) Add(question, question.Key, key => form.Pages.Where(filled.Asks).SelectMany(filled.Questions).FirstOrDefault(f => f.Key == key), question.Prefill == "account.citizen_number");
            else
                for (var row = 0; row < filled.Rows(question); row++)
                {
                    var prefix = FilledForm.Prefix(question, row);
                    var cells = filled.Questions(question, row).ToDictionary(c => prefix + c.Key, StringComparer.Ordinal);
                    foreach (var (key, cell) in cells) Add(cell, key, cells.GetValueOrDefault, isOfAccount: false);
                }
        }
        return people;

        void Add(FieldDefinition field, string key, Func<string, FieldDefinition?> find, bool isOfAccount)
        {
            if (field.Type != FieldType.CitizenNumber || !key.EndsWith(Numbered, StringComparison.Ordinal) || CitizenNumber.Read(filled.Answer(key)).Value is not { } number || people.Exists(p => p.Number == number.Value)) return;
            var beginning = key[..^Numbered.Length];
            var said = new Dictionary<PersonField, SaidOfPerson>();
            foreach (var (concept, names) in Fields)
                foreach (var name in names.SelectMany(n => isOfAccount && concept == PersonField.Spouse ? (string[])[beginning + n, n] : [beginning + n]))
                    if (!said.ContainsKey(concept) && find(name) is { } sibling) said[concept] = new(sibling, filled.Answer(name));
            people.Add(new(key, number.Value, said.TryGetValue(PersonField.Name, out var called) && called.Answer.Length > 0 ? called.Answer : number.Value, said));
        }
    }
}

/// <summary>The people of a dossier: those of its form, and the applicant.</summary>
public sealed class DossierPeople(ICatalogue catalogue, FormLibrary forms, ColumnCipher cipher)
{
    static readonly FieldDefinition ApplicantName = new("name", FieldType.Text, "Họ tên", "Name");

    public async Task<IReadOnlyList<DossierPerson>> Of(Dossier dossier, CancellationToken ct)
    {
        var form = forms.Find((await catalogue.Version(dossier.ProcedureVersionId, ct)).FormKey);
        IReadOnlyList<DossierPerson> people = form is null ? [] : DossierPerson.Of(form, JsonSerializer.Deserialize<Dictionary<string, string>>(cipher.Decrypt(dossier.Form))!);
        if (CitizenNumber.Read(cipher.Decrypt(dossier.ApplicantNumber)).Value is not { } number || people.Any(p => p.Number == number.Value)) return people;
        return [new(DossierPerson.Applicant, number.Value, dossier.ApplicantName, new Dictionary<PersonField, SaidOfPerson> { [PersonField.Name] = new(ApplicantName, dossier.ApplicantName) }), .. people];
    }
}
