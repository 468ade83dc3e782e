using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>SCIM 2.0, this server as the provider: RFC 7643 and 7644, requirement by requirement.</summary>
public sealed class ScimTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    static string Id(JsonObject user) => (string)user["id"]!;
    static string Version(JsonObject user) => (string)user["meta"]!["version"]!;

    [Fact]
    public async Task What_the_server_can_is_said_to_everybody_and_holds_what_the_RFC_asks()
    {
        using var anybody = (await ScimCaller.Of(app)).With(null);
        var config = (await anybody.Get("/ServiceProviderConfig")).Ok();
        Assert.Equal("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig", (string?)config["schemas"]![0]);
        Assert.Equal((true, false, true, false, false, true), ((bool)config["patch"]!["supported"]!, (bool)config["bulk"]!["supported"]!, (bool)config["filter"]!["supported"]!, (bool)config["changePassword"]!["supported"]!, (bool)config["sort"]!["supported"]!, (bool)config["etag"]!["supported"]!));
        Assert.Equal("oauthbearertoken", (string?)config["authenticationSchemes"]![0]!["type"]);
        var types = (await anybody.Get("/ResourceTypes")).Ok();
        Assert.Equal((1, "/Users", ScimCaller.User), ((int)types["totalResults"]!, (string)types["Resources"]![0]!["endpoint"]!, (string)types["Resources"]![0]!["schema"]!));
        Assert.Equal("User", (string?)(await anybody.Get("/ResourceTypes/User")).Ok()["id"]);
        var schemas = (await anybody.Get("/Schemas")).Ok();
        var attributes = schemas["Resources"]!.AsArray().Single(s => (string?)s!["id"] == ScimCaller.User)!["attributes"]!.AsArray();
        var userName = attributes.Single(a => (string?)a!["name"] == "userName")!;
        Assert.Equal(("immutable", true, "server", false), ((string)userName["mutability"]!, (bool)userName["required"]!, (string)userName["uniqueness"]!, (bool)userName["caseExact"]!));
        foreach (var attribute in attributes.Concat(attributes.SelectMany(a => a!["subAttributes"]?.AsArray() ?? [])))
            foreach (var characteristic in (string[])["name", "type", "multiValued", "description", "required", "mutability", "returned"]) Assert.NotNull(attribute![characteristic]);
        Assert.Equal(ScimCaller.User, (string?)(await anybody.Get("/Schemas/" + ScimCaller.User)).Ok()["id"]);
        Assert.Equal((404, null), (await anybody.Get("/Schemas/urn:khong-co")).Refused);
        Assert.Equal((403, null), (await anybody.Get("/Schemas?filter=id%20pr")).Refused);
    }

    [Fact]
    public async Task Who_calls_proves_it_by_a_token_of_its_own_with_the_scope_the_register_gives_it()
    {
        using var caller = await ScimCaller.Of(app);
        async Task Unauthorized(string? token)
        {
            using var other = caller.With(token);
            var answer = await other.Get("/Users");
            Assert.Equal((401, null), answer.Refused);
            Assert.StartsWith("Bearer", answer.Whole.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
        await Unauthorized(null);
        await Unauthorized("a.b.c");
        using var browser = await app.Browser(OpenIdApp.Officer);
        var signIn = await app.GivenClient(c => (c.OtherScopes, c.Grants) = ("scim", ["authorization_code", "client_credentials"]));
        var person = await signIn.SignIn(browser, ("scope", "openid scim"));
        await Unauthorized(person.Of("access_token")); // a person stands behind it
        await Unauthorized(person.Of("id_token"));
        var elsewhere = await app.GivenClient(c => (c.OtherScopes, c.Grants, c.Audience) = ("scim", ["client_credentials"], "https://van-ban.example.vn/api"));
        await Unauthorized((await elsewhere.Token(("grant_type", "client_credentials"))).Ok.Of("access_token")); // for another interface

        using var reads = await ScimCaller.Of(app, "scim.read");
        Assert.Equal(200, (await reads.Get("/Users?count=1")).Status);
        var refused = await reads.Create(ScimCaller.Someone());
        Assert.Equal((403, null), refused.Refused);
        Assert.Contains("insufficient_scope", refused.Whole.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        using var none = await ScimCaller.Of(app, "van-ban.doc");
        Assert.Equal((403, null), (await none.Get("/Users")).Refused);

        await (await app.Admin()).PostJson($"/api/identity/clients/{caller.Party.Id}/state", new { active = false });
        Assert.Equal((401, null), (await caller.Get("/Users")).Refused); // the token has minutes left, the system none
    }

    [Fact]
    public async Task A_user_is_created_is_an_officer_of_the_directory_and_has_an_account_that_nobody_opens_without_a_reset()
    {
        using var caller = await ScimCaller.Of(app);
        var answer = await caller.Create(ScimCaller.Someone("Hoàng Thị Mai Hoa", "ns.mai.hoa", "NS-0001"));
        var user = answer.Ok(201);
        Assert.Equal($"{app.Issuer}/scim/v2/Users/{Id(user)}", answer.Whole.Headers.Location!.ToString());
        Assert.Equal((string?)user["meta"]!["location"], answer.Whole.Headers.Location!.ToString());
        Assert.Equal(Version(user), answer.Whole.Headers.ETag!.ToString());
        Assert.Equal(("ns.mai.hoa", "NS-0001", true, "Hoàng Thị Mai Hoa"), ((string)user["userName"]!, (string)user["externalId"]!, (bool)user["active"]!, (string)user["displayName"]!));
        Assert.Equal(("Hoàng", "Thị Mai", "Hoa"), ((string)user["name"]!["familyName"]!, (string)user["name"]!["middleName"]!, (string)user["name"]!["givenName"]!));
        Assert.Equal(("User", true), ((string)user["meta"]!["resourceType"]!, DateTimeOffset.TryParse((string)user["meta"]!["created"]!, out _)));
        var account = await app.Account("ns.mai.hoa");
        var officer = await app.Db(db => db.Officers.AsNoTracking().SingleAsync(o => o.Id == account.OfficerId));
        Assert.Equal(("Hoàng Thị Mai Hoa", "ns.mai.hoa@quangbinh.example", true), (officer.FullName, officer.Email, officer.Active));
        var opened = (await app.Journal(account.Id)).Single();
        Assert.Equal(("identity.account-opened", true), (opened.Entry.Event, opened.Holds));
        Assert.Equal(("Theo yêu cầu của hệ thống " + opened.Content!.Name, ActorKind.System), (opened.Content.Note, opened.Entry.ActorKind));
        using var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostForm("/dang-nhap", IdentityApp.Form("ns.mai.hoa", ""))).StatusCode);

        // An administrator gives the post, and the system reads it.
        await (await app.Admin()).PostJson("/api/organization/units/18979/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.justice", officer = officer.Id });
        var read = (await caller.Get("/Users/" + Id(user))).Ok();
        Assert.Equal("Công chức tư pháp – hộ tịch", (string?)read["title"]);
        Assert.Equal("Xã Ngư Hóa", (string?)read["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["department"]);
        Assert.Contains("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", read["schemas"]!.AsArray().Select(s => (string?)s));
        Assert.NotEqual(Version(user), Version(read));
    }

    [Fact]
    public async Task The_name_may_come_whole_in_parts_or_as_display_name_and_names_of_attributes_in_any_case()
    {
        using var caller = await ScimCaller.Of(app);
        var parts = (await caller.Create(new { SCHEMAS = new[] { ScimCaller.User }, USERNAME = "ns.phan", Name = new { FamilyName = "Lê", middlename = "Văn", givenName = "Phần" }, nickName = "bỏ qua", password = "bỏ qua" })).Ok(201);
        Assert.Equal(("Lê Văn Phần", false), ((string)parts["name"]!["formatted"]!, parts.ContainsKey("nickName")));
        var display = (await caller.Create(new { schemas = new[] { ScimCaller.User }, userName = "ns.hien", displayName = "Lê Thị Hiển", active = false })).Ok(201);
        Assert.Equal(("Lê Thị Hiển", false), ((string)display["displayName"]!, (bool)display["active"]!));
    }

    [Fact]
    public async Task Uniqueness_a_login_or_an_external_id_that_is_taken_is_a_conflict_also_in_another_case_and_after_its_owner_left()
    {
        using var caller = await ScimCaller.Of(app);
        var first = (await caller.Create(ScimCaller.Someone("Lê Thị Một", "ns.mot", "NS-1"))).Ok(201);
        Assert.Equal((409, "uniqueness"), (await caller.Create(ScimCaller.Someone("Lê Thị Hai", "NS.Mot", null))).Refused);
        Assert.Equal((409, "uniqueness"), (await caller.Create(ScimCaller.Someone("Lê Thị Hai", "ns.hai", "NS-1"))).Refused);
        Assert.Equal((409, "uniqueness"), (await caller.Create(ScimCaller.Someone("Lê Thị Hai", OpenIdApp.Citizen, null))).Refused); // a citizen's
        var second = await caller.Given("Lê Thị Ba", "NS-3");
        Assert.Equal((409, "uniqueness"), (await caller.Patch(Id(second), new { op = "replace", path = "externalId", value = "NS-1" })).Refused);
        using var other = await ScimCaller.Of(app);
        (await other.Create(ScimCaller.Someone("Lê Thị Tư", "ns.tu", "NS-1"))).Ok(201); // each client numbers for itself
        Assert.Equal(204, (await caller.Delete(Id(first))).Status);
        Assert.Equal((409, "uniqueness"), (await caller.Create(ScimCaller.Someone("Lê Thị Năm", "ns.mot", null))).Refused);
        (await caller.Create(ScimCaller.Someone("Lê Thị Sáu", "ns.sau", "NS-1"))).Ok(201); // its number is free again
    }

    [Fact]
    public async Task InvalidSyntax_what_is_no_JSON_no_user_and_what_comes_twice()
    {
        using var caller = await ScimCaller.Of(app);
        foreach (var body in (string[])["", "{", "[]", "\"x\"", "{}", """{"schemas":["urn:khac"],"userName":"ns.x"}""", """{"schemas":[],"userName":"ns.x"}""", $$"""{"schemas":["{{ScimCaller.User}}"],"userName":"ns.x","userName":"ns.y"}""", $$"""{"schemas":["{{ScimCaller.User}}"],"userName":"ns.x","USERNAME":"ns.y"}"""])
            Assert.Equal((400, "invalidSyntax"), (await caller.Create(body)).Refused);
        var id = Id(await caller.Given());
        foreach (var body in (object[])[new { schemas = new[] { ScimCaller.User }, Operations = new[] { new { op = "replace", path = "active", value = false } } }, new { schemas = new[] { ScimCaller.PatchOp } }, new { schemas = new[] { ScimCaller.PatchOp }, Operations = Array.Empty<object>() }, new { schemas = new[] { ScimCaller.PatchOp }, Operations = new[] { new { op = "move", path = "active" } } }, new { schemas = new[] { ScimCaller.PatchOp }, Operations = new[] { "x" } }])
            Assert.Equal((400, "invalidSyntax"), (await caller.Send(HttpMethod.Patch, "/Users/" + id, body)).Refused);
        Assert.Equal((415, null), (await caller.Send(HttpMethod.Post, "/Users", ScimCaller.Someone(), media: "text/plain")).Refused);
        Assert.Equal((413, null), (await caller.Create("""{"schemas":[],"x":""" + '"' + new string('x', 300_000) + "\"}")).Refused);
        (await caller.Send(HttpMethod.Post, "/Users", ScimCaller.Someone(), media: "application/json")).Ok(201); // plain JSON will do (section 3.1)
    }

    [Fact]
    public async Task InvalidValue_what_is_of_another_kind_missing_or_nothing_a_person_is_called()
    {
        using var caller = await ScimCaller.Of(app);
        JsonObject With(Action<JsonObject> change)
        {
            var user = ScimCaller.Someone();
            change(user);
            return user;
        }
        Action<JsonObject>[] wrong =
        [
            u => u.Remove("userName"), u => u["userName"] = "", u => u["userName"] = "hai từ", u => u["userName"] = "0912345678", u => u["userName"] = "044196004217", u => u["userName"] = new string('x', 200), u => u["userName"] = 5,
            u => u.Remove("name"), u => u["name"] = "Lê Thị", u => u["name"]!["formatted"] = "Lê <script>", u => u["active"] = "maybe", u => u["active"] = 1, u => u["emails"]![0]!["value"] = "không phải thư", u => u["emails"] = "a@b.vn",
            u => u["externalId"] = "", u => u["externalId"] = new string('x', 300),
        ];
        foreach (var change in wrong) Assert.Equal((400, "invalidValue"), (await caller.Create(With(change))).Refused);
        Assert.Equal((400, "invalidValue"), (await caller.Get("/Users?startIndex=x")).Refused);
        Assert.Equal((400, "invalidValue"), (await caller.Get("/Users?attributes=userName&excludedAttributes=name")).Refused);
        var id = Id(await caller.Given());
        Assert.Equal((400, "invalidValue"), (await caller.Patch(id, new { op = "replace", value = "x" })).Refused);
        Assert.Equal((400, "invalidValue"), (await caller.Patch(id, new { op = "replace", path = "active", value = "maybe" })).Refused);
    }

    [Fact]
    public async Task A_list_is_paged_and_says_how_many_there_are()
    {
        using var caller = await ScimCaller.Of(app);
        for (var n = 0; n < 5; n++) await caller.Given($"Trang Thị {"Một Hai Ba Bốn Năm".Split(' ')[n]}");
        var whole = (await caller.Get("/Users?count=200")).Ok();
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", (string?)whole["schemas"]![0]);
        var all = whole["Resources"]!.AsArray().Select(u => (string)u!["id"]!).ToList();
        Assert.Equal(((int)whole["totalResults"]!, all.Count), ((int)whole["itemsPerPage"]!, all.Distinct().Count()));
        List<string> paged = [];
        for (var from = 1; from <= all.Count; from += 3)
        {
            var page = (await caller.Get($"/Users?startIndex={from}&count=3")).Ok();
            Assert.Equal((all.Count, from), ((int)page["totalResults"]!, (int)page["startIndex"]!));
            paged.AddRange(page["Resources"]!.AsArray().Select(u => (string)u!["id"]!));
        }
        Assert.Equal(all, paged);
        Assert.Equal(0, (int)(await caller.Get("/Users?count=0")).Ok()["itemsPerPage"]!);
        Assert.Equal(0, (int)(await caller.Get("/Users?count=-5")).Ok()["itemsPerPage"]!);
        Assert.Equal(1, (int)(await caller.Get("/Users?startIndex=-3&count=1")).Ok()["startIndex"]!);
        Assert.Empty((await caller.Get("/Users?startIndex=100000")).Ok()["Resources"]!.AsArray());
        Assert.True((await caller.Get("/Users?count=100000")).Ok()["Resources"]!.AsArray().Count <= 200);
        Assert.DoesNotContain(OpenIdApp.Citizen, await caller.Names("userName pr")); // officers only
    }

    [Fact]
    public async Task A_filter_finds_by_login_number_state_name_and_address_with_and_or_not_and_brackets()
    {
        using var caller = await ScimCaller.Of(app);
        var (an, binh) = ((await caller.Create(ScimCaller.Someone("Lọc Thị An", "loc.an", "L-1"))).Ok(201), (await caller.Create(ScimCaller.Someone("Lọc Văn Bình", "loc.binh", "L-2"))).Ok(201));
        await caller.Patch(Id(binh), new { op = "replace", path = "active", value = false });
        foreach (var (filter, found) in (IEnumerable<(string, string[])>)
            [
                ("userName eq \"loc.an\"", ["loc.an"]), ("userName eq \"LOC.An\"", ["loc.an"]), ("USERNAME EQ \"loc.an\"", ["loc.an"]), ($"{ScimCaller.User}:userName eq \"loc.an\"", ["loc.an"]),
                ("userName sw \"loc.\"", ["loc.an", "loc.binh"]), ("userName co \"oc.b\"", ["loc.binh"]), ("userName ew \".binh\"", ["loc.binh"]), ("userName eq \"khong.co\"", []),
                ("externalId eq \"L-1\"", ["loc.an"]), ("externalId eq \"l-1\"", []), ("externalId sw \"L-\"", ["loc.an", "loc.binh"]), ("externalId pr and userName sw \"loc.\"", ["loc.an", "loc.binh"]),
                ("userName sw \"loc.\" and active eq true", ["loc.an"]), ("userName sw \"loc.\" and active eq false", ["loc.binh"]), ("userName sw \"loc.\" and active ne true", ["loc.binh"]), ("userName sw \"loc.\" and not (active eq true)", ["loc.binh"]),
                ("userName eq \"loc.an\" or userName eq \"loc.binh\" and active eq true", ["loc.an"]), ("(userName eq \"loc.an\" or userName eq \"loc.binh\") and active eq false", ["loc.binh"]),
                ("displayName eq \"lọc thị an\"", ["loc.an"]), ("name.formatted co \"Văn Bình\"", ["loc.binh"]), ("displayName sw \"Lọc\" and userName ne \"loc.an\"", ["loc.binh"]),
                ("emails eq \"loc.an@quangbinh.example\"", ["loc.an"]), ("emails[type eq \"work\" and value sw \"loc.b\"]", ["loc.binh"]), ("emails.value co \"loc.an@\"", ["loc.an"]),
                ($"id eq \"{Id(an)}\"", ["loc.an"]), ("id eq \"x\"", []), ("meta.resourceType eq \"User\" and userName sw \"loc.a\"", ["loc.an"]),
                ("userName eq \"a\\\"b\"", []), ("userName co \"%\"", []), ("userName co \"_oc\"", []), // no wildcards of the database
            ])
            Assert.Equal((filter, string.Join(' ', found)), (filter, string.Join(' ', (await caller.Names(filter)).Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task A_filter_by_time_finds_who_came_and_who_changed_since()
    {
        using var caller = await ScimCaller.Of(app);
        var first = (await caller.Create(ScimCaller.Someone("Giờ Thị Trước", "gio.truoc", externalId: null))).Ok(201);
        await Task.Delay(20);
        var second = (await caller.Create(ScimCaller.Someone("Giờ Thị Sau", "gio.sau", externalId: null))).Ok(201);
        await Task.Delay(20);
        string Of(JsonObject user, string time) => (string)user["meta"]![time]!;
        async Task Finds(string filter, params string[] logins) => Assert.Equal((filter, string.Join(' ', logins)), (filter, string.Join(' ', (await caller.Names($"userName sw \"gio.\" and {filter}")).Order(StringComparer.Ordinal))));
        var (one, two) = (Of(first, "created"), Of(second, "created"));
        foreach (var (filter, logins) in (IEnumerable<(string, string[])>)
            [
                ($"meta.created lt \"{two}\"", ["gio.truoc"]), ($"meta.created le \"{two}\"", ["gio.sau", "gio.truoc"]), ($"meta.created gt \"{one}\"", ["gio.sau"]), ($"meta.created ge \"{one}\"", ["gio.sau", "gio.truoc"]),
                ($"meta.created eq \"{one}\"", ["gio.truoc"]), ($"meta.created ne \"{one}\"", ["gio.sau"]), ("meta.created pr", ["gio.sau", "gio.truoc"]), ("meta.created gt \"2100-01-01T00:00:00Z\"", []),
            ])
            await Finds(filter, logins);
        var changed = (await caller.Patch(Id(first), new { op = "replace", path = "active", value = false })).Ok();
        var since = Of(changed, "lastModified");
        Assert.True(string.CompareOrdinal(since, two) > 0);
        await Finds($"meta.lastModified gt \"{two}\"", "gio.truoc");
        await Finds($"meta.lastModified ge \"{since}\"", "gio.truoc");
        await Finds($"META.LASTMODIFIED lt \"{since}\"", "gio.sau");
        await Finds($"meta.lastModified le \"{since}\"", "gio.sau", "gio.truoc");
        await Finds($"meta.lastModified eq \"{since}\"", "gio.truoc");
        await Finds($"meta.created le \"{one}\"", "gio.truoc"); // that does not move
    }

    [Fact]
    public async Task A_search_by_POST_means_the_same_as_the_query_and_keeps_what_is_asked_out_of_the_address()
    {
        using var caller = await ScimCaller.Of(app, "scim.read");
        using (var writer = await ScimCaller.Of(app)) foreach (var n in (string[])["mot", "hai", "ba"]) (await writer.Create(ScimCaller.Someone("Tìm Thị Người", $"tim.{n}", externalId: null))).Ok(201);
        const string schema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest", filter = "userName sw \"tim.\"";
        foreach (var path in (string[])["/Users/.search", "/.search"])
        {
            var found = (await caller.Send(HttpMethod.Post, path, new { schemas = new[] { schema }, filter, startIndex = 2, count = 1, attributes = new[] { "userName" } })).Ok();
            Assert.Equal((3, 2, 1), ((int)found["totalResults"]!, (int)found["startIndex"]!, (int)found["itemsPerPage"]!));
            var same = (await caller.Get($"/Users?filter={Uri.EscapeDataString(filter)}&startIndex=2&count=1&attributes=userName")).Ok();
            Assert.Equal(same.ToJsonString(), found.ToJsonString());
            Assert.Equal(["id", "schemas", "userName"], found["Resources"]![0]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
            Assert.Equal((400, "invalidSyntax"), (await caller.Send(HttpMethod.Post, path, new { filter })).Refused);
            Assert.Equal((400, "invalidFilter"), (await caller.Send(HttpMethod.Post, path, new { schemas = new[] { schema }, filter = "userName like" })).Refused);
            Assert.Equal((400, "invalidValue"), (await caller.Send(HttpMethod.Post, path, new { schemas = new[] { schema }, count = "hai" })).Refused);
            Assert.Equal((400, "invalidValue"), (await caller.Send(HttpMethod.Post, path, new { schemas = new[] { schema }, attributes = "userName" })).Refused);
            Assert.Equal(401, (await caller.With(null).Send(HttpMethod.Post, path, new { schemas = new[] { schema } })).Status);
        }
        Assert.Equal(3, (int)(await caller.Send(HttpMethod.Post, "/.search", new { SCHEMAS = new[] { schema }, Filter = filter })).Ok()["totalResults"]!); // names in any case
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq loc")]
    [InlineData("userName like \"x\"")]
    [InlineData("userName eq \"x\" and")]
    [InlineData("userName eq \"x\" userName eq \"y\"")]
    [InlineData("(userName eq \"x\"")]
    [InlineData("userName eq \"x")]
    [InlineData("not userName eq \"x\"")]
    [InlineData("userName gt \"x\"")]
    [InlineData("userName eq true")]
    [InlineData("active eq \"true\"")]
    [InlineData("active co true")]
    [InlineData("nickName eq \"x\"")]
    [InlineData("meta.lastModified gt \"hôm qua\"")]
    [InlineData("meta.lastModified gt true")]
    [InlineData("meta.created co \"2024-01-01T00:00:00Z\"")]
    [InlineData("meta.version pr")]
    [InlineData("emails[nothing eq \"x\"]")]
    [InlineData("name[formatted eq \"x\"]")]
    [InlineData("userName eq \"x\"; DROP TABLE identity_accounts")]
    [InlineData("((((((((((((((((((((((((((((((((((((((userName pr))))))))))))))))))))))))))))))))))))))")]
    public async Task InvalidFilter_what_cannot_be_read_or_is_not_supported_is_said(string filter)
    {
        using var caller = await ScimCaller.Of(app);
        Assert.Equal((400, "invalidFilter"), (await caller.Get("/Users?filter=" + Uri.EscapeDataString(filter))).Refused);
    }

    [Fact]
    public async Task Only_some_attributes_are_answered_where_that_is_asked_and_schemas_and_id_always()
    {
        using var caller = await ScimCaller.Of(app);
        var id = Id(await caller.Given("Hoàng Thị Chọn Lọc"));
        Assert.Equal(["schemas", "id", "userName"], (await caller.Get($"/Users/{id}?attributes=USERNAME")).Ok().Select(p => p.Key));
        var parts = (await caller.Get($"/Users/{id}?attributes=name.familyName,{ScimCaller.User}:active")).Ok();
        Assert.Equal(["schemas", "id", "name", "active"], parts.Select(p => p.Key));
        Assert.Equal(["familyName"], parts["name"]!.AsObject().Select(p => p.Key));
        var without = (await caller.Get($"/Users/{id}?excludedAttributes=emails,name.formatted,id")).Ok();
        Assert.True(without.ContainsKey("id") && !without.ContainsKey("emails") && without["name"]!.AsObject().ContainsKey("givenName") && !without["name"]!.AsObject().ContainsKey("formatted"));
        Assert.Equal(["schemas", "id", "active"], (await caller.Get("/Users?count=1&attributes=active")).Ok()["Resources"]![0]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task PUT_says_the_whole_user_takes_away_what_is_not_said_and_passes_over_what_is_read_only()
    {
        using var caller = await ScimCaller.Of(app);
        var user = await caller.Given("Hoàng Thị Cũ", "P-1");
        var login = (string)user["userName"]!;
        var changed = (await caller.Put(Id(user), new { schemas = new[] { ScimCaller.User }, id = "khac", userName = login, displayName = "Hoàng Thị Mới", title = "Chủ tịch", meta = new { resourceType = "Group" } })).Ok();
        Assert.Equal(("Hoàng Thị Mới", false, false, false, true, Id(user), "User"), ((string)changed["name"]!["formatted"]!, changed.ContainsKey("emails"), changed.ContainsKey("externalId"), changed.ContainsKey("title"), (bool)changed["active"]!, Id(changed), (string)changed["meta"]!["resourceType"]!));
        Assert.NotEqual(Version(user), Version(changed));
        var account = await app.Account(login);
        Assert.Equal(("Hoàng Thị Mới", "Hoàng Thị Mới", "Mới"), (account.FullName, await app.Db(db => db.Officers.Where(o => o.Id == account.OfficerId).Select(o => o.FullName).SingleAsync()), "Mới"));
        Assert.Contains(await app.Journal(DirectoryState.TheOne), l => l.Entry.Event == "organization.officer-changed" && l.Holds);
        Assert.Equal((400, "mutability"), (await caller.Put(Id(user), ScimCaller.Someone("Hoàng Thị Mới", "ns.khac", null))).Refused);
        Assert.Equal((400, "invalidValue"), (await caller.Put(Id(user), new { schemas = new[] { ScimCaller.User }, displayName = "Hoàng Thị Mới" })).Refused);
        Assert.Equal((404, null), (await caller.Put(Guid.Empty.ToString("N"), ScimCaller.Someone())).Refused);
    }

    [Fact]
    public async Task PATCH_adds_replaces_and_removes_by_path_by_filter_and_without_a_path()
    {
        using var caller = await ScimCaller.Of(app);
        var user = await caller.Given("Hoàng Thị Vá", "V-1");
        var id = Id(user);
        var part = (await caller.Patch(id, new { op = "replace", path = "name.givenName", value = "Vải" })).Ok();
        Assert.Equal(("Hoàng Thị Vải", "Hoàng Thị Vải"), ((string)part["name"]!["formatted"]!, (string)part["displayName"]!));
        var several = (await caller.Patch(id, new { op = "Replace", value = new Dictionary<string, object> { ["displayName"] = "Hoàng Thị Vá May", ["externalId"] = "V-2" } })).Ok(); // a capital letter, as some clients write
        Assert.Equal(("Hoàng Thị Vá May", "V-2"), ((string)several["name"]!["formatted"]!, (string)several["externalId"]!));
        var mail = (await caller.Patch(id, new { op = "replace", path = "emails[type eq \"work\"].value", value = "va@quangbinh.example" })).Ok();
        Assert.Equal("va@quangbinh.example", (string?)mail["emails"]![0]!["value"]);
        Assert.False((await caller.Patch(id, new { op = "remove", path = "emails[value eq \"va@quangbinh.example\"]" }, new { op = "remove", path = "externalId" })).Ok() is var removed && (removed.ContainsKey("emails") || removed.ContainsKey("externalId")));
        Assert.Equal("moi@quangbinh.example", (string?)(await caller.Patch(id, new { op = "add", path = "emails[type eq \"work\"].value", value = "moi@quangbinh.example" })).Ok()["emails"]![0]!["value"]);
        var added = (await caller.Patch(id, new { op = "add", path = "emails", value = new[] { new { value = "chinh@quangbinh.example", type = "work", primary = true } } })).Ok();
        Assert.Equal("chinh@quangbinh.example", (string?)added["emails"]!.AsArray().Single()!["value"]);
        Assert.False((bool)(await caller.Patch(id, new { op = "replace", path = "active", value = "False" })).Ok()["active"]!); // text, as some clients write
        Assert.True((bool)(await caller.Patch(id, new { op = "add", path = $"{ScimCaller.User}:active", value = true })).Ok()["active"]!);
        Assert.Equal(Version(added), Version((await caller.Patch(id, new { op = "replace", path = "urn:khac:1.0:User:so", value = 5 })).Ok())); // a schema of others is passed over
    }

    [Fact]
    public async Task PATCH_is_all_or_nothing()
    {
        using var caller = await ScimCaller.Of(app);
        var user = await caller.Given("Hoàng Thị Trọn");
        Assert.Equal((400, "invalidPath"), (await caller.Patch(Id(user), new { op = "replace", path = "displayName", value = "Hoàng Thị Nửa" }, new { op = "replace", path = "khongCo", value = 1 })).Refused);
        Assert.Equal(Version(user), Version((await caller.Get("/Users/" + Id(user))).Ok()));
    }

    [Theory]
    [InlineData("invalidPath", "khongCo")]
    [InlineData("invalidPath", "name.khongCo")]
    [InlineData("invalidPath", "emails[type eq \"work\"")]
    [InlineData("invalidPath", "emails[type eq \"work\"]value")]
    [InlineData("invalidPath", "displayName[type eq \"work\"]")]
    [InlineData("invalidPath", "emails[type eq \"work\"].khongCo")]
    [InlineData("invalidFilter", "emails[type like \"work\"].value")]
    [InlineData("invalidFilter", "emails[khongCo eq \"work\"].value")]
    [InlineData("noTarget", "emails[type eq \"home\"].value")]
    [InlineData("mutability", "id")]
    [InlineData("mutability", "meta.version")]
    [InlineData("mutability", "title")]
    [InlineData("mutability", "userName")]
    [InlineData("mutability", "schemas")]
    [InlineData("mutability", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    public async Task PATCH_that_cannot_be_done_is_refused_by_name(string type, string path)
    {
        using var caller = await ScimCaller.Of(app);
        var user = await caller.Given();
        Assert.Equal((400, type), (await caller.Patch(Id(user), new { op = "replace", path, value = "gia.tri.khac" })).Refused);
        Assert.Equal(Version(user), Version((await caller.Get("/Users/" + Id(user))).Ok()));
    }

    [Fact]
    public async Task NoTarget_and_mutability_of_a_remove()
    {
        using var caller = await ScimCaller.Of(app);
        var id = Id(await caller.Given());
        Assert.Equal((400, "noTarget"), (await caller.Patch(id, new { op = "remove" })).Refused);
        Assert.Equal((400, "noTarget"), (await caller.Patch(id, new { op = "remove", path = "emails[type eq \"home\"]" })).Refused);
        Assert.Equal((400, "mutability"), (await caller.Patch(id, new { op = "remove", path = "userName" })).Refused);
    }

    [Fact]
    public async Task ETags_who_changes_says_what_they_saw_and_who_read_it_already_is_told_so()
    {
        using var caller = await ScimCaller.Of(app);
        var user = await caller.Given("Hoàng Thị Nhãn");
        var (id, version) = (Id(user), Version(user));
        Assert.StartsWith("W/\"", version, StringComparison.Ordinal);
        Assert.Equal(304, (await caller.Get("/Users/" + id, version)).Status);
        Assert.Equal(200, (await caller.Get("/Users/" + id, "W/\"khac\"")).Status);
        var next = (await caller.Send(HttpMethod.Patch, "/Users/" + id, new { schemas = new[] { ScimCaller.PatchOp }, Operations = new[] { new { op = "replace", path = "displayName", value = "Hoàng Thị Nhãn Mới" } } }, version)).Ok();
        Assert.Equal((412, null), (await caller.Put(id, ScimCaller.Someone("Hoàng Thị Cũ", (string)user["userName"]!, null), version)).Refused);
        Assert.Equal((412, null), (await caller.Delete(id, version)).Refused);
        Assert.Equal("Hoàng Thị Nhãn Mới", (string?)(await caller.Get("/Users/" + id, version)).Ok()["displayName"]);
        (await caller.Put(id, ScimCaller.Someone("Hoàng Thị Sao", (string)user["userName"]!, null), "*")).Ok();
        Assert.Equal((412, null), (await caller.Put(id, ScimCaller.Someone("Hoàng Thị Cũ", (string)user["userName"]!, null), Version(next))).Refused);
        // A sign-in changes the account, and not the user.
        var clerk = (await caller.Get("/Users?filter=" + Uri.EscapeDataString($"userName eq \"{OpenIdApp.Officer}\""))).Ok()["Resources"]![0]!.AsObject();
        using var browser = await app.Browser(OpenIdApp.Officer);
        Assert.Equal(Version(clerk), Version((await caller.Get("/Users/" + Id(clerk))).Ok()));
    }

    [Fact]
    public async Task Deactivated_by_a_system_an_officer_is_out_everywhere_at_once_and_the_journal_says_which_system()
    {
        using var caller = await ScimCaller.Of(app);
        var clerk = (await caller.Get("/Users?filter=" + Uri.EscapeDataString("userName eq \"mot-cua.minhhoa\""))).Ok()["Resources"]![0]!.AsObject();
        using var browser = await app.Browser("mot-cua.minhhoa");
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/workspace/duties")).StatusCode);
        Assert.False((bool)(await caller.Patch(Id(clerk), new { op = "replace", path = "active", value = false })).Ok()["active"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/workspace/duties")).StatusCode);
        var account = await app.Account("mot-cua.minhhoa");
        Assert.False(account.Active);
        Assert.All(await app.Sessions(account.Id), s => Assert.NotNull(s.EndedAt));
        var said = (await app.Journal(DirectoryState.TheOne)).Last(l => l.Entry.Event == "organization.officer-deactivated");
        Assert.StartsWith("Theo yêu cầu của hệ thống Hệ thống ", said.Content!.Note, StringComparison.Ordinal);
        Assert.True((bool)(await caller.Patch(Id(clerk), new { op = "replace", path = "active", value = true })).Ok()["active"]!);
        using var again = await app.Browser("mot-cua.minhhoa");
        Assert.Equal(HttpStatusCode.OK, (await again.Get("/api/workspace/duties")).StatusCode);
        var admin = (await caller.Get("/Users?filter=" + Uri.EscapeDataString($"userName eq \"{OpenIdApp.Administrator}\""))).Ok()["Resources"]![0]!.AsObject();
        Assert.Equal((409, null), (await caller.Patch(Id(admin), new { op = "replace", path = "active", value = false })).Refused); // the last administrator
        Assert.Equal((409, null), (await caller.Delete(Id(admin))).Refused);
    }

    [Fact]
    public async Task DELETE_puts_out_of_office_and_the_user_is_unknown_from_then_on_until_an_administrator_brings_them_back()
    {
        using var caller = await ScimCaller.Of(app);
        var user = await caller.Given("Hoàng Thị Xóa");
        var (id, login) = (Id(user), (string)user["userName"]!);
        var answer = await caller.Delete(id);
        Assert.Equal((204, null), (answer.Status, answer.Json));
        Assert.Equal((404, null), (await caller.Get("/Users/" + id)).Refused);
        Assert.Equal((404, null), (await caller.Delete(id)).Refused);
        Assert.Equal((404, null), (await caller.Patch(id, new { op = "replace", path = "active", value = true })).Refused);
        Assert.Empty(await caller.Names($"userName eq \"{login}\""));
        var account = await app.Account(login); // what they did stays under their name
        Assert.False(account.Active);
        using var other = await ScimCaller.Of(app);
        Assert.False((bool)(await other.Get("/Users/" + id)).Ok()["active"]!);
        Assert.Equal(HttpStatusCode.OK, (await (await app.Admin()).PostJson($"/api/organization/officers/{account.OfficerId}/reactivation", new { reason = "Xóa nhầm" })).StatusCode);
        await app.Settled();
        Assert.True((bool)(await caller.Get("/Users/" + id)).Ok()["active"]!);
    }

    [Fact]
    public async Task What_is_not_here_says_so()
    {
        using var caller = await ScimCaller.Of(app);
        Assert.Equal((404, null), (await caller.Get("/Users/khong-co")).Refused);
        Assert.Equal((404, null), (await caller.Get($"/Users/{(await app.Account(OpenIdApp.Citizen)).Id:N}")).Refused); // a citizen is no user here
        Assert.Equal((404, null), (await caller.Get("/Groups")).Refused);
        Assert.Equal((404, null), (await caller.Send(HttpMethod.Post, "/Bulk", new { })).Refused);
        Assert.Equal((501, null), (await caller.Get("/Me")).Refused);
        Assert.Equal((400, "invalidVers"), (await caller.Get("/scim/v1/Users")).Refused);
    }
}
