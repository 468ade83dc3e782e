using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Tracking;
using QRCoder;

namespace NhatLe.Tests.Services;

/// <summary>The slip with its QR code, the rating, and what lies in the database for anybody who steals it.</summary>
public sealed class AfterwardsTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Only_the_applicant_rates_only_after_the_result_and_only_once()
    {
        var code = (await app.GivenFiled()).Code;
        var mother = await app.As(Filing.Mother);
        Task<HttpResponseMessage> Rate(App.Client who, int stars) => who.PostJson($"/api/services/dossiers/{code}/rating", new { stars, comment = "Tốt" });
        foreach (var step in (Func<Task>[])[() => Task.CompletedTask, () => app.Act(Filing.Clerk, code, "acceptance"), () => app.Process(code), () => app.Act(Filing.Chair, code, "approval")])
        {
            await step();
            Assert.Contains("chưa trả kết quả", await (await Rate(mother, 5)).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        }
        await app.Act(Filing.Clerk, code, "return");
        var before = await app.Facts(code);
        foreach (var stars in (int[])[0, 6, -1]) await (await Rate(mother, stars)).Refused(HttpStatusCode.UnprocessableEntity);
        await (await Rate(app.Anybody(), 1)).Refused(HttpStatusCode.Unauthorized);
        foreach (var login in (string[])["van.khiem", Filing.Clerk, Filing.Chair]) await (await Rate(await app.As(login), 1)).Refused(HttpStatusCode.NotFound);
        Assert.Equal(before, await app.Facts(code));

        var page = await mother.Http.Open($"/ho-so/{code}");
        var none = await mother.Http.Press(page.FormWith("Gửi đánh giá"), "Gửi đánh giá", ("Comment", "Chưa chọn mức"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Equal("Chưa chọn mức", (await none.Page()).Value("Comment"));
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(page.FormWith("Gửi đánh giá"), "Gửi đánh giá", ("Stars", "4"), ("Comment", "Nhanh"))).StatusCode);
        Assert.Contains("đã đánh giá", await (await Rate(mother, 1)).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        var dossier = await app.Dossier(code);
        Assert.Equal((4, "Nhanh"), (dossier.Stars, dossier.RatingComment));
        Assert.Single(await app.Journal(dossier.Id), l => l.Entry.Event == "services.dossier-rated");
    }

    [Fact]
    public async Task Of_ratings_sent_at_once_one_counts()
    {
        var code = await app.GivenReturned();
        var mother = await app.As(Filing.Mother);
        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(stars => mother.PostJson($"/api/services/dossiers/{code}/rating", new { stars })));
        Assert.Single(answers, a => a.IsSuccessStatusCode);
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task The_slip_comes_with_acceptance_and_its_QR_code_opens_the_full_tracking_page()
    {
        var code = (await app.GivenFiled()).Code;
        var (mother, clerk) = (await app.As(Filing.Mother), await app.As(Filing.Clerk));
        foreach (var client in (App.Client[])[mother, clerk])
        {
            var early = await client.Get($"/ho-so/{code}/giay-hen");
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
            Assert.Contains("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn.", (await early.Page()).Words(), StringComparison.Ordinal);
        }
        Assert.StartsWith("/dang-nhap", (await app.Anybody().Get($"/ho-so/{code}/giay-hen")).Headers.Location?.ToString(), StringComparison.Ordinal);

        var work = await clerk.Http.Open($"/giai-quyet/{code}");
        var accepted = await clerk.Http.Submit(work.Form("form[action='?handler=Accept']"));
        Assert.Equal($"/ho-so/{code}/giay-hen?in=1", accepted.Headers.Location?.ToString());
        var slip = await clerk.Http.Open($"/ho-so/{code}/giay-hen");
        Assert.Contains("17:00 thứ Hai 18/11/2024", slip.DocumentElement.Words(), StringComparison.Ordinal);
        Assert.Contains(code, slip.DocumentElement.Words(), StringComparison.Ordinal);

        var dossier = await app.Dossier(code);
        var address = $"{app.Address.GetLeftPart(UriPartial.Authority)}/tra-cuu/{code}?t={app.Services.GetRequiredService<ColumnCipher>().Token(TrackDossier.TokenPurpose, dossier.Id)}";
        Assert.Equal(Drawn(address), slip.QuerySelector("svg.nl-qr path")?.GetAttribute("d"));
        Assert.Equal(Drawn(address), (await mother.Http.Open($"/ho-so/{code}/giay-hen")).QuerySelector("svg.nl-qr path")?.GetAttribute("d"));
        var full = (await app.Anybody().Http.Open(address)).Words();
        Assert.Contains("Hồ Thị Mai Liên", full, StringComparison.Ordinal);
        Assert.Contains("Giấy chứng sinh", full, StringComparison.Ordinal);
    }

    static string Drawn(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        return string.Concat(code.ModuleMatrix.SelectMany((row, y) => row.Cast<bool>().Select((dark, x) => dark ? $"M{x} {y}h1v1h-1z" : "")));
    }

    [Fact]
    public async Task Neither_number_nor_phone_nor_what_the_form_says_lies_readable_in_the_database()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var answers = Filing.Answers("Hồ Bí Mật");
        (answers["child_birth_place"], answers["father_name"], answers["phone"]) = ("Nơi sinh kín đáo", "Cha Kín Đáo", "0912345678");
        await mother.AnswerAll(draft, answers);
        await mother.UploadPapers(draft);
        var code = await mother.PressFile(draft);
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Settled();

        Assert.Empty(await Where("044196004217"));
        Assert.Empty(await Where("0912345678"));
        Assert.Empty(await Where("Nơi sinh kín đáo"));
        Assert.Empty(await Where("Cha Kín Đáo"));
        var named = await Where("Hồ Bí Mật"); // for lists, by design
        Assert.Equal(["duties.person", "search_documents.person", "services_dossiers.person"], named.Order(StringComparer.Ordinal));
    }

    /// <summary>The columns of all tables in which these bytes stand.</summary>
    async Task<HashSet<string>> Where(string secret)
    {
        var sought = System.Text.Encoding.UTF8.GetBytes(secret);
        var database = app.Services.GetRequiredService<Database>();
        await using var connection = await database.Open();
        List<string> tables = [];
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = database.IsPostgres
                ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
                : "SELECT name FROM sqlite_master WHERE type = 'table'";
            await using var names = await list.ExecuteReaderAsync();
            while (await names.ReadAsync()) tables.Add(names.GetString(0));
        }
        Assert.Contains("services_drafts", tables);
        HashSet<string> found = [];
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    var bytes = rows.GetValue(i) is byte[] raw ? raw : System.Text.Encoding.UTF8.GetBytes(rows.GetValue(i).ToString()!);
                    if (bytes.AsSpan().IndexOf(sought) >= 0) found.Add($"{table}.{rows.GetName(i)}");
                }
        }
        return found;
    }
}
