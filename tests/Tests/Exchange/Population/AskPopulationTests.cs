using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange;
using NhatLe.Exchange.Calls;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Partners;
using NhatLe.Exchange.Population;
using NhatLe.National.Control;
using NhatLe.National.People;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;

namespace NhatLe.Tests.Exchange.Population;

/// <summary>The population database on the wire: what it answers, and that nothing it does is more than an answer that is missing.</summary>
public sealed class AskPopulationTests(PopulationApp app) : IClassFixture<PopulationApp>
{
    [Fact]
    public async Task Somebody_is_found_with_all_that_the_register_has()
    {
        var answer = await app.Ask(app.About(PopulationApp.Mother));
        var person = answer.Person!;
        Assert.Equal(PopulationOutcome.Found, answer.Outcome);
        Assert.Equal(("Hồ Thị Mai Liên", "Hồ", "Thị Mai", "Liên"), (person.FullName, person.FamilyName, person.MiddleName, person.GivenName));
        Assert.Equal((NhatLe.Platform.Text.Sex.Female, "Bru–Vân Kiều", new DateOnly(1996, 3, 8), 1996, "Việt Nam", MaritalStatus.Married), (person.Sex, person.Ethnicity, person.BirthDate, person.BirthYear, person.Nationality, person.MaritalStatus));
        Assert.Equal(new RegisteredAddress("44", "452", "18907", "Bản Ka Oóc", "Việt Nam"), person.Residence);
        Assert.Equal(("Hồ Văn Khiêm", "044093007356"), (person.Spouse!.FullName, person.Spouse.CitizenNumber));
        var theirs = (await app.Ask(app.About(person.Spouse.CitizenNumber))).Person!;
        Assert.Equal((PopulationApp.Mother, person.HouseholdNumber), (theirs.Spouse!.CitizenNumber, theirs.HouseholdNumber));
    }

    [Fact]
    public async Task A_year_without_a_day_and_a_name_of_one_word_come_as_they_are()
    {
        var old = app.Register.All.First(c => c.Born is null);
        var answer = (await app.Ask(app.About(old.Number))).Person!;
        Assert.Equal((null, old.BirthYear), (answer.BirthDate, answer.BirthYear));
        var one = app.Register.All.First(c => c.Family.Length == 0);
        Assert.Equal((one.Given, "", ""), ((await app.Ask(app.About(one.Number))).Person is { } p ? (p.FullName, p.FamilyName, p.MiddleName) : default));
    }

    [Fact]
    public async Task A_child_has_its_parents_and_who_acts_for_it()
    {
        var child = app.Register.All.First(c => c.Mother is not null && CitizenRegister.Year - c.BirthYear < 18);
        var answer = (await app.Ask(app.About(child.Number))).Person!;
        Assert.Equal((child.Father!.Number, child.Mother!.Number, child.Mother.Number), (answer.Father!.CitizenNumber, answer.Mother!.CitizenNumber, answer.Representative!.CitizenNumber));
        Assert.Equal(child.Household.Head.Number, answer.HouseholdHead!.CitizenNumber);
    }

    [Fact]
    public async Task Nobody_of_that_number_is_an_answer()
    {
        var question = app.About(PopulationApp.Nobody);
        Assert.Equal(PopulationOutcome.NotFound, (await app.Ask(question)).Outcome);
        Assert.Equal((Outcome.Refused, 404), ((await app.Row(question.Id)).Outcome, (await app.Row(question.Id)).Status));
    }

    [Fact]
    public async Task The_log_names_the_dossier_and_whom_it_was_about_and_the_message_holds()
    {
        var question = app.About(PopulationApp.Mother) with { AccountId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()) };
        await app.Ask(question);
        var row = await app.Row(question.Id);
        var cipher = app.Services.GetRequiredService<ColumnCipher>();
        Assert.Equal((Outcome.Answered, "dan-cu", "VN/GOV/BCA/DANCU/037", question.Issue, question.SubjectId, question.AccountId, cipher.Lookup(PopulationApp.Mother)),
            (row.Outcome, row.Partner, row.Service, row.Issue, row.SubjectId, row.AccountId, row.AboutKey));
        var request = row.Request(cipher)!;
        Assert.DoesNotContain(PopulationApp.Mother, request.Head, StringComparison.Ordinal); // in the body, and nowhere else
        Assert.Contains(PopulationApp.Mother, Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
        Assert.Equal(row.RequestHash, request.Hash());
        Assert.Equal(row.AnswerHash, row.Answer(cipher)!.Hash());
        Assert.Contains(question.Id.ToString(), app.Answered);
    }

    [Theory]
    [InlineData(FaultKind.Fail, null, Outcome.Away)]
    [InlineData(FaultKind.Garbage, null, Outcome.Fault)]
    [InlineData(FaultKind.Hang, null, Outcome.Away)]
    [InlineData(FaultKind.Slow, null, Outcome.Away)]
    [InlineData(FaultKind.Wrong, "signature", Outcome.Fault)]
    [InlineData(FaultKind.Wrong, "hash", Outcome.Fault)]
    [InlineData(FaultKind.Wrong, "denied", Outcome.Fault)]
    [InlineData(FaultKind.Wrong, "person", Outcome.Answered)]
    [InlineData(FaultKind.Wrong, "body", Outcome.Answered)]
    public async Task Whatever_it_does_wrong_is_no_answer_in_good_time_and_it_is_asked_again_later(FaultKind kind, string? wrong, Outcome logged)
    {
        await app.Tell(kind, wrong);
        var (question, began) = (app.About(PopulationApp.Mother), Stopwatch.GetTimestamp());
        var answer = await app.Ask(question);
        var took = Stopwatch.GetElapsedTime(began);
        await app.TakeBackFaults();
        Assert.Equal((PopulationOutcome.Away, null), (answer.Outcome, answer.Person));
        Assert.NotEmpty(answer.Why);
        Assert.True(took < AskPopulation.LongestWait + TimeSpan.FromSeconds(5), $"{took}");
        Assert.Equal(logged, (await app.Row(question.Id)).Outcome);
        Assert.Equal(PopulationOutcome.Found, (await app.Ask(app.About(PopulationApp.Mother))).Outcome);
    }

    [Fact]
    public async Task It_tells_what_it_offers()
    {
        var partner = app.Services.GetRequiredService<ExchangeSettings>().Find(AskPopulation.Partner)!;
        Assert.Contains("\"service_code\":\"037\"", await Said("listMethods", ""), StringComparison.Ordinal);
        Assert.Contains("NgayThangNamSinh", await Said("getOpenAPI", "?serviceCode=037"), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<RefusedByPartner>(() => Said("getOpenAPI", "?serviceCode=038"));
        await Assert.ThrowsAnyAsync<RefusedByPartner>(() => Said("038", ""));
        await app.Run<LookAtPartners>();
        Assert.Equal(PartnerState.Up, await app.Read(db => db.Health.Where(h => h.Partner == "dan-cu").Select(h => h.State).SingleAsync()));

        async Task<string> Said(string service, string path) =>
            Encoding.UTF8.GetString((await app.Services.GetRequiredService<XRoadCalls>().Call(new(partner, service, HttpMethod.Get, path, Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), default)).Body.Span);
    }

    [Fact]
    public async Task A_question_without_a_purpose_or_with_half_a_number_is_refused_there()
    {
        Assert.Equal(PopulationOutcome.Away, (await app.Ask(app.About(PopulationApp.Mother) with { Purpose = "" })).Outcome);
        Assert.Equal(PopulationOutcome.Away, (await app.Ask(app.About("04419600421"))).Outcome);
    }
}
