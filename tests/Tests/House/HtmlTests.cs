using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace NhatLe.Tests.House;

/// <summary>That the test's reader sends what a browser would send, and refuses what a person could not do.</summary>
[Trait("Run", "Once")]
public sealed class HtmlTests
{
    const string Filing = """
        <main><form method="post" action="/nop?buoc=2" enctype="ENC">
        <input type="hidden" name="Id" value="0193"><input name="Name" value="Hồ Thị Lý"><input name="Off" value="x" disabled>
        <textarea name="Note">một</textarea>
        <select name="Unit"><option value="a">A</option><option value="b" selected>B</option></select>
        <input type="checkbox" name="Agree" value="true"><input type="radio" name="Way" value="desk" checked><input type="radio" name="Way" value="post">
        <input type="file" name="Paper">
        <button>Lưu</button><button name="Then" value="file">Nộp hồ sơ</button></form>
        <input name="Phone" form="elsewhere"><a href="/tra-cuu?ma=1">Tra cứu <b>hồ sơ</b></a></main>
        """;

    [Fact]
    public async Task A_form_is_sent_as_filled_with_its_hidden_fields_to_its_own_address()
    {
        var (client, form) = await Given("application/x-www-form-urlencoded");
        var answer = await (await client.Submit(form, ("Name", "Võ Văn Kiệt"), ("Unit", "a"), ("Agree", true), ("Way", "post"))).Content.ReadAsStringAsync();
        Assert.Equal("POST /nop?buoc=2 from http://localhost same-origin: Id=0193; Name=Võ Văn Kiệt; Note=một; Unit=a; Agree=true; Way=post", answer);
    }

    [Fact]
    public async Task The_pressed_button_and_the_file_are_sent()
    {
        var (client, form) = await Given("multipart/form-data");
        var answer = await (await client.Press(form, "Nộp hồ sơ", ("Paper", new Upload("đơn.pdf", "application/pdf", [1, 2, 3])))).Content.ReadAsStringAsync();
        Assert.Equal("POST /nop?buoc=2 from http://localhost same-origin: Id=0193; Name=Hồ Thị Lý; Note=một; Unit=b; Way=desk; Then=file; Paper=đơn.pdf 3", answer);
    }

    [Theory]
    [InlineData("Id", "another")] // hidden
    [InlineData("Off", "y")] // disabled
    [InlineData("Unit", "c")] // not offered
    [InlineData("Nowhere", "z")]
    public async Task What_a_person_could_not_do_is_refused(string field, string value)
    {
        var (client, form) = await Given("");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => client.Submit(form, (field, value)));
    }

    [Fact]
    public async Task A_link_is_followed_by_its_words()
    {
        var (client, _) = await Given("");
        var page = await client.Follow(await client.Open("/"), "Tra cứu hồ sơ");
        Assert.Equal("http://localhost/tra-cuu?ma=1", page.Url);
    }

    static async Task<(HttpClient Client, AngleSharp.Html.Dom.IHtmlFormElement Form)> Given(string enctype)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var site = builder.Build();
        site.MapGet("/", () => Results.Content(Filing.Replace("ENC", enctype, StringComparison.Ordinal), "text/html"));
        site.MapGet("/tra-cuu", () => Results.Content("<main>Kết quả</main>", "text/html"));
        site.MapPost("/nop", async (HttpRequest request) =>
        {
            var fields = await request.ReadFormAsync();
            var said = fields.Select(f => $"{f.Key}={f.Value}").Concat(fields.Files.Select(f => $"{f.Name}={WebUtility.UrlDecode(f.FileName)} {f.Length}"));
            return $"POST {request.Path}{request.QueryString} from {request.Headers.Origin} {request.Headers["Sec-Fetch-Site"]}: {string.Join("; ", said)}";
        });
        await site.StartAsync();
        var client = site.GetTestClient();
        return (client, (await client.Open("/")).Form("[name=Id]"));
    }
}
