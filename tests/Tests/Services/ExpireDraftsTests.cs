using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Live;
using NhatLe.Services.Drafts;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Identity;

namespace NhatLe.Tests.Services;

public sealed class DraftsApp : App
{
    public IdentityApp.MovedTime Clock { get; } = new();

    protected override void Replace(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);

    public Task<int> Expire() => Services.GetRequiredService<ExpireDrafts>().Run(default);
}

/// <summary>A draft nobody touches is announced, and goes. The job may run by itself as well: what counts is what is stored.</summary>
public sealed class ExpireDraftsTests(DraftsApp app) : IClassFixture<DraftsApp>
{
    Task<Draft?> Draft(Guid id) => app.Tables(db => db.Drafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id));

    Task<List<Notice>> Told(Guid id) => app.Db(db => db.Notices.AsNoTracking().Where(n => n.SubjectId == id).ToListAsync());

    /// <summary>A new browser: the session of the one before may have expired.</summary>
    async Task<(App.Client Mother, Guid Draft, string Hash)> Given(string content)
    {
        var mother = await app.Again(Filing.Mother);
        var draft = await mother.Begin();
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "a.pdf", Filing.Pdf(content))).StatusCode);
        return (mother, draft, await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft).Select(f => f.Hash).SingleAsync()));
    }

    string PathOf(string hash) => Path.Combine(app.Started.DataFolder, "files", hash[..2], hash[2..4], hash);

    [Fact]
    public async Task An_untouched_draft_is_announced_three_days_before_it_goes_with_its_files()
    {
        var (_, draft, hash) = await Given("bỏ quên");
        app.Clock.Advance(TimeSpan.FromDays(26));
        await app.Expire();
        Assert.Empty(await Told(draft));
        app.Clock.Advance(TimeSpan.FromDays(1.1));
        await app.Expire();
        await app.Expire();
        var notice = Assert.Single(await Told(draft));
        Assert.Contains("sắp bị xóa", notice.Title, StringComparison.Ordinal);
        Assert.NotNull(await Draft(draft));
        var mother = await app.Again(Filing.Mother);
        Assert.Contains("Bản đang điền sắp bị xóa", (await mother.Http.Open("/thong-bao")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await mother.Get(notice.Link)).StatusCode); // it leads to the draft; looking changes nothing

        app.Clock.Advance(TimeSpan.FromDays(2.5));
        await app.Expire();
        Assert.NotNull(await Draft(draft));
        app.Clock.Advance(TimeSpan.FromDays(0.6));
        await app.Expire();
        Assert.Null(await Draft(draft));
        Assert.Equal(0, await app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == draft)));
        await FactsApp.Until(() => Task.FromResult(!File.Exists(PathOf(hash))), "the file is gone");
        Assert.Equal(0, await app.Db(db => db.Files.CountAsync(f => f.Hash == hash)));
    }

    [Fact]
    public async Task Going_on_keeps_it_and_it_is_announced_again_before_it_goes()
    {
        var (_, draft, _) = await Given("đi tiếp");
        app.Clock.Advance(TimeSpan.FromDays(28));
        await app.Expire();
        Assert.Single(await Told(draft));
        var mother = await app.Again(Filing.Mother);
        Assert.Equal(HttpStatusCode.NoContent, (await mother.PostForm(Pages.Address(draft, 1) + "?handler=Save", new() { ["child_name"] = "Hồ" })).StatusCode);
        app.Clock.Advance(TimeSpan.FromDays(5));
        await app.Expire();
        Assert.NotNull(await Draft(draft));
        Assert.Single(await Told(draft));
        app.Clock.Advance(TimeSpan.FromDays(23));
        await app.Expire();
        Assert.Equal(2, (await Told(draft)).Count);
        Assert.NotNull(await Draft(draft));
    }

    [Fact]
    public async Task After_a_long_standstill_nothing_goes_unannounced()
    {
        var (_, draft, _) = await Given("đứng máy");
        app.Clock.Advance(TimeSpan.FromDays(90));
        await app.Expire();
        Assert.NotNull(await Draft(draft));
        Assert.Single(await Told(draft));
        app.Clock.Advance(TimeSpan.FromDays(2.9));
        await app.Expire();
        Assert.NotNull(await Draft(draft));
        app.Clock.Advance(TimeSpan.FromDays(0.2));
        await app.Expire();
        Assert.Null(await Draft(draft));
    }

    [Fact]
    public async Task A_file_another_record_names_stays_and_what_was_filed_goes_without_a_word()
    {
        var mother = await app.Again(Filing.Mother);
        var filed = await mother.Begin();
        await mother.UploadPapers(filed);
        await mother.PostJson("/api/services/dossiers", new { id = filed, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        Assert.NotEmpty(await app.Papers(filed));
        var open = await mother.Begin();
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{open}/files/identity", "b.pdf", Filing.Pdf("identity"))).StatusCode); // the same content
        app.Clock.Advance(TimeSpan.FromDays(31));
        await app.Expire();
        Assert.Null(await Draft(filed));
        await app.Settled();
        Assert.DoesNotContain(await Told(filed), n => n.Title.Contains("sắp bị xóa", StringComparison.Ordinal));
        app.Clock.Advance(TimeSpan.FromDays(4));
        await app.Expire();
        Assert.Null(await Draft(open));
        Assert.All(await app.Papers(filed), p => Assert.True(File.Exists(PathOf(p.Hash))));
    }
}
