using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Attacks;

/// <summary>Somebody signed in asks for what is another unit's, or another person's, by its id.</summary>
public sealed class ForeignObjectTests(App app) : IClassFixture<App>
{
    /// <summary>What everybody, or every official, may see by design; what stands behind each is nobody's alone.</summary>
    static readonly string[] Shown =
    [
        "/thu-tuc/{code}", "/api/catalogue/procedures/{code}", "/api/services/procedures/{code}/form", "/dich-vu-cong/{code}/nop", // the catalogue is public
        "/mot-cua/{code}/hen", "/tra-cuu/{code?}", "/api/services/tracking/{code}", "/xac-minh/{code?}", "/api/services/verification/{code}", "/niem-phong/khoa-{id}.pem", // the desk, a state without names, what a QR code proves
        "/to-chuc/{code}", "/to-chuc/{code}.xlsx", "/api/organization/units/{code}", // officials see who works where
        "/dang-ky/{id:guid}", // where the code of an SMS is typed: the same for every id, known or not
        "/giai-quyet/hang-loat/{act}", // by GET it only leads to the inbox
    ];

    /// <summary>Begins something of the stranger's own: a draft of a procedure, a visit to a desk.</summary>
    static readonly string[] Begun = ["POST /dich-vu-cong/{code}/nop", "POST /mot-cua/{code}/hen"];

    /// <summary>Takes codes that anybody may type, and does with those in scope only: the others are said to be left out, or to be wrong.</summary>
    static readonly string[] Sorted = ["POST /dang-ky/{id:guid}", "POST /api/identity/registrations/{id:guid}/completion", "POST /tra-cuu/{code?}", "POST /giai-quyet/hang-loat/{act}", "POST /giai-quyet/hang-loat/{act}?handler=Do"];

    /// <summary>The child, the mother and her number: what no stranger reads anywhere.</summary>
    static readonly string[] Named = ["Hồ Gia Bảo", "Mai Liên", "044196004217"];

    /// <summary>Says only that there is no such version, to everybody.</summary>
    const string NoVersion = "/scim/{version}/{**rest}";

    static readonly int[] Refusals = [401, 403, 404, 405];

    [Fact]
    public async Task By_id_an_officer_of_another_unit_however_much_they_hold_there_opens_and_changes_nothing()
    {
        var things = await Things.Of(app);
        var stranger = await app.As("can-bo.nguhoa");
        var admin = await app.As("quan-tri");
        var officer = await app.Db(db => db.Positions.Where(p => p.UnitId == NhatLe.Tests.Organization.Reforming.Unit("18979") && p.PositionKey == "commune.desk").Select(p => p.OfficerId).FirstAsync());
        foreach (var position in (string[])["commune.chair", "commune.justice", "commune.admin"]) // everything a commune can give
            await admin.PostJson("/api/organization/units/18979/posts", new { id = app.NewGuid(), position, officer }); // or they hold it already
        Assert.True((await stranger.Get<System.Text.Json.JsonElement>("/api/organization/units/18979")).GetProperty("mayAdminister").GetBoolean());
        await Walk(stranger, things, await app.Account("can-bo.nguhoa"));
    }

    [Fact]
    public async Task By_id_another_citizen_opens_and_changes_nothing()
    {
        var things = await Things.Of(app);
        await Walk(await app.As("van.khiem"), things, await app.Account("van.khiem"));
    }

    [Fact]
    public async Task By_id_who_is_not_signed_in_opens_and_changes_nothing()
    {
        var things = await Things.Of(app);
        await Walk(app.Anybody(), things, Guid.Empty);
    }

    async Task Walk(App.Client stranger, Things things, Guid self)
    {
        var (mother, clerk) = (await app.Account(Filing.Mother), FactsApp.Clerk);
        var before = await Kept();
        string Who() => self == Guid.Empty ? "nobody" : self.ToString();
        List<string> open = [];
        foreach (var door in (await Doors.All(app)).Where(d => d.HasParameter && d.Method is not ("HEAD" or "OPTIONS") && !d.Pattern.StartsWith("/live", StringComparison.Ordinal) && d.Pattern != NoVersion && !Begun.Contains(d.Name)))
        {
            using var request = door.Request(door.Fill(things.IdFor(door)), (name, _) => name switch { "ma" => new[] { things.Filed, things.Accepted }, "dong" => new[] { things.Filed + " 1" }, _ => null });
            using var answer = await stranger.Http.SendAsync(request);
            var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            if (Named.FirstOrDefault(name => text.Contains(name, StringComparison.Ordinal)) is { } told) open.Add($"{door.Name} as {Who()} tells {told}");
            if ((door.Method == "GET" && Shown.Contains(door.Pattern)) || Sorted.Contains(door.Name)) continue;
            var toSignIn = status == 303 && self == Guid.Empty && answer.Headers.Location!.OriginalString.Contains("/dang-nhap", StringComparison.Ordinal);
            if (!Refusals.Contains(status) && !toSignIn) open.Add($"{door.Name} as {Who()}: {status} {answer.Headers.Location} {text[..Math.Min(300, text.Length)]}");
        }
        Assert.True(open.Count == 0, string.Join("\n", open));
        Assert.Equal(before, await Kept());

        // Everything of the mother and of the clerk, but for the note of who looked.
        async Task<List<string>> Kept()
        {
            List<string> rows = [];
            foreach (var table in (await app.Tables()).Where(t => t is not ("access_log" or "seal_leaves" or "outbox")))
            foreach (var owner in (Guid[])[mother, clerk, things.Draft, things.Post, things.Delegation, things.Leave, things.Notice, things.Reform])
                rows.AddRange(await app.Rows(table, ["last_seen_at", "expires_at"], owner));
            return [.. rows.Distinct().Order(StringComparer.Ordinal)];
        }
    }
}
