using System.Net;
using Microsoft.EntityFrameworkCore;
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

        var received = await (await app.As(Filing.Clerk)).PostForm("/quay/lich-hen?handler=Receive&ngay=2024-11-20", new() { ["code"] = visit.Code });
        Assert.Equal(HttpStatusCode.SeeOther, received.StatusCode);
        Assert.Equal(VisitStatus.Received, (await Stored(visit.Code)).Status);
        Assert.Equal(DutyOutcome.OnTime, Assert.Single(await app.Duties(visit.Id)).Outcome);
    }

    [Fact]
    public async Task A_half_hour_is_given_to_two_people_and_to_no_third_even_at_once()
    {
        var at = App.Day(2024, 11, 21, 8, 0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => app.Anybody().PostJson("/api/services/visits", Booking(at, phone: $"091200030{n}"))));
        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) Assert.Contains("Có chỗ cần sửa", await refused.Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        var seats = await app.Tables(db => db.Visits.Where(v => v.At == at).Select(v => v.Seat).ToListAsync());
        Assert.Equal([1, 2], seats.Order());
        Assert.Equal(2, (await app.Db(db => db.Duties.CountAsync(d => d.Kind == "services.receive" && d.DueAt == at.AddMinutes(30)))));
        Assert.DoesNotContain("08:00", (await app.Anybody().Http.Open($"/mot-cua/{TrongHoa}/hen?ngay=2024-11-21")).QuerySelector("form[method=post]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_booking_sent_twice_is_one_and_a_cancelled_one_gives_its_place_back()
    {
        var (id, at) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), App.Day(2024, 11, 22, 10, 0));
        var first = await app.Anybody().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, id));
        Assert.Equal(first, await app.Anybody().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, id)));
        var second = await app.Anybody().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, phone: "0912000444"));
        await (await app.Anybody().PostJson($"/api/services/visits/{second.Code}/cancellation", new { token = first.Token })).Refused(HttpStatusCode.NotFound);
        await app.Anybody().Post<EndVisit.Ended>($"/api/services/visits/{second.Code}/cancellation", new { token = second.Token });
        Assert.Equal(DutyOutcome.Released, Assert.Single(await app.Duties((await Stored(second.Code)).Id)).Outcome);
        await app.Anybody().Post<BookVisit.Ticket>("/api/services/visits", Booking(at, phone: "0912000555"));
        await (await app.Anybody().PostJson($"/api/services/visits/{second.Code}/cancellation", new { token = second.Token })).Refused(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("2024-11-23T02:00:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // Saturday
    [InlineData("2024-11-18T00:30:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // past
    [InlineData("2024-11-19T05:00:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // noon
    [InlineData("2024-11-19T02:07:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // between
    [InlineData("2025-02-19T02:00:00Z", "0912000666", "Đinh Thị Hẹn", "At")] // too far
    [InlineData("2024-11-19T02:00:00Z", "09120", "Đinh Thị Hẹn", "Phone")]
    [InlineData("2024-11-19T02:00:00Z", "0912000666", "  ", "Person")]
    public async Task What_cannot_be_booked_is_explained_at_its_field(string at, string phone, string person, string field)
    {
        var answer = await app.Anybody().PostJson("/api/services/visits", Booking(DateTimeOffset.Parse(at, null), phone: phone, person: person));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_has_three_appointments_gets_no_fourth_and_nobody_is_absent_before_the_time_is_over()
    {
        for (var hour = 8; hour < 11; hour++) await app.Anybody().Post<BookVisit.Ticket>("/api/services/visits", Booking(App.Day(2024, 11, 26, hour, 0), phone: "0912000777"));
        await (await app.Anybody().PostJson("/api/services/visits", Booking(App.Day(2024, 11, 26, 14, 0), phone: "0912000777"))).Refused(HttpStatusCode.Conflict);
        var code = await app.Tables(db => db.Visits.Where(v => v.At == App.Day(2024, 11, 26, 8, 0)).Select(v => v.Code).FirstAsync());
        await (await (await app.As(Filing.Clerk)).PostJson($"/api/services/visits/{code}/absence", new { })).Refused(HttpStatusCode.Conflict);
        Assert.Equal(VisitStatus.Booked, (await Stored(code)).Status);
    }

    [Fact]
    public async Task A_ticket_opens_for_who_holds_it_and_for_nobody_else()
    {
        var ticket = await app.Anybody().Post<BookVisit.Ticket>("/api/services/visits", Booking(App.Day(2024, 11, 27, 9, 0), phone: "0912000888"));
        Assert.Contains(ticket.Code, await app.Anybody().Page($"/lich-hen/{ticket.Code}?t={ticket.Token}"), StringComparison.Ordinal);
        await app.Anybody().Page($"/lich-hen/{ticket.Code}", HttpStatusCode.NotFound);
        await app.Anybody().Page($"/lich-hen/{ticket.Code}?t={new string('0', 20)}", HttpStatusCode.NotFound);
        await (await app.As(Filing.Mother)).Page("/quay/lich-hen", HttpStatusCode.Forbidden);
    }
}
