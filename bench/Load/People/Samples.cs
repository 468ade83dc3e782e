using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Load.Http;

namespace NhatLe.Load.People;

/// <summary>
/// What a big database holds, so that it can be asked for. A file of one JSON object a line, of two kinds:
/// <code>
/// {"code":"H46.22.03-241118-0001","name":"Nguyễn Văn An","phone":"0912345678","unit":"18907"}    a dossier: whom it is about, phone of the applicant, unit that decides
/// {"login":"chu-tich.minhhoa","role":"district","unit":"452"}                                    an officer with the demonstration's password
/// </code>
/// Roles: <c>district</c> lists the dossiers of a district, <c>inbox</c> has some 500 open duties, <c>leader</c> reads counts,
/// <c>search</c> may read every dossier of the file. A role that is missing is taken by an officer of the demonstration. Some hundreds
/// of dossiers drawn from all of them are enough; lines of other shapes are passed over.
/// </summary>
sealed class Samples
{
    public sealed record Dossier(string Code, string Name, string Phone, string? Unit);
    public sealed record Officer(string Login, string Role, string? Unit);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    sealed record Row(string? Code, string? Name, string? Phone, string? Unit, string? Login, string? Role);

    public List<Dossier> Dossiers { get; } = [];
    public List<Officer> Officers { get; } = [];

    public static Samples Read(FileInfo file)
    {
        var samples = new Samples();
        foreach (var line in File.ReadLines(file.FullName).Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            var row = JsonSerializer.Deserialize<Row>(line, Request.Json)!;
            if (row is { Code: { } code, Name: { } name }) samples.Dossiers.Add(new(code, name, row.Phone ?? "", row.Unit));
            else if (row is { Login: { } login, Role: { } role }) samples.Officers.Add(new(login, role, row.Unit));
        }
        return samples;
    }

    /// <summary>Those of a role, or this one of the demonstration.</summary>
    public IReadOnlyList<string> Logins(string role, string otherwise) =>
        Officers.Where(o => o.Role == role).Select(o => o.Login).ToList() is { Count: > 0 } found ? found : [otherwise];
}
