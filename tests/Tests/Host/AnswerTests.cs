using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Reports;
using NhatLe.Exchange.XRoad;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Organization;
using NhatLe.Tests.Payments;
using NhatLe.Tests.Post;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Host;

/// <summary>What holds for every answer of the running application.</summary>
public sealed partial class AnswerTests(App app) : IClassFixture<App>
{
    static readonly string[] People = ["", Filing.Mother, Filing.Clerk, Filing.Justice, Filing.Chair, "quan-tri", "chanh-van-phong"];

    /// <summary>Asked for by GET, these never show a page of their own: the error page, a press on a notice, an act on many dossiers, the second half of a sign-in, what is there beside stand-ins only.</summary>
    static readonly string[] LeadsElsewhere = ["/loi", "/thong-bao/{id:guid}", "/giai-quyet/hang-loat/{act}", "/dang-nhap/ma", "/van-hanh/thu-su-co"];

    async Task<App.Client> Who(string login) => login.Length == 0 ? app.Anybody() : await app.As(login);

    /// <summary>Every compiled page's address, as the running application routes it.</summary>
    List<string> Pages() =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()];

    [Fact]
    public async Task Every_page_answers_everybody_and_opens_for_somebody()
    {
        var mother = await app.As(Filing.Mother);
        var (code, accepted) = ((await app.GivenFiled()).Code, (await app.GivenFiled()).Code);
        await app.Act(Filing.Clerk, accepted, "acceptance");
        var asked = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, asked, "supplement-request", new { what = "Giấy chứng sinh" });
        var verification = await mother.VerificationCode($"/ho-so/{accepted}/giay-hen");
        await app.Settled();
        var (draft, notice) = (await mother.Begin(), await app.Db(db => Task.FromResult(db.Notices.OrderBy(n => n.At).First().Id)));

        var visit = await mother.Post<NhatLe.Services.Visits.BookVisit.Ticket>("/api/services/visits", new { id = draft, unitCode = "18907", at = App.Day(2024, 11, 20, 9), person = "Hồ Thị Mai Liên", phone = "0900000101" });

        var atDesk = Guid.CreateVersion7(app.Time.Now);
        await (await app.As(Filing.Clerk)).PostJson("/api/services/desk/drafts", new { id = atDesk, procedureCode = Filing.BirthRegistration, citizenNumber = "044196004217" });
        var (acting, slip) = (Guid.CreateVersion7(app.Time.Now), Guid.CreateVersion7(app.Time.Now));
        await mother.PostJson("/api/identity/representations", new { id = acting, kind = "Child", relation = "Mother", name = "Hồ Gia Hân", number = "044315000001", bornOn = "2015-09-28", unit = "18907", evidence = "Giấy khai sinh số 15" });
        await (await app.As(Filing.Clerk)).PostJson("/api/identity/desk-accounts", new { id = slip, citizenNumber = "044158000001", fullName = "Hồ Thị Bông", bornOn = "1958", unit = "18907", paper = "CitizenCard" });
        var task = await (await app.As("chu-tich.minhhoa")).Post<NhatLe.Assignments.Tasks.ActResult>("/api/assignments", new { id = Guid.CreateVersion7(app.Time.Now), what = "Báo cáo", unit = "18907" });

        var system = Guid.CreateVersion7(app.Time.Now);
        await (await app.As("quan-tri")).PostJson("/api/identity/clients", new { id = system, clientId = "phan-mem", name = "Phần mềm", thirdParty = true, redirectUris = "https://rp.example.vn/cb", grants = new[] { "authorization_code" }, forCitizens = true, forOfficers = true });
        const string asking = "?client_id=phan-mem&redirect_uri=https%3A%2F%2Frp.example.vn%2Fcb&response_type=code&scope=openid&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        var reform = await (await app.As("quan-tri")).Post<NhatLe.Organization.Reforms.PlanReform.Made>("/api/organization/reforms", new { id = Guid.CreateVersion7(app.Time.Now), file = "2024-12-01" });

        var handOver = await app.Prepared(Filing.Clerk, app.Wanted(to: FactsApp.Justice));
        var shared = XRoadMessage.Request("GET", "/r1/VN/GOV/H46/NHATLE/procedures", [], default);
        var message = await app.Services.GetRequiredService<MessageLog>().Begin("dan-cu", ServiceId.OfPath("/r1/VN/GOV/H46/NHATLE/procedures", out _)!, "GET", "m-1", Cause.None, new(shared, Signature: null), default);
        var fee = await PaidFee.Of(app);
        var letter = await SentLetter.Of(app, accepted, fee.Paid);
        var post = await app.Db(db => Task.FromResult(db.Positions.First(p => p.UnitId == FactsApp.TrongHoa).Id));

        var (packet, period) = await Exchanged();

        string Real(string page) => page == "/dong-y" ? page + asking : Parameter().Replace(page, m => (m.Groups["name"].Value, page) switch
        {
            (var hole, var p) when fee.Find(hole, p) is { } money => money,
            (var hole, var p) when letter.Find(hole, p) is { } sent => sent,
            ("code", var p) when p.StartsWith("/quan-tri/he-thong", StringComparison.Ordinal) => "phan-mem",
            ("id", var p) when p.StartsWith("/thong-bao", StringComparison.Ordinal) => notice.ToString(),
            ("id", var p) when p.StartsWith("/dai-dien", StringComparison.Ordinal) || p.StartsWith("/xac-nhan-dai-dien", StringComparison.Ordinal) => acting.ToString(),
            ("id", var p) when p.StartsWith("/quay/tai-khoan", StringComparison.Ordinal) => slip.ToString(),
            ("id", var p) when p.StartsWith("/quay", StringComparison.Ordinal) => atDesk.ToString(),
            ("id", var p) when p.StartsWith("/van-hanh/trao-doi", StringComparison.Ordinal) => message.ToString(),
            ("id", var p) when p.StartsWith("/van-ban/truc", StringComparison.Ordinal) => packet.ToString(),
            ("period", _) => period,
            ("id", var p) when p.StartsWith("/to-chuc/sap-xep", StringComparison.Ordinal) => reform.Id.ToString(),
            ("id", var p) when p.StartsWith("/to-chuc/ban-giao", StringComparison.Ordinal) => handOver.ToString(),
            ("id", var p) when p.StartsWith("/to-chuc/can-bo", StringComparison.Ordinal) => FactsApp.Clerk.ToString(),
            ("id", var p) when p.StartsWith("/to-chuc/{code}/quyen", StringComparison.Ordinal) => post.ToString(),
            ("id", _) => draft.ToString(),
            ("number", _) => "1",
            ("code", var p) when p.StartsWith("/thu-tuc", StringComparison.Ordinal) || p.StartsWith("/danh-muc", StringComparison.Ordinal) || p.StartsWith("/dich-vu-cong", StringComparison.Ordinal) => Filing.BirthRegistration,
            ("code", var p) when p.StartsWith("/mot-cua", StringComparison.Ordinal) => "18907",
            ("code", var p) when p.StartsWith("/to-chuc", StringComparison.Ordinal) => "18907",
            ("code", var p) when p.StartsWith("/nhiem-vu", StringComparison.Ordinal) => task.Code,
            ("code", var p) when p.StartsWith("/lich-hen", StringComparison.Ordinal) => visit.Code,
            ("code", var p) when p.StartsWith("/xac-minh", StringComparison.Ordinal) => verification,
            ("code", var p) when p.Contains("/giay/", StringComparison.Ordinal) => asked,
            ("seq", _) => "2",
            ("code", var p) when p.EndsWith("/giay-hen", StringComparison.Ordinal) => accepted,
            ("code", _) => code,
            _ => "1",
        });
        static string Unknown(string page) => Parameter().Replace(page, m => m.Groups["name"].Value switch { "id" => Guid.Empty.ToString(), "number" => "99", _ => "H99.99-000000-9999" });

        var pages = Pages();
        Assert.True(pages.Count >= 20, $"Only {pages.Count} pages.");
        List<string> broken = [], closed = [];
        foreach (var page in pages)
        {
            List<int> answers = [];
            foreach (var person in People)
            foreach (var address in (string[])[Real(page), Unknown(page), "/en" + Real(page)])
            {
                var status = (int)(await (await Who(person)).Get(address)).StatusCode;
                if (status >= 500) broken.Add($"{person} {address}: {status}");
                if (address == Real(page)) answers.Add(status);
            }
            if (!LeadsElsewhere.Contains(page) && !answers.Contains(200)) closed.Add($"{Real(page)}: {string.Join(", ", answers)}");
        }
        Assert.True(broken.Count + closed.Count == 0, string.Join("\n", broken.Concat(closed.Select(c => "opens for nobody: " + c))));
    }

    /// <summary>A packet that came for Trọng Hóa, and a report of the province; no axis and no Government are needed for them.</summary>
    async Task<(Guid Packet, string Period)> Exchanged()
    {
        await using var scope = app.Services.As(Actor.System);
        var (db, now, units) = (scope.ServiceProvider.GetRequiredService<ExchangeDb>(), app.Time.Now, await app.Services.GetRequiredService<DirectoryCache>().Get());
        var packet = DocumentPacket.Break(Guid.CreateVersion7(now), FactsApp.TrongHoa, "Ủy ban nhân dân xã Trọng Hóa", "VN00000001", "G15", "H46.22.03", new(PacketFault.NotXml, "No XML."), new(new string('0', 64), 1), now);
        db.Packets.Add(packet);
        db.Record(packet, new PacketBroken(packet.Id, packet.AxisId, PacketFault.NotXml));
        var period = ReportPeriod.Parse("2024-10")!.Value;
        var report = GovernmentReport.Open(period, period.Window(14), units.Province!.Id, now, now);
        db.Reports.Add(report);
        db.ReportEditions.Add(new() { ReportId = report.Id, Number = report.Edition });
        db.Record(report, new GovernmentReportOpened(report.Id, report.Period, report.DueAt));
        await db.SaveChangesAsync();
        return (packet.Id, report.Period);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/en/thu-tuc")]
    [InlineData("/viec")]
    [InlineData("/khong-co-trang-nay")]
    [InlineData("/health")]
    [InlineData("/favicon.ico")]
    [InlineData("/api/services/tracking/khong-co")]
    public async Task Every_answer_carries_the_security_headers(string path) => MustBeGuarded(await app.Anybody().Get(path));

    [Fact]
    public async Task A_request_from_another_site_is_refused_and_guarded_too()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://elsewhere.example"), ("Origin", "null") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/dang-nhap") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Input.Login"] = Filing.Mother, ["Input.Password"] = App.Password }) };
            request.Headers.Add(header, value);
            var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            MustBeGuarded(answer);
        }
    }

    static void MustBeGuarded(HttpResponseMessage answer)
    {
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
        var policy = Header("Content-Security-Policy");
        foreach (var rule in new[] { "default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'" })
            Assert.Contains(rule, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Vietnamese_is_written_as_it_is_and_each_language_names_itself_and_the_other()
    {
        var (home, english) = (await app.Anybody().Page("/"), await app.Anybody().Page("/en"));
        Assert.Contains("Ông/bà cần làm việc gì?", home, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x", home, StringComparison.Ordinal);
        Assert.Contains("What do you need to do?", english, StringComparison.Ordinal);
        foreach (var (page, language) in new[] { (home, "vi"), (english, "en") })
        {
            Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
            Assert.Contains($"hreflang=\"vi\" href=\"{app.Address}\"", page, StringComparison.Ordinal);
            Assert.Contains($"hreflang=\"en\" href=\"{app.Address}en", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/khong-co-trang-nay", "Không có trang này", "href=\"/\"")]
    [InlineData("/en/no-such-page", "There is no such page", "href=\"/en/\"")]
    public async Task An_unknown_address_says_so_and_shows_a_way_back(string path, string words, string back)
    {
        var page = await app.Anybody().Page(path, HttpStatusCode.NotFound);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains(back, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/services/tracking/H99.99-000000-9999", 404, "dossier.missing")]
    [InlineData("/api/workspace/duties", 401, "sign-in")]
    [InlineData("/api/khong-co", 404, "address.missing")]
    [InlineData("/api/services/dossiers", 401, "sign-in")]
    [InlineData("/api/services/visits", 405, "bad-request")]
    public async Task The_API_refuses_in_problem_details_with_a_code_and_a_trace(string path, int status, string code)
    {
        var answer = await app.Anybody().Get(path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.False(string.IsNullOrWhiteSpace(problem.RootElement.GetProperty("traceId").GetString()));
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Health_answers_with_the_version_of_the_directory()
    {
        using var health = JsonDocument.Parse(await app.Anybody().Page("/health"));
        Assert.True(health.RootElement.GetProperty("directory").GetInt64() > 0);
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)[^}]*\}")]
    private static partial Regex Parameter();

    [Fact]
    public async Task An_asset_is_sent_packed_to_who_takes_it_and_is_the_same_unpacked()
    {
        var page = await app.Anybody().Http.Open("/");
        foreach (var address in (string[])[page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!, page.QuerySelector("script[type=module]")!.GetAttribute("src")!])
        {
            using var plain = await Ask(address, "identity");
            using var packed = await Ask(address, "gzip, br");
            Assert.Empty(plain.Content.Headers.ContentEncoding);
            Assert.Equal("br", Assert.Single(packed.Content.Headers.ContentEncoding));
            Assert.Equal(plain.Content.Headers.ContentType, packed.Content.Headers.ContentType);
            Assert.Contains("immutable", packed.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            await using var unpacked = new System.IO.Compression.BrotliStream(await packed.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
            using var text = new StreamReader(unpacked);
            Assert.Equal(await plain.Content.ReadAsStringAsync(), await text.ReadToEndAsync());
            Assert.True(packed.Content.Headers.ContentLength < plain.Content.Headers.ContentLength / 2);
        }

        Task<HttpResponseMessage> Ask(string address, string encodings)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
            return app.Anybody().Http.SendAsync(request);
        }
    }
}
