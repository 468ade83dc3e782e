using System.Net;
using System.Text.Json.Nodes;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Papers;

namespace NhatLe.Tests.Services;

/// <summary>What tests of the official papers begin with.</summary>
static class Issued
{
    /// <summary>A marriage-status certificate: 3 working days, so a dossier with time for an apology. Accepted Monday, due Thursday 17:00.</summary>
    public static async Task<string> GivenAccepted(this App app)
    {
        var (form, mother) = (FiledForms.All["1.004873"], await app.As(Filing.Mother));
        var draft = await mother.Begin("1.004873");
        await mother.PhotographAll(draft);
        var filed = await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = "1.004873", answers = JsonNode.Parse(form.Json) });
        await app.Act(Filing.Clerk, filed.Code, "acceptance");
        return filed.Code;
    }

    public static async Task<ActResult> Move(this App app, string code, DateTimeOffset to, string reason = "đang chờ xác minh nơi ở", string login = Filing.Justice) =>
        await app.Act(login, code, "new-appointment", new { reason, dueAt = to });

    public static Task<List<ListIssued.Line>> IssuedOf(this App.Client client, string code) => client.Get<List<ListIssued.Line>>($"/api/services/dossiers/{code}/issued-papers");

    /// <summary>The code beside the QR code at the foot of a paper.</summary>
    public static async Task<string> VerificationCode(this App.Client client, string paper)
    {
        var code = (await client.Http.Open(paper)).QuerySelector(".nl-check .code");
        Assert.True(code is not null, $"{paper} has no verification code.");
        return code.TextContent.Trim();
    }

    /// <summary>The text of a PDF.</summary>
    public static async Task<string> PdfText(this App.Client client, string address)
    {
        var answer = await client.Get(address);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"GET {address} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        return await Files.Poppler.Text(await answer.Content.ReadAsByteArrayAsync());
    }
}
