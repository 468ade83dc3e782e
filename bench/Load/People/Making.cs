using System.Buffers.Binary;
using NhatLe.Load.Http;

namespace NhatLe.Load.People;

/// <summary>Makes dossiers through the API, as citizens do: what a scenario needs before it is measured.</summary>
/// <remarks>
/// No procedure of the demonstration can be filed without a paper. The cheapest is an extract of civil status (2.000635): one form of
/// one page and one paper. So "form only" means that draft and paper lie there before, and filing sends the form.
/// </remarks>
sealed class Making(Site site, Province province)
{
    public const string Procedure = "2.000635", Paper = "identity";

    const int Citizens = 8;

    static readonly TimeProvider Clock = TimeProvider.System;
    static readonly byte[] noise = Noise(2_000_000); // the largest file there is; it must not shrink when somebody compresses it

    int people;

    /// <summary>A draft that waits to be filed: its request, and who it will be about.</summary>
    public sealed record Draft(Guid Id, byte[] Filing, string Name, string Phone, string Commune);

    /// <summary>Drafts with their paper, each of another person, spread over communes.</summary>
    /// <param name="communes">Null: all of the province.</param>
    public Draft[] Drafts(int count, IReadOnlyList<string>? communes = null)
    {
        var drafts = new Draft[count];
        site.Together(count, (line, i) =>
        {
            var (draft, cookie) = New(i, communes ?? province.Communes);
            Site.Json(line, site.Plain.Post("/api/services/drafts", cookie, new { draft.Id, ProcedureCode = Procedure }));
            Site.Json(line, site.Plain.Upload($"/api/services/drafts/{draft.Id}/files/{Paper}", cookie, "giay.pdf", "application/pdf", Pdf(200, number: 0)));
            drafts[i] = draft;
        });
        return drafts;
    }

    /// <summary>Dossiers just filed.</summary>
    public Samples.Dossier[] Filed(int count, IReadOnlyList<string>? communes = null)
    {
        var drafts = Drafts(count, communes);
        var filed = new Samples.Dossier[count];
        site.Together(count, (line, i) => filed[i] = new(
            Site.Json(line, drafts[i].Filing).GetProperty("code").GetString()!, drafts[i].Name, drafts[i].Phone, drafts[i].Commune));
        return filed;
    }

    /// <summary>A draft that is not on the server yet, and the cookie of the citizen it belongs to.</summary>
    public (Draft Draft, string Cookie) New(int i, IReadOnlyList<string> communes)
    {
        var cookie = site.Cookie(Province.Citizen(i % Citizens));
        var n = Names.First + Interlocked.Increment(ref people);
        var (id, name, phone, commune) = (Guid.CreateVersion7(Clock.GetUtcNow()), Names.Full(n), Names.Phone(n), communes[i % communes.Count]);
        var answers = new Dictionary<string, string>
        {
            ["kind"] = "birth", ["register_where"] = "Xã Trọng Hóa", ["for_whom"] = "self", ["subject_name"] = name, ["subject_born_on"] = "1990", ["copies"] = "1", ["unit"] = commune, ["phone"] = phone,
        };
        return (new(id, site.Plain.Post("/api/services/dossiers", cookie, new { Id = id, ProcedureCode = Procedure, Answers = answers }), name, phone, commune), cookie);
    }

    static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Begins as a PDF does and is of this size in bytes; another number makes another file. The server keeps it without reading its pages.</summary>
    public static byte[] Pdf(int size, int number)
    {
        var bytes = noise[..size];
        "%PDF-1.4\n"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), number);
        return bytes;
    }
}
