using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Catalogue;
using NhatLe.Payments.Charges;
using NhatLe.Services.Desk;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>Who the law lets pay less says so when filing, and the desk decides with the charge.</summary>
public sealed class ReliefAtFilingTests(PaymentsApp app) : IClassFixture<PaymentsApp>
{
    const string Paper = "Giấy chứng nhận hộ nghèo số 12, UBND xã Trọng Hóa";

    [Fact]
    public async Task What_is_said_on_the_page_of_the_papers_lies_with_the_charge_for_the_desk_to_decide()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin(PaymentsApp.WithFee);
        await mother.PhotographAll(draft);
        var address = $"/dich-vu-cong/nop/{draft}/giay-to";
        Assert.Contains("Hộ nghèo", await mother.Page(address), StringComparison.Ordinal);
        var without = await mother.Http.Submit((await mother.Http.Open(address)).Form($"[name={Relief.SubjectField}]"), (Relief.SubjectField, "PoorHousehold"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Contains("Hãy ghi giấy tờ chứng minh", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var said = await mother.Http.Submit((await mother.Http.Open(address)).Form($"[name={Relief.SubjectField}]"), (Relief.SubjectField, "PoorHousehold"), (Relief.PaperField, Paper));
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        Assert.Contains($"selected value=\"PoorHousehold\"", Ordered(await mother.Page(address)), StringComparison.Ordinal);

        var answers = (JsonObject)JsonNode.Parse(FiledForms.All[PaymentsApp.WithFee].Json)!;
        answers[Relief.SubjectField] = "PoorHousehold";
        answers[Relief.PaperField] = Paper;
        var code = (await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = PaymentsApp.WithFee, answers })).Code;
        Assert.Contains(Paper, await (await app.As(Filing.Clerk)).Page($"/giai-quyet/{code}"), StringComparison.Ordinal);
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Settled();
        await Decided(code);
    }

    [Fact]
    public async Task A_program_says_it_with_the_filing_and_is_told_what_is_wrong()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin(PaymentsApp.WithFee);
        await mother.PhotographAll(draft);
        JsonNode Answers() => JsonNode.Parse(FiledForms.All[PaymentsApp.WithFee].Json)!;
        var nobody = await mother.PostJson("/api/services/dossiers", new { id = draft, procedureCode = PaymentsApp.WithFee, answers = Answers(), relief = "Child", reliefPaper = Paper });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        Assert.Contains("không giảm cho đối tượng đó", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await mother.PostJson("/api/services/dossiers", new { id = draft, procedureCode = PaymentsApp.WithFee, answers = Answers(), relief = "PoorHousehold" })).StatusCode);
        var code = (await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = PaymentsApp.WithFee, answers = Answers(), relief = "PoorHousehold", reliefPaper = Paper })).Code;
        Assert.NotEqual(System.Text.Encoding.UTF8.GetBytes(Paper), (await app.Dossier(code)).ReliefPaper); // encrypted
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Settled();
        await Decided(code);
    }

    [Fact]
    public async Task What_was_said_in_a_draft_while_rules_held_that_hold_no_more_stands_in_nobodys_way()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var procedure = (await scope.ServiceProvider.GetRequiredService<ICatalogue>().Current(PaymentsApp.WithFee, default))!;
        Dictionary<string, string> answers = new() { [Relief.SubjectField] = "PoorHousehold", [Relief.PaperField] = Paper };
        List<NhatLe.Platform.FieldError> errors = [];
        Assert.NotNull(Relief.Read(answers, procedure, app.Time.Today, errors));
        Assert.Null(Relief.Read(answers, procedure with { FeeRules = [] }, app.Time.Today, errors));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_desk_says_it_for_who_came()
    {
        var clerk = await app.As(Filing.Clerk);
        var id = app.NewId();
        (await clerk.PostJson("/api/services/desk/drafts", new { id, procedureCode = PaymentsApp.WithFee, channel = "Counter", citizenNumber = "044196004217" })).EnsureSuccessStatusCode();
        foreach (var document in (string[])["identity"]) Assert.Equal(HttpStatusCode.OK, (await clerk.Upload($"/api/services/drafts/{id}/files/{document}", document + ".pdf", Filing.Pdf(document))).StatusCode);
        Assert.Contains("Giấy chứng minh đối tượng", await clerk.Page($"/quay/tiep-nhan/{id}"), StringComparison.Ordinal);
        var kept = await clerk.PostForm($"/quay/tiep-nhan/{id}?handler=Save", new() { [Relief.SubjectField] = "PoorHousehold", [Relief.PaperField] = Paper }); // as it saves itself
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);
        Assert.Contains(Paper, WebUtility.HtmlDecode(await clerk.Page($"/quay/tiep-nhan/{id}")), StringComparison.Ordinal);
        var answers = (JsonObject)JsonNode.Parse(FiledForms.All[PaymentsApp.WithFee].Json)!;
        var code = (await clerk.Post<FileAtDesk.Receipt>("/api/services/desk/dossiers", new { id, answers, relief = "PoorHousehold", reliefPaper = Paper })).Code;
        await app.Settled();
        await Decided(code);
    }

    /// <summary>The charge stands in full with the claim, until the desk has looked at the paper.</summary>
    async Task Decided(string code)
    {
        var charge = await app.Charge(code);
        Assert.Equal((PaymentsApp.Fee, FeeSubject.PoorHousehold, Paper), (charge.AmountVnd, charge.Claimed, charge.ClaimedNote));
        Assert.Null((await app.DutiesOn(charge.Id)).Single(d => d.Kind == "payments.relief").EndedAt);
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains(Paper, await clerk.Page($"/quay/thu-tien/{code}"), StringComparison.Ordinal);
        await clerk.Post<ChargeView>($"/api/payments/charges/{code}/subject", new { subjects = new[] { "PoorHousehold" }, evidence = Paper });
        Assert.Equal(ChargeStatus.Waived, (await app.Charge(code)).Status);
        Assert.NotNull((await app.DutiesOn(charge.Id)).Single(d => d.Kind == "payments.relief").EndedAt);
    }

    static string Ordered(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<option value=\"(\\w+)\" selected[^>]*>", "<option selected value=\"$1\">");
}
