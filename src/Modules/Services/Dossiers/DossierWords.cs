using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Dossiers;

/// <summary>What officials find a dossier by: whom it is about and who filed it, its code, their citizen number and phone.</summary>
public sealed class DossierWords(SearchTokens tokens, ColumnCipher cipher)
{
    public static SearchCard CardOf(Dossier dossier) =>
        new(dossier.FiledAt, dossier.Title, dossier.Person, dossier.Code, $"/giai-quyet/{dossier.Code}", [dossier.Person, dossier.ApplicantName, .. dossier.FiledByName is { } filer ? [filer] : Array.Empty<string>()]);

    public IReadOnlyList<string> KeysOf(Dossier dossier) => tokens.Keys([dossier.Code], [cipher.Decrypt(dossier.ApplicantNumber), cipher.Decrypt(dossier.ApplicantPhone)]);
}

/// <summary>Dossiers filed before there was a search become findable, once.</summary>
public sealed class SearchSeed(ServicesDb db, PlatformDb platform, DossierWords words) : ISeed
{
    const string Mark = "services.searchable";
    const int AtOnce = 200;

    public int Order => 80;
    public bool DemonstrationOnly => false;

    public async Task Run(CancellationToken ct)
    {
        if (await platform.Settings.AnyAsync(s => s.Name == Mark, ct)) return;
        for (var last = ""; ;)
        {
            var some = await db.Dossiers.AsNoTracking().Where(d => string.Compare(d.Code, last) > 0).OrderBy(d => d.Code).Take(AtOnce).ToListAsync(ct);
            if (some.Count == 0) break;
            foreach (var dossier in some) db.Index(dossier, DossierWords.CardOf(dossier), words.KeysOf(dossier));
            await db.SaveChangesAsync(ct);
            last = some[^1].Code;
        }
        platform.Settings.Add(new Setting { Name = Mark, Value = "true" });
        await platform.SaveChangesAsync(ct);
    }
}
