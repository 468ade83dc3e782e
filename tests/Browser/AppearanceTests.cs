namespace NhatLe.Browser;

/// <summary>The main pages on both devices, in both schemes and both languages. Screenshots of all of them with NHATLE_SCREENSHOTS=1.</summary>
[Collection("Another site")]
public sealed class AppearanceTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    [Theory]
    [InlineData("phone", "light", "vi")]
    [InlineData("phone", "dark", "en")]
    [InlineData("desktop", "dark", "vi")]
    [InlineData("desktop", "light", "en")]
    public async Task The_main_pages_can_be_read(string device, string scheme, string language)
    {
        var prefix = language == "en" ? "/en" : "";
        var citizen = await New(device, scheme);
        foreach (var (address, name) in new[]
        {
            ("/", "20-home"), ("/thu-tuc", "21-procedures"), ("/thu-tuc?q=dat%20dai", "21-search"), ($"/thu-tuc/{Acts.BirthRegistration}", "22-procedure"),
            ("/tra-cuu", "23-track"), ("/dang-nhap", "24-sign-in"), ("/trinh-dien", "24-story"), ("/tro-nang", "24-accessibility"), ("/rieng-tu", "24-privacy"), ("/dang-ky", "24-register"), ("/kich-hoat", "24-activate"),
        })
            await citizen.Visit(prefix + address, $"{name}-{language}");

        var code = await citizen.FileQuietly("Hồ Thị Ngọc");
        foreach (var (address, name) in new[] { ("/ho-so-cua-toi", "25-mine"), ($"/ho-so/{code}", "26-own"), ("/thong-bao", "27-notices"), ("/tai-khoan", "27-account"), ("/dai-dien", "27-acting"), ("/dai-dien/moi?cho=con", "27-acting-new") })
            await citizen.Visit(prefix + address, $"{name}-{language}");

        var clerk = await New(device, scheme);
        await clerk.BeSignedIn(Acts.Clerk);
        foreach (var (address, name) in new[] { ("/viec", "28-inbox"), ($"/giai-quyet/{code}", "29-dossier"), ("/thong-bao", "27-notices-official"), ("/quay/tiep-nhan", "29-desk"), ("/quay/tai-khoan", "29-desk-account") })
            await clerk.Visit(prefix + address, $"{name}-{language}");

        var verification = await clerk.IssueQuietly(code);
        foreach (var (address, name) in new[]
        {
            ($"/ho-so/{code}/giay-hen", "33-slip"), ($"/ho-so/{code}/giay-hen?kho=A5", "33-slip-a5"), ($"/ho-so/{code}/giay/3", "34-apology"), ($"/ho-so/{code}/phieu-kiem-soat", "35-control-slip"),
            ("/quay/so-theo-doi", "36-register"), ("/ho-so-don-vi", "36-dossiers"), ($"/giai-quyet/{code}", "37-dossier-moved"),
        })
            await clerk.Visit(prefix + address, $"{name}-{language}");
        foreach (var (address, name) in new[] { ($"/ho-so/{code}", "38-own-moved"), ($"/xac-minh/{verification}", "39-verified"), ("/xac-minh", "39-verify") })
            await citizen.Visit(prefix + address, $"{name}-{language}");
        var administrator = await New(device, scheme);
        await administrator.BeSignedIn("quan-tri");
        foreach (var (address, name) in new[] { ("/van-hanh/viec-dinh-ky", "30-jobs"), ("/van-hanh/tin-gui-di", "31-messages"), ("/van-hanh/thu-chet", "32-dead-letters"), ("/to-chuc", "32-chart"), ("/to-chuc/18907", "32-unit"), ("/to-chuc/sap-xep", "32-reforms"), ("/to-chuc/uy-quyen", "32-delegations"), ("/to-chuc/nghi-phep", "32-leave"), ("/to-chuc/18907/nhap-bang-tinh", "32-import"), ("/to-chuc/ban-giao", "32-hand-overs") })
            await administrator.Visit(prefix + address, $"{name}-{language}");

        var justice = await New(device, scheme);
        await justice.BeSignedIn(Acts.Justice);
        var handOver = await justice.HandOverQuietly();
        foreach (var (address, name) in new[] { ($"/to-chuc/ban-giao/{handOver}", "32-hand-over"), ($"/to-chuc/ban-giao/{handOver}/bien-ban", "32-hand-over-record") })
            await justice.Visit(prefix + address, $"{name}-{language}");

        // Nobody is offered words of the other language where there are pages of this one.
        Assert.Equal(language, await clerk.Page.GetAttributeAsync("html", "lang"));
    }

    Task<Visitor> New(string device, string scheme) => device == "phone" ? NewPhone(dark: scheme == "dark") : NewDesktop(dark: scheme == "dark");
}
