using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Identity.Assisted;
using NhatLe.Identity.Representations;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Data;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Outbound;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Residents;

/// <summary>The application with a gateway for SMS and a system clock that can be set forward.</summary>
public class ResidentsApp : IdentityApp, IAsyncLifetime
{
    public const string NewPassword = "lúa chín vàng đồng", OtherJustice = "can-bo.nguhoa";

    internal Gateway Gateway { get; } = new();

    protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton(new SignInLimits { Address = new(10_000, TimeSpan.FromMinutes(15)) });
    }

    private protected override Settings Adjust(Settings settings) => settings with { Sms = new() { Url = Gateway.Url, Secret = "gateway-secret", Sender = "QUANGBINH", TimeoutSeconds = 5 } };

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        Gateway.Dispose();
    }

    /// <summary>A browser signed in anew: the clock is set forward here, and sessions end.</summary>
    public new Task<Client> As(string login) => SignedIn(login, Password);

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    int people;

    /// <summary>A number nobody has, of a woman born in 1990, and a phone nobody has.</summary>
    public (string Number, string Phone) Somebody()
    {
        var n = Interlocked.Increment(ref people);
        return ($"044190{700_000 + n}", $"0912{700_000 + n}");
    }

    /// <summary>The codes this phone was sent, in the order they came, once there are so many.</summary>
    public async Task<List<string>> CodesTo(string phone, int count = 1)
    {
        List<string> Got() => [.. Gateway.Taken.Where(m => m.To == "+84" + phone[1..]).Select(m => Regex.Match(m.Text, @"\b\d{6}\b")).Where(m => m.Success).Select(m => m.Value)];
        await FactsApp.Until(() => Task.FromResult(Got().Count >= count), $"{count} codes to {phone}");
        return Got();
    }

    public static object Registration(Guid id, string number, string phone, string name = "Đinh Thị Hà", string born = "1990-05-20") => new { id, citizenNumber = number, fullName = name, bornOn = born, phone };

    /// <summary>From the form to the code on the phone.</summary>
    public async Task<(Guid Id, string Code)> GivenRegistration(string number, string phone)
    {
        var (id, before) = (ResidentsApp.NewId(), Gateway.Taken.Count(m => m.To == "+84" + phone[1..]));
        var answer = await Elsewhere().PostJson("/api/identity/registrations", Registration(id, number, phone));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (id, (await CodesTo(phone, before + 1))[^1]);
    }

    public Task<HttpResponseMessage> Complete(Guid id, string code, string password = NewPassword) => Elsewhere().PostJson($"/api/identity/registrations/{id}/completion", new { code, password });

    public async Task<(string Number, string Phone)> GivenRegistered()
    {
        var (number, phone) = Somebody();
        var (id, code) = await GivenRegistration(number, phone);
        Assert.Equal(HttpStatusCode.NoContent, (await Complete(id, code)).StatusCode);
        return (number, phone);
    }

    public async Task<HttpStatusCode> SignIn(string login, string password = NewPassword) => (await Elsewhere().PostForm("/dang-nhap", Form(login, password))).StatusCode;

    /// <summary>A browser signed in.</summary>
    public async Task<Client> SignedIn(string login, string password = NewPassword)
    {
        var client = Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await client.PostForm("/dang-nhap", Form(login, password))).StatusCode);
        return client;
    }

    public Task<List<NhatLe.Identity.Accounts.Account>> AccountsOf(string number)
    {
        var lookup = Services.GetRequiredService<ColumnCipher>().Lookup(number);
        return Accounts(db => db.Accounts.AsNoTracking().Where(a => a.CitizenNumberLookup == lookup).ToListAsync());
    }

    public static object DeskAccount(Guid id, string number, OpenAtDesk.Holder holder = OpenAtDesk.Holder.Unasked, string name = "Đinh Thị Hà", string? phone = null) =>
        new { id, citizenNumber = number, fullName = name, bornOn = "1990-05-20", phone, unit = "18907", paper = "CitizenCard", holder };

    /// <summary>The clerk of Trọng Hóa opens an account for who stands there; says the code of the slip.</summary>
    public async Task<string> GivenSlip(string number)
    {
        var clerk = await As(Filing.Clerk);
        var receipt = await clerk.Post<OpenAtDesk.Receipt>("/api/identity/desk-accounts", DeskAccount(ResidentsApp.NewId(), number));
        return CodeOn(await clerk.Page($"/quay/tai-khoan/{receipt.AccountId}/phieu"));
    }

    public static string CodeOn(string slip) => Regex.Match(slip, @"<b class=""num t-xl nowrap"">([2-9A-Z]{4}-[2-9A-Z]{4})</b>").Groups[1].Value;

    public Task<HttpResponseMessage> Activate(string number, string code, string password = NewPassword) => Elsewhere().PostJson("/api/identity/activations", new { citizenNumber = number, code, password });

    /// <summary>A citizen whose number an official saw, signed in.</summary>
    public async Task<(Client Browser, string Number)> GivenResident()
    {
        var (number, _) = Somebody();
        Assert.Equal(HttpStatusCode.Created, (await Activate(number, await GivenSlip(number))).StatusCode);
        return (await SignedIn(number), number);
    }

    public static object Child(Guid id, string number, string name = "Hồ Gia Hân", string born = "2015-09-28", string unit = "18907", string relation = "Mother") =>
        new { id, kind = "Child", relation, name, number, bornOn = born, unit, evidence = "Giấy khai sinh số 15/2015, UBND xã Trọng Hóa" };

    public static object Enterprise(Guid id, string taxCode, string until = "2026-12-31", string name = "Công ty TNHH Phong Nha") =>
        new { id, kind = "Enterprise", name, number = taxCode, until, unit = "18907", evidence = "Giấy đăng ký doanh nghiệp 3100123456" };

    /// <summary>Asked for, not yet checked.</summary>
    public async Task<Guid> GivenAsked(Client citizen, object asking)
    {
        var receipt = await citizen.Post<AskRepresentation.Receipt>("/api/identity/representations", asking);
        return receipt.Id;
    }

    /// <summary>Asked for and confirmed by the justice official of Trọng Hóa.</summary>
    public async Task<Guid> GivenRepresentation(Client citizen, object asking)
    {
        var id = await GivenAsked(citizen, asking);
        Assert.Equal(HttpStatusCode.NoContent, (await (await As(Filing.Justice)).PostJson($"/api/identity/representations/{id}/approval", new { note = "Đã so với sổ hộ tịch" })).StatusCode);
        return id;
    }

    public Task<Representation> Representation(Guid id) => Accounts(db => db.Representations.AsNoTracking().SingleAsync(r => r.Id == id));

    int children;

    /// <summary>The number of a child born in 2015 that nobody has.</summary>
    public string ChildNumber() => $"044315{300_000 + Interlocked.Increment(ref children)}";

    /// <summary>A tax code whose last digit checks.</summary>
    public string TaxNumber()
    {
        int[] weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        for (; ; )
        {
            var nine = $"310{100_000 + Interlocked.Increment(ref children)}";
            var rest = weights.Select((w, i) => w * (nine[i] - '0')).Sum() % 11;
            if (rest != 0) return nine + (10 - rest);
        }
    }
}
