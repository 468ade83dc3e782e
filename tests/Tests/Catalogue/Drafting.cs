using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Editing;
using NhatLe.Catalogue.Procedures;

namespace NhatLe.Tests.Catalogue;

/// <summary>The acts of editors and approvers over the open API.</summary>
static class Drafting
{
    public static Task<Procedure> Procedure(this App app, string code) => app.Catalogue(db => db.Procedures.AsNoTracking().SingleAsync(p => p.Code == code));

    public static Task<ProcedureVersion> Version(this App app, string code, int number) => app.Catalogue(async db =>
    {
        var procedure = await db.Procedures.SingleAsync(p => p.Code == code);
        return await db.Versions.AsNoTracking().SingleAsync(v => v.ProcedureId == procedure.Id && v.Number == number);
    });

    public static string Draft(string code) => $"/api/catalogue/procedures/{code}/draft";

    public static Task<WorkingVersions.Outcome> Begin(this App.Client editor, string code) => editor.Post<WorkingVersions.Outcome>(Draft(code), new { });

    /// <summary>The draft as it stands, to be changed and saved.</summary>
    public static async Task<JsonObject> Read(this App.Client editor, string code) =>
        (JsonObject)JsonNode.Parse((await editor.Get<JsonElement>(Draft(code))).GetProperty("draft").GetRawText())!;

    public static async Task<HttpResponseMessage> Put(this App.Client editor, string code, JsonObject draft)
    {
        using var body = JsonContent.Create(draft);
        return await editor.Http.PutAsync(Draft(code), body);
    }

    /// <summary>Reads the draft, changes it, saves it; the revision after.</summary>
    public static async Task<int> Save(this App.Client editor, string code, Action<JsonObject> change)
    {
        var draft = await editor.Read(code);
        change(draft);
        var answer = await editor.Put(code, draft);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["seen"]!.GetValue<int>();
    }

    public static async Task<WorkingVersions.Outcome> Submit(this App.Client editor, string code) =>
        await editor.Post<WorkingVersions.Outcome>(Draft(code) + "/submission", new { seen = (await editor.Read(code))["seen"]!.GetValue<int>() });

    public static Task<WorkingVersions.Outcome> Approve(this App.Client approver, string code, int seen, DateOnly on) =>
        approver.Post<WorkingVersions.Outcome>(Draft(code) + "/approval", new { seen, publishOn = on });

    /// <summary>A complete procedure, changed by an editor and waiting for approval; the revision to approve.</summary>
    public static async Task<int> GivenSubmitted(this App app, string code, Action<JsonObject>? change = null)
    {
        await app.Import(Given.Line(code));
        var editor = await app.As(Demo.Editor);
        await editor.Begin(code);
        await editor.Save(code, change ?? (d => d["everydayName"] = "Giấy thử mới"));
        return (await editor.Submit(code)).Seen;
    }

    public static JsonObject ChannelOf(this JsonObject draft, string channel) =>
        draft["channels"]!.AsArray().Select(c => c!.AsObject()).Single(c => c["channel"]!.GetValue<string>() == channel);

    /// <summary>The round that the server makes by itself when the day comes.</summary>
    public static Task<int> PublishDue(this App app) => app.Services.GetRequiredService<PublishOnTheDay>().Run(default);
}
