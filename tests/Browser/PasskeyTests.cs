using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>People sign in with a passkey that Chromium's own virtual device keeps.</summary>
[Collection("Another site")]
public sealed class PasskeyTests(Site site, Chromium chromium) : Journey(chromium, new UriBuilder(site.Address) { Host = "localhost" }.Uri)
{
    const string Place = "/tai-khoan/khoa-truy-cap";

    [Theory]
    [InlineData("phone")]
    [InlineData("desktop")]
    public async Task A_citizen_adds_a_passkey_signs_out_and_in_with_it_and_a_removed_one_opens_nothing(string kind)
    {
        var mother = kind == "phone" ? await NewPhone() : await NewDesktop(dark: true);
        var device = await Device.PlugInto(mother, inField: false);
        await mother.Visit("/dang-nhap", "90-sign-in");
        await mother.SignInHere(Acts.Mother);
        await mother.Page.WaitForURLAsync("**/ho-so-cua-toi");
        await mother.Look();
        await mother.Visit(Place, "91-no-passkey");
        await mother.Page.FillAsync("[name=Password]", Acts.Password);
        await mother.Press("Thêm khóa truy cập");
        await mother.See("Đặt tên rồi tạo khóa");
        await mother.Look("92-make");
        await mother.Page.FillAsync("[name=Name]", "Điện thoại của Liên");
        await device.Unlock(false); // the person does not put the finger on it
        await mother.Press("Tạo khóa truy cập");
        await mother.See("Chưa tạo được khóa.");
        await mother.Look("93-not-made");
        Assert.Equal(0, await device.Keys());
        await device.Unlock(true);
        await mother.Press("Tạo khóa truy cập");
        await mother.See("Điện thoại của Liên");
        await mother.See("Chưa dùng lần nào");
        await mother.Look("94-passkeys");
        Assert.Equal(1, await device.Keys());

        await SignOut(mother);
        await mother.Visit("/dang-nhap?returnUrl=" + Uri.EscapeDataString(Place));
        await device.Unlock(false);
        await mother.Press("Đăng nhập bằng khóa truy cập");
        await mother.See("Chưa dùng được khóa truy cập.");
        await mother.Look("95-not-used");
        await device.Unlock(true);
        await mother.Press("Đăng nhập bằng khóa truy cập");
        await mother.Arrive("Khóa truy cập");
        await mother.See("Dùng lần cuối");
        await mother.Visit("/tai-khoan", "96-account");

        await mother.Visit("/xac-nhan-lai?returnUrl=%2Ftai-khoan", "96-confirm");
        await device.Unlock(false);
        await mother.Press("Dùng khóa truy cập");
        await mother.See("Chưa dùng được khóa truy cập.");
        await mother.Look("96-not-confirmed");
        await device.Unlock(true);
        await mother.Press("Dùng khóa truy cập");
        await mother.Arrive("Đã xác nhận", "96-confirmed");

        await mother.Visit(Place);
        await mother.Page.Locator("main details summary", new() { HasText = "Đổi tên" }).ClickAsync();
        await mother.Page.Locator("main input[name^=name-]").FillAsync("Điện thoại mới");
        await mother.Look("97-rename");
        await mother.Press("Lưu tên mới Điện thoại của Liên");
        await mother.See("Điện thoại mới");
        await mother.Look();
        await mother.Page.Locator("main details summary", new() { HasText = "Gỡ" }).ClickAsync();
        await mother.Look("97-remove");
        await mother.Press("Gỡ khóa này Điện thoại mới");
        await mother.See("Chưa có khóa truy cập nào");
        await SignOut(mother);
        await mother.Visit("/dang-nhap");
        mother.Allow(422);
        await mother.Press("Đăng nhập bằng khóa truy cập");
        await mother.See("Khóa truy cập này không còn dùng được ở đây.");
        await mother.Look("98-removed");
        await mother.SignInHere(Acts.Mother); // the password remains
        await mother.Page.WaitForURLAsync("**/ho-so-cua-toi");
        await mother.Look();
    }

    [Fact]
    public async Task An_official_is_offered_the_passkey_in_the_field_and_uses_it_where_a_password_alone_will_not_do()
    {
        var official = await NewDesktop();
        var device = await Device.PlugInto(official, inField: true);
        await official.Visit("/dang-nhap"); // there is no key to offer yet
        await official.BeSignedIn(Acts.Justice);
        await official.Visit(Place);
        await official.Page.FillAsync("[name=Password]", Acts.Password);
        await official.Press("Thêm khóa truy cập");
        await official.See("Đặt tên rồi tạo khóa");
        await official.Look();
        await official.Press("Tạo khóa truy cập");
        await official.See("Chưa dùng lần nào");
        await official.Look("94-passkeys-official");

        await official.BeSignedIn(Acts.Justice); // by password alone
        await official.Visit(Place);
        await official.See("Phiên này mới chỉ dùng mật khẩu");
        await official.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Dùng khóa truy cập", Exact = true }).ClickAsync();
        await official.Arrive("Xác nhận bằng khóa truy cập", "99-second");
        await official.Press("Dùng khóa truy cập");
        await official.Page.WaitForURLAsync($"**{Place}*"); // the key is asked first, and then the form goes
        await official.Arrive("Khóa truy cập");
        await official.See("Thêm khóa truy cập");
        await Expect(official.Page.GetByText("Phiên này mới chỉ dùng mật khẩu")).ToHaveCountAsync(0);

        await SignOut(official);
        await official.Page.GotoAsync("/dang-nhap"); // the virtual device chooses the key at once from those offered in the field
        await official.Page.WaitForURLAsync("**/viec");
        await official.Look();
        Assert.Equal(1, await device.Keys());
    }

    [Fact]
    public async Task Without_script_there_is_the_password_and_a_word_of_why()
    {
        var plain = await NewPhone(javaScript: false);
        await plain.Visit("/dang-nhap");
        await Expect(plain.Page.GetByText("Đăng nhập bằng khóa truy cập")).ToBeHiddenAsync();
        await plain.SignInHere(Acts.Mother);
        await plain.Page.WaitForURLAsync("**/ho-so-cua-toi");
        await plain.Look();
        await plain.Visit(Place);
        await plain.See("Trình duyệt này chưa dùng được khóa truy cập.");
        await Expect(plain.Page.Locator("main form")).ToBeHiddenAsync();
    }

    static async Task SignOut(Visitor visitor)
    {
        await visitor.Page.ClickAsync("header form[action$=\"/dang-xuat\"] .nl-out");
        await visitor.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await visitor.Look();
    }

    /// <summary>What stands in for a phone's or computer's own keeper of keys (Web Authentication Level 3, section 11).</summary>
    sealed class Device(ICDPSession session, string id)
    {
        /// <param name="inField">The browser offers keys in the field of the login, where this device chooses one at once.</param>
        public static async Task<Device> PlugInto(Visitor visitor, bool inField)
        {
            if (!inField) await visitor.Page.AddInitScriptAsync("if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false");
            var session = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
            await session.SendAsync("WebAuthn.enable");
            var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
            });
            return new(session, added!.Value.GetProperty("authenticatorId").GetString()!);
        }

        /// <summary>Whether the person is recognised when the device asks.</summary>
        public Task Unlock(bool isTheirs) => session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = isTheirs });

        public async Task<int> Keys() => (await session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id }))!.Value.GetProperty("credentials").GetArrayLength();
    }
}
