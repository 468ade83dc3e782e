using System.Text.Json;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Accounts;

/// <summary>The invented people of data/demo-accounts.json: what the seed opens and the sign-in page offers.</summary>
public sealed class DemonstrationAccounts(ReferenceData data)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    File? read;

    /// <param name="PasswordHash">Of the one password of all, made once: hashing it anew for each account would slow every start.</param>
    public sealed record File(string Password, string PasswordHash, IReadOnlyList<Invented> Accounts);

    public sealed record Invented(string Login, string Label, string LabelEn, Guid? OfficerId, Person? Citizen);

    public sealed record Person(string FullName, string Gender, string BirthDate, string CitizenNumber, string? Phone, string? Email, string Ethnicity, string UnitCode, string Address);

    public async Task<File> Read(CancellationToken ct) =>
        read ??= JsonSerializer.Deserialize<File>(await System.IO.File.ReadAllTextAsync(data.PathOf("demo-accounts.json"), ct), Json)!;
}
