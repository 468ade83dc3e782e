using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.National.Control;
using NhatLe.National.Payments;
using NhatLe.Payments;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Counter;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Receipts;
using NhatLe.Platform.Outbound;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.National;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>The application, and the stand-in of the payment platform as another system on another port: they meet on the wire only.</summary>
public class PaymentsApp : App, IAsyncLifetime
{
    public const string ClientId = "nhatle", Secret = "bi-mat-cua-kiem-thu";

    /// <summary>A certificate of marital status: 10,000 đồng, free for some.</summary>
    public const string WithFee = "1.004873";

    public const long Fee = 10_000;

    NationalSide? national;

    /// <summary>The time of the wire; the legal clock stands elsewhere.</summary>
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Uri National => national!.Address;

    private protected NationalSide Side => national!;

    public new async Task InitializeAsync()
    {
        national = await NationalSide.Start();
        await base.InitializeAsync();
        TellUs(Address.ToString().TrimEnd('/') + Notify.Path);
    }

    public new async Task DisposeAsync()
    {
        await national!.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override Settings Adjust(Settings settings) => settings with { Payments = new() { Platform = National.ToString().TrimEnd('/') + PaymentRoutes.Prefix, ClientId = ClientId, Secret = Secret } };

    /// <summary>Where the platform sends its call-backs.</summary>
    public void TellUs(string address) => national!.Get<Merchants>().Register(new(ClientId, Secret, address));

    public Task Tell(string at, FaultKind kind, string? wrong = null, double seconds = 30, int times = 1) => national!.Tell(new(PaymentRoutes.Prefix + at, kind, seconds, times, wrong));

    public Task TakeBackFaults() => national!.TakeBackFaults();

    /// <summary>A dossier with a fee, accepted, and its charge.</summary>
    public async Task<string> GivenCharged()
    {
        var code = await GivenAccepted();
        await Settled();
        return code;
    }

    /// <summary>A dossier with a fee, accepted just now.</summary>
    public async Task<string> GivenAccepted()
    {
        var code = await GivenFiledWithFee();
        await this.Act(Filing.Clerk, code, "acceptance");
        return code;
    }

    public async Task<string> GivenFiledWithFee()
    {
        var mother = await As(Filing.Mother);
        var draft = await mother.Begin(WithFee);
        await mother.PhotographAll(draft);
        var answers = (JsonObject)JsonNode.Parse(FiledForms.All[WithFee].Json)!;
        return (await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = WithFee, answers })).Code;
    }

    public async Task<PlaceOrder.Placed> Order(string code) => await (await As(Filing.Mother)).Post<PlaceOrder.Placed>($"/api/payments/charges/{code}/orders", new { });

    /// <summary>As a bank's application does with the scanned code: on the platform's page.</summary>
    public async Task<HttpResponseMessage> PayThere(PlaceOrder.Placed order, long? amount = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await http.PostAsync(order.Address, new FormUrlEncodedContent(new Dictionary<string, string> { ["method"] = "qr", ["amount"] = (amount ?? order.AmountVnd).ToString(System.Globalization.CultureInfo.InvariantCulture) }));
    }

    /// <summary>A payment that no page of the platform would take.</summary>
    public async Task<PlatformWire.Paid> PayOddly(string reference, long amount, bool place = false, DateTimeOffset? at = null)
    {
        using var http = new HttpClient { BaseAddress = National };
        var answer = await http.PostAsJsonAsync("/control/payments/pay", new { client = ClientId, reference, amount, place, at });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<PlatformWire.Paid>())!;
    }

    /// <summary>The call-back, by hand.</summary>
    public async Task<HttpResponseMessage> Call(object body, string secret = Secret, DateTimeOffset? at = null, Func<byte[], byte[]>? spoil = null)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, SignedPartner.Json);
        var timestamp = SharedSecret.Time(at ?? PaymentsApp.Now);
        using var request = new HttpRequestMessage(HttpMethod.Post, Notify.Path) { Content = new ByteArrayContent(spoil?.Invoke(bytes) ?? bytes) };
        request.Headers.Add(SharedSecret.Timestamp, timestamp);
        request.Headers.Add(SharedSecret.Signature, SharedSecret.Sign(secret, timestamp, bytes));
        return await http.SendAsync(request);
    }

    public static object Paid(string reference, string paymentId, long amount) => new { @event = "payment", orderId = "O1", reference, payment = new { paymentId, amount, method = "qr", paidAt = PaymentsApp.Now } };

    public Task<T> Money<T>(Func<PaymentsDb, Task<T>> work) => With(work);

    public Task<Charge> Charge(string code) => Money(db => db.Charges.AsNoTracking().SingleAsync(c => c.DossierCode == code));

    public Task<List<Payment>> PaymentsOf(string code) => Money(db => db.Payments.AsNoTracking().Where(p => p.DossierCode == code).OrderBy(p => p.TakenAt).ToListAsync());

    public Task<List<Receipt>> ReceiptsOf(string code) => Money(db => db.Receipts.AsNoTracking().Where(r => r.DossierCode == code).OrderBy(r => r.IssuedAt).ToListAsync());

    /// <summary>Waits at most ten seconds for something that happens by itself.</summary>
    public static async Task Until(Func<Task<bool>> happened, string what)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await happened()) return;
            await Task.Delay(25);
        }
        Assert.Fail("It did not happen: " + what);
    }

    public async Task UntilPayments(string code, int count) => await Until(async () => (await PaymentsOf(code)).Count >= count, $"{count} payments of {code}");

    public Guid NewId() => Guid.CreateVersion7(Time.Now);

    /// <summary>The clerk's open shift.</summary>
    public async Task<Guid> GivenShift(string login = Filing.Clerk, long opening = 0)
    {
        var clerk = await As(login);
        var answer = await clerk.PostJson("/api/payments/shifts", new { id = NewId(), openingVnd = opening });
        if (answer.StatusCode == HttpStatusCode.OK) return (await answer.Content.ReadFromJsonAsync<OpenShift.Opened>())!.Id;
        return await Money(db => db.Shifts.Where(s => s.ClosedAt == null).Select(s => s.Id).SingleAsync());
    }

    public async Task<Collect.Collected> CollectCash(string code, Guid? id = null) =>
        await (await As(Filing.Clerk)).Post<Collect.Collected>($"/api/payments/charges/{code}/collection", new { id = id ?? NewId(), way = "Cash", amountVnd = (await Charge(code)).RemainingVnd });

    public Task<List<NhatLe.Platform.Facts.Duty>> DutiesOn(Guid subject) => Db(db => db.Duties.AsNoTracking().Where(d => d.SubjectId == subject).OrderBy(d => d.OpenedAt).ToListAsync());
}
