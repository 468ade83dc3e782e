using System.Text.Json.Nodes;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>What we make of filters, changes and users, beside what software of others makes of them.</summary>
public sealed class ComparedTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    [Fact]
    public async Task A_filter_means_the_same_users_as_to_scim2_parse_filter()
    {
        using var caller = await ScimCaller.Of(app);
        foreach (var (name, login, number) in (IEnumerable<(string, string, string?)>)[("So Thị An", "so.an", "S-1"), ("So Văn Bình", "so.binh", "S-2"), ("So Thị Cúc", "so.cuc", null)]) (await caller.Create(ScimCaller.Someone(name, login, number))).Ok(201);
        await caller.Patch((string)(await caller.Get("/Users?filter=userName%20eq%20%22so.binh%22")).Ok()["Resources"]![0]!["id"]!, new { op = "replace", path = "active", value = false });
        var all = (await caller.Get("/Users?count=200")).Ok()["Resources"]!.AsArray();
        string[] atoms = ["userName eq \"so.an\"", "userName sw \"so.\"", "active eq true", "active eq false", "externalId pr", "externalId eq \"S-2\"", "displayName co \"Thị\"", "emails[type eq \"work\" and value sw \"so.c\"]", "userName ne \"so.an\"", "emails.value ew \"example\""];
        List<string> filters = [.. atoms, .. atoms.Select(a => $"not ({a})")];
        var dice = new Random(7);
        for (var n = 0; n < 60; n++) filters.Add(Draw(3));
        string Draw(int depth) => depth == 0 || dice.Next(4) == 0 ? atoms[dice.Next(atoms.Length)] : dice.Next(4) switch { 0 => $"not ({Draw(depth - 1)})", 1 => $"({Draw(depth - 1)})", 2 => $"{Draw(depth - 1)} and {Draw(depth - 1)}", _ => $"{Draw(depth - 1)} or {Draw(depth - 1)}" };

        var theirs = await ScimServer.Judge([.. filters.Select(f => new JsonObject { ["filter"] = f, ["of"] = all.DeepClone() })]);
        for (var n = 0; n < filters.Count; n++)
        {
            Assert.True(theirs[n] is JsonArray, $"{filters[n]}: {theirs[n]?.ToJsonString()}");
            var expected = theirs[n]!.AsArray().Select(u => (string)u!["userName"]!).Order(StringComparer.Ordinal);
            Assert.Equal((filters[n], string.Join(' ', expected)), (filters[n], string.Join(' ', (await caller.Names(filters[n])).Order(StringComparer.Ordinal))));
        }
    }

    [Fact]
    public async Task A_change_makes_the_same_user_as_by_scim_patch()
    {
        using var caller = await ScimCaller.Of(app);
        JsonObject Op(string op, string? path, JsonNode? value = null)
        {
            JsonObject one = new() { ["op"] = op };
            if (path is not null) one["path"] = path;
            if (value is not null) one["value"] = value;
            return one;
        }
        JsonObject Mail(string address) => new() { ["value"] = address, ["type"] = "work", ["primary"] = true };
        List<Func<JsonObject[]>> changes =
        [
            () => [Op("replace", "active", false)], () => [Op("replace", "externalId", "M-1")], () => [Op("add", "externalId", "M-2")], () => [Op("remove", "emails")], () => [Op("remove", "emails[type eq \"work\"]")],
            () => [Op("replace", "emails[type eq \"work\"].value", "moi@quangbinh.example")], () => [Op("replace", "emails", new JsonArray(Mail("khac@quangbinh.example")))], () => [Op("replace", null, new JsonObject { ["active"] = false, ["externalId"] = "M-3" })],
            () => [Op("replace", "active", false), Op("replace", "active", true), Op("add", "externalId", "M-4"), Op("remove", "externalId")],
        ];
        foreach (var change in changes)
        {
            var user = await caller.Given("Hoàng Thị So Vá", "M-" + Guid.CreateVersion7(app.Time.Now));
            var theirs = (await ScimServer.Judge(new JsonObject { ["patch"] = new JsonArray([.. change()]), ["of"] = user.DeepClone() }))[0]!.AsObject();
            Assert.False(theirs.ContainsKey("error"), theirs.ToJsonString());
            var ours = (await caller.Patch((string)user["id"]!, [.. change()])).Ok();
            Assert.Equal(Plain(theirs), Plain(ours));
            await caller.Delete((string)user["id"]!);
        }

        static string Plain(JsonObject user)
        {
            var copy = user.DeepClone().AsObject();
            foreach (var (name, value) in copy.ToList())
                if (name == "meta" || value is JsonArray { Count: 0 } or null) copy.Remove(name);
            return new JsonObject(copy.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();
        }
    }

    [Fact]
    public async Task Every_user_we_say_is_one_to_SCIMMY()
    {
        using var caller = await ScimCaller.Of(app);
        var all = (await caller.Get("/Users?count=200")).Ok()["Resources"]!.AsArray();
        Assert.True(all.Count >= 10);
        var judged = await ScimServer.Judge([.. all.Select(u => new JsonObject { ["user"] = u!.DeepClone() })]);
        for (var n = 0; n < all.Count; n++)
        {
            Assert.Null(judged[n]!["error"]);
            Assert.Equal((string?)all[n]!["userName"], (string?)judged[n]!["userName"]);
            Assert.Equal((string?)all[n]!["name"]!["formatted"], (string?)judged[n]!["name"]!["formatted"]);
        }
        Assert.NotNull((await ScimServer.Judge(new JsonObject { ["user"] = new JsonObject { ["schemas"] = new JsonArray(ScimCaller.User), ["id"] = "1", ["meta"] = new JsonObject { ["resourceType"] = "User" }, ["userName"] = new JsonObject() } }))[0]!["error"]); // it can refuse
    }
}
