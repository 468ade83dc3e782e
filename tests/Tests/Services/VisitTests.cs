using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Facts;
using NhatLe.Services.Visits;

namespace NhatLe.Tests.Services;

/// <summary>"Đến quầy: lấy số, hẹn giờ": a time of one's own at a desk, and the desk's day.</summary>
public sealed class VisitTests(App app) : IClassFixture<App>
{
    const string TrongHoa = "18907";

    static object Booking(DateTimeOffset at, Guid? id = null, string phone = "0912 000 111", string person = "Đinh Thị Hẹn") =>
        new { id = id ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), unitCode = TrongHoa, procedureCode = Filing.BirthRegistration, at, person, phone };

    Task<Visit> Stored(string code) => app.Tables(db => db.Visits.AsNoTracking().SingleAsync(v => v.Code == code));

    [Fact]
    public async Task Anybody_agrees_a_time_on_the_pages_gets_a_number_and_the_desk_owes_to_receive_them()
    {
        using var browser = app.Anybody();
        var show = await browser.Http.Open("/thu-tuc/1.001193");
        var desks = await browser.Http.Open(show.QuerySelectorAll("a").First(a => a.Words() == "Đến quầy: lấy số, hẹn giờ").GetAttribute("href")!);
        var place = await browser.Http.Open($"/mot-cua?thu-tuc=1.001193&xa={TrongHoa}");
        Assert.Contains("Ủy ban nhân dân xã Trọng Hóa", place.Words(), StringComparison.Ordinal);
        Assert.Contains("07:00 – 11:30, 13:30 – 17:00", place.Words(), StringComparison.Ordinal);
        Assert.Contains("Nghỉ: Thứ Bảy", desks.Words(), StringComparison.Ordinal);

        var page = await browser.Http.Open($"/mot-cua/{TrongHoa}/hen?thu-tuc=1.001193&ngay=2024-11-20");
        var nine = page.QuerySelectorAll("[name='Input.At']").Select(i => i.GetAttribute("value")!).Single(v => DateTimeOffset.Parse(v, null) == App.Day(2024, 11, 20, 9, 0));
        var booked = await browser.Http.Press(page.FormWith("Đặt giờ"), "Đặt giờ", ("Input.At", nine), ("Input.Person", "Đinh Thị Sớm"), ("Input.Phone", "0912000222"));
        Assert.Equal(HttpStatusCode.SeeOther, booked.StatusCode);
        var ticket = await browser.Http.Open(booked.Headers.Location!.ToString());
        Assert.Contains("Số 1, 09:00 thứ Tư 20/11/2024", ticket.Words(), StringComparison.Ordinal);

        var visit = await app.Tables(db => db.Visits.AsNoTracking().SingleAsync(v => v.Person == "Đinh Thị Sớm"));
        Assert.Equal("0912000222", app.Plain(visit.Phone));
        Assert.Equal(App.Day(2024, 11, 20, 9, 30), (await app.OpenDuty(visit.Id, "services.receive")).DueAt);
        Assert.All(await app.Journal(visit.Id), line => Assert.True(line.Holds));
        Assert.Contains("Đinh Thị Sớm", await (await app.As(Filing.Clerk)).Page("/quay/lich-hen?ngay=2024-11-20"), StringComparison.Ordinal);
        await (await app.Anybody().PostJson($"/api/services/visits/{visit.Code}/reception", new { })).Refused(HttpStatusCode.Unauthorized);
        await (await (await app.As("can-bo.nguhoa")).PostJson($"/api/services/visits/{visit.Code}/reception", new { })).Refused(HttpStatusCode.NotFound);

        var clerk = await app.As(Filing.Clerk);
        await (await clerk.PostJson($"/api/services/visits/{visit.Code}/reception", new { })).Refused(HttpStatusCode.Conflict); // not its day yet
        app.Time.MoveTo(App.Day(2024, 11, 20, 9, 5));
        var received = await clerk.PostForm("/quay/lich-hen?handler=Receive&ngay=2024-11-20", new() { ["code"] = visit.Code });
        Assert.Equal(HttpStatusCode.SeeOther, received.StatusCode);
        Assert.Equal(VisitStatus.Received, (await Stored(visit.Code)).Status);
        Assert.Equal(DutyOutcome.OnTime, Assert.Single(await app.Duties(visit.Id)).Outcome);
    }

    [Fact]
    public async Task A_half_hour_is_given_to_two_people_and_to_no_third_even_at_once()
    {
        var at = App.Day(2024, 11, 25, 8, 0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => app.Elsewhere().PostJson("/api/services/visits", Booking(at, phone: $"091200030{n}"))));
        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) Assert.Contains("Có chỗ cần sửa", await refused.Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        var seats = await app.Tables(db => db.Visits.Where(v => v.At == at).Select(v => v.Seat).ToListAsync());
        Assert.Equal([1, 2], seats.Order());
        Assert.Equal(2, (await app.Db(db => db.Duties.CountAsync(d => d.Kind == "services.receive" && d.DueAt == at.AddMinutes(30)))));
        Assert.DoesNotContain("08:00", (await app.Anybody().Http.Open($"/mot-cua/{TrongHoa}/hen?ngay=2024-11-25")).QuerySelector("form[method=post]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_booking_sent_twice_is_one_and_a_cancelled_one_gives_its_place_back()
    {
        var (id, at) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), App.Day(2024, 11, 22, 10, 0));
        var first = await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, id));
        Assert.Equal(first, await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, id)));
        var second = await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, phone: "0912000444"));
        await (await app.Anybody().PostJson($"/api/services/visits/{second.Code}/cancellation", new { token = first.Token })).Refused(HttpStatusCode.NotFound);
        await app.Anybody().Post<EndVisit.Ended>($"/api/services/visits/{second.Code}/cancellation", new { token = second.Token });
        Assert.Equal(DutyOutcome.Released, Assert.Single(await app.Duties((await Stored(second.Code)).Id)).Outcome);
        await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, phone: "0912000555"));
        await (await app.Anybody().PostJson($"/api/services/visits/{second.Code}/cancellation", new { token = second.Token })).Refused(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("2024-11-23T02:00:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // Saturday
    [InlineData("2024-11-18T00:30:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // past
    [InlineData("2024-11-21T05:00:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // noon
    [InlineData("2024-11-21T02:07:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // between
    [InlineData("2025-02-19T02:00:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // too far
    [InlineData("2024-11-21T02:00:00Z", "09120", "Đinh Thị Hẹn", "Phone")]
    [InlineData("2024-11-21T02:00:00Z", "0912000666", "  ", "Person")]
    public async Task What_cannot_be_booked_is_explained_at_its_field(string at, string phone, string person, string field)
    {
        var answer = await app.Elsewhere().PostJson("/api/services/visits", Booking(DateTimeOffset.Parse(at, null), phone: phone, person: person));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_has_three_appointments_gets_no_fourth_and_nobody_is_absent_before_the_time_is_over()
    {
        for (var hour = 8; hour < 11; hour++) await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(App.Day(2024, 11, 26, hour, 0), phone: "0912000777"));
        await (await app.Elsewhere().PostJson("/api/services/visits", Booking(App.Day(2024, 11, 26, 14, 0), phone: "0912000777"))).Refused(HttpStatusCode.Conflict);
        var code = await app.Tables(db => db.Visits.Where(v => v.At == App.Day(2024, 11, 26, 8, 0)).Select(v => v.Code).FirstAsync());
        await (await (await app.As(Filing.Clerk)).PostJson($"/api/services/visits/{code}/absence", new { })).Refused(HttpStatusCode.Conflict);
        Assert.Equal(VisitStatus.Booked, (await Stored(code)).Status);
    }

    [Fact]
    public async Task A_ticket_opens_for_who_holds_it_and_for_nobody_else()
    {
        var ticket = await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(App.Day(2024, 11, 27, 9, 0), phone: "0912000888"));
        Assert.Contains(ticket.Code, await app.Anybody().Page($"/lich-hen/{ticket.Code}?t={ticket.Token}"), StringComparison.Ordinal);
        await app.Anybody().Page($"/lich-hen/{ticket.Code}", HttpStatusCode.NotFound);
        await app.Anybody().Page($"/lich-hen/{ticket.Code}?t={new string('0', 20)}", HttpStatusCode.NotFound);
        await (await app.As(Filing.Mother)).Page("/quay/lich-hen", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pressed_several_times_at_once_it_is_one_booking_and_everybody_gets_its_ticket()
    {
        var booking = Booking(App.Day(2024, 11, 28, 9, 0), phone: "0912000991");
        var tickets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", booking)));
        Assert.Single(tickets.Distinct());
        Assert.Equal(1, await app.Tables(db => db.Visits.CountAsync(v => v.Code == tickets[0].Code)));
    }

    [Fact]
    public async Task A_phone_gets_three_open_visits_even_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => app.Elsewhere().PostJson("/api/services/visits", Booking(App.Day(2024, 11, 29, 7, 0).AddMinutes(30 * n), phone: "0912000992"))));
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(3, await app.Tables(db => db.Visits.CountAsync(v => v.PhoneKey == app.Services.GetRequiredService<NhatLe.Platform.Data.ColumnCipher>().Lookup("0912000992"))));
    }

    [Fact]
    public async Task One_address_books_twelve_an_hour_and_no_more()
    {
        using var one = app.Elsewhere();
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 13; n++) answers.Add((await one.PostJson("/api/services/visits", Booking(App.Day(2024, 11, 28, 7, 0), phone: "1"))).StatusCode);
        Assert.Equal((12, HttpStatusCode.TooManyRequests), (answers.Count(a => a == HttpStatusCode.UnprocessableEntity), answers[^1]));
    }

    [Fact]
    public async Task The_id_of_a_booking_says_nothing_to_who_does_not_know_what_was_booked()
    {
        var (id, at) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), App.Day(2024, 11, 28, 10, 0));
        await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, id, phone: "0912000993"));
        foreach (var other in (object[])[Booking(at, id, phone: "0912000994"), Booking(at.AddMinutes(30), id, phone: "0912000993")])
            await (await app.Elsewhere().PostJson("/api/services/visits", other)).Refused(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task An_account_sees_its_visits_among_its_dossiers()
    {
        var mother = await app.As(Filing.Mother);
        var ticket = await mother.Post<BookVisit.Ticket>("/api/services/visits", Booking(App.Day(2024, 11, 28, 14, 0), phone: "0900000101"));
        Assert.NotNull((await mother.Http.Open("/ho-so-cua-toi")).QuerySelector($"a[href='/lich-hen/{ticket.Code}']"));
        Assert.Contains(ticket.Code, await mother.Page($"/lich-hen/{ticket.Code}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    [InlineData("2024-02-30")]
    [InlineData("hôm nay")]
    public async Task A_day_that_makes_no_sense_shows_today(string day) =>
        Assert.Contains("Lịch hẹn tại quầy", await (await app.As(Filing.Clerk)).Page("/quay/lich-hen?ngay=" + Uri.EscapeDataString(day)), StringComparison.Ordinal);

    [Fact]
    public async Task A_request_without_a_desk_is_refused_in_words() =>
        await (await app.Elsewhere().PostJson("/api/services/visits", new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), unitCode = (string?)null, at = App.Day(2024, 11, 28, 9), person = "A", phone = "0912000995" })).Refused(HttpStatusCode.NotFound);
}

/// <summary>What the desk leaves open is closed the day after.</summary>
public sealed class CloseVisitsTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_did_not_come_is_absent_by_the_desk_or_the_day_after_and_owed_no_more()
    {
        async Task<BookVisit.Ticket> Book(int hour, string phone) => await app.Elsewhere().Post<BookVisit.Ticket>("/api/services/visits",
            new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), unitCode = "18907", at = App.Day(2024, 11, 19, hour, 0), person = "Đinh Thị Vắng", phone });
        var (marked, forgotten) = (await Book(8, "0912000771"), await Book(9, "0912000772"));
        app.Time.MoveTo(App.Day(2024, 11, 19, 8, 40));
        await (await app.As(Filing.Clerk)).Post<EndVisit.Ended>($"/api/services/visits/{marked.Code}/absence", new { });
        var close = app.Services.GetRequiredService<CloseVisits>();
        Assert.Equal(0, await close.Run(default)); // still its day
        await (await app.Elsewhere().PostJson($"/api/services/visits/{marked.Code}/cancellation", new { token = marked.Token })).Refused(HttpStatusCode.Conflict);
        app.Time.MoveTo(App.Day(2024, 11, 20, 0, 5));
        Assert.Equal(1, await close.Run(default));
        Assert.Equal(0, await close.Run(default));
        foreach (var code in (string[])[marked.Code, forgotten.Code])
        {
            var visit = await app.Tables(db => db.Visits.AsNoTracking().SingleAsync(v => v.Code == code));
            Assert.Equal(VisitStatus.Missed, visit.Status);
            Assert.Equal(DutyOutcome.Released, Assert.Single(await app.Duties(visit.Id)).Outcome);
            Assert.All(await app.Journal(visit.Id), line => Assert.True(line.Holds));
        }
        app.Time.MoveTo(App.Day(2025, 2, 28, 8, 0));
        await close.Run(default);
        Assert.Equal(0, await app.Tables(db => db.Visits.CountAsync()));
    }
}
