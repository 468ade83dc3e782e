using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Files;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

/// <summary>What nobody will ask for goes; what a record names stays, whatever happens meanwhile.</summary>
public sealed class SweepTests(App app) : IClassFixture<App>
{
    FileStore Store => app.Services.GetRequiredService<FileStore>();
    FileSweep Sweep => app.Services.GetRequiredService<FileSweep>();
    FileStoreOptions Folders => app.Services.GetRequiredService<FileStoreOptions>();

    Task<StoredFile> Save(string name) => Store.Save(new MemoryStream(Filing.Pdf(name)), default);

    string PathOf(string hash) => Path.Combine(Folders.Folder, hash[..2], hash[2..4], hash);

    /// <summary>As if it had been saved two days ago.</summary>
    Task Age(params string[] hashes) => app.Age(hashes);

    Task<bool> IsKnown(string hash) => app.Db(db => db.Files.AnyAsync(f => f.Hash == hash));

    [Fact]
    public async Task A_file_no_record_names_goes_after_a_day_with_its_small_picture()
    {
        var photograph = await Store.Save(new MemoryStream(Photograph.Jpeg(seed: 11)), default);
        var thumbnail = await app.Services.GetRequiredService<Thumbnails>().Find(photograph.Hash, photograph.MediaType, default);
        var young = await Save("young");
        await Age(photograph.Hash);
        await Sweep.Run(default);
        Assert.False(await IsKnown(photograph.Hash));
        Assert.False(File.Exists(PathOf(photograph.Hash)) || File.Exists(thumbnail));
        Assert.True(await IsKnown(young.Hash) && File.Exists(PathOf(young.Hash)));
    }

    [Fact]
    public async Task A_file_of_a_draft_a_dossier_or_a_result_stays_and_that_of_a_discarded_draft_goes()
    {
        var code = await app.GivenReturned();
        var papers = (await app.Papers((await app.Dossier(code)).Id)).Select(p => p.Hash).ToArray();
        Assert.Equal(4, papers.Length);
        var mother = await app.As(Filing.Mother);
        var (kept, discarded) = (await mother.Start(), await mother.Start());
        await mother.Upload($"/api/services/drafts/{kept}/files/identity", "a.pdf", Filing.Pdf("of a draft"));
        await mother.Upload($"/api/services/drafts/{discarded}/files/identity", "b.pdf", Filing.Pdf("of a discarded draft"));
        var of = await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == kept || f.DraftId == discarded).ToDictionaryAsync(f => f.DraftId, f => f.Hash));
        var check = await mother.Http.Open(Pages.Address(discarded, "kiem-tra"));
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(check.FormWith("Xóa bản đang điền"), "Xóa bản đang điền")).StatusCode);

        await Age([.. papers, .. of.Values]);
        await Sweep.Run(default);
        Assert.All([.. papers, of[kept]], hash => Assert.True(File.Exists(PathOf(hash)), hash));
        Assert.False(File.Exists(PathOf(of[discarded])) || await IsKnown(of[discarded]));
    }

    [Fact]
    public async Task A_file_saved_again_or_about_to_be_named_is_young_again()
    {
        var (again, named) = (await Save("again"), await Save("named"));
        await Age(again.Hash, named.Hash);
        await Save("again");
        Assert.Equal((named.Size, "application/pdf"), (await Store.Find(named.Hash, default)) is { } found ? (found.Size, found.MediaType) : default);
        await Sweep.Run(default);
        Assert.True(File.Exists(PathOf(again.Hash)) && File.Exists(PathOf(named.Hash)));
    }

    [Fact]
    public async Task Saving_and_sweeping_the_same_content_at_once_never_leaves_a_row_without_its_file()
    {
        for (var round = 0; round < 25; round++)
        {
            var file = await Save("race");
            await Age(file.Hash);
            await Task.WhenAll(Sweep.Run(default), Save("race"), Save("race"));
            Assert.True(await IsKnown(file.Hash) && File.Exists(PathOf(file.Hash)), $"round {round}");
        }
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_cleared_away()
    {
        var hash = new string('a', 64);
        string[] left = [Path.Combine(Folders.Incoming, "left"), Path.Combine(Folders.Partial, "left"), PathOf(hash)];
        foreach (var file in left)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "left");
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        }
        var onItsWay = Path.Combine(Folders.Incoming, "on its way");
        await File.WriteAllTextAsync(onItsWay, "x");
        await Sweep.Run(default);
        Assert.All(left[..2], file => Assert.False(File.Exists(file), file));
        Assert.True(File.Exists(onItsWay) && File.Exists(left[2]) && await IsKnown(hash), "A stored file is a day old from when the database knows it.");
        await Age(hash);
        await Sweep.Run(default);
        Assert.False(File.Exists(left[2]) || await IsKnown(hash));
    }

    [Fact]
    public async Task The_photographs_of_a_filed_draft_go_and_the_PDF_they_were_bound_to_stays()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        foreach (var seed in (int[])[31, 32])
            Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", $"{seed}.jpg", Photograph.Jpeg(seed: seed), "image/jpeg")).StatusCode);
        var photographs = await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft && f.MediaType == "image/jpeg").Select(f => new { f.Id, f.Hash }).ToListAsync());
        await Age([.. photographs.Select(p => p.Hash)]);
        await Sweep.Run(default);
        Assert.All(photographs, p => Assert.True(File.Exists(PathOf(p.Hash)), "before the filing they are needed"));

        var filing = new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() };
        var receipt = await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", filing);
        var papers = await app.Papers(draft);
        await Age([.. photographs.Select(p => p.Hash), .. papers.Select(p => p.Hash)]);
        await Sweep.Run(default);
        Assert.All(photographs, p => Assert.False(File.Exists(PathOf(p.Hash)), "the place is still in the raw picture"));
        foreach (var paper in papers) Assert.Equal(HttpStatusCode.OK, (await mother.Get($"/tep/{paper.Id}")).StatusCode);
        foreach (var small in (string[])["", "/thu-nho"]) Assert.Equal(HttpStatusCode.NotFound, (await mother.Get($"/tep/nhap/{photographs[0].Id}{small}")).StatusCode);
        Assert.Equal(receipt, await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", filing));
        Assert.Equal("/ho-so-cua-toi", (await mother.Get(Pages.Address(draft, "giay-to"))).Headers.Location?.ToString());
    }
}
