using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.National.Control;
using NhatLe.National.Post;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;
using NhatLe.Post;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Payments;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Post;

/// <summary>The application, and the stand-in of the public post on another port beside that of the payment platform: they meet on the wire only.</summary>
public class PostApp : PaymentsApp, IAsyncLifetime
{
    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        TellUsOfPost();
    }

    private protected override Settings Adjust(Settings settings) => base.Adjust(settings) with { Post = new() { Url = National.ToString().TrimEnd('/') + PostRoutes.Prefix, ClientId = ClientId, Secret = Secret, TimeoutSeconds = 3 } };

    /// <summary>After a start it listens elsewhere.</summary>
    public void TellUsOfPost() => Office.Customers.Register(new(ClientId, Secret, Address.ToString().TrimEnd('/') + HearPost.Path));

    /// <summary>The other side, which counts what it was told.</summary>
    public PostOffice Office => Side.Get<PostOffice>();

    public Consignment There(PostOrder order) => Office.Find(ClientId, order.Reference)!;

    public Task Fault(string at, FaultKind kind, string? wrong = null, int times = 0, double seconds = 30) => Side.Tell(new(PostRoutes.Prefix + at, kind, seconds, times, wrong));

    public Task<T> Post<T>(Func<PostDb, Task<T>> work) => With(work);

    public static object Asking(string kind = "Return", bool payAtDoor = false, string detail = "Bản Ka Định") => new { kind, name = "Hồ Thị Mai Liên", phone = "0900000101", unit = "18907", detail, payAtDoor };

    /// <summary>The mother asks for it, by default that the result is brought.</summary>
    public async Task<Guid> Ask(string code, object? asking = null, string login = Filing.Mother) =>
        (await (await As(login)).Post<AskPost.Asked>($"/api/post/dossiers/{code}/orders", asking ?? Asking())).Id;

    public Task<PostOrder> Order(Guid id) => Post(db => db.Orders.AsNoTracking().SingleAsync(o => o.Id == id));

    public async Task<PostOrder> Until(Guid id, OrderState state)
    {
        await Until(async () => (await Order(id)).State == state, $"the order becomes {state}");
        await Settled();
        return await Order(id);
    }

    /// <summary>A dossier whose result is there; with a fee, or free.</summary>
    public async Task<string> GivenResult(bool withFee = false)
    {
        string code;
        if (withFee) code = await GivenCharged();
        else
        {
            code = (await this.GivenFiled()).Code;
            await this.Act(Filing.Clerk, code, "acceptance");
        }
        await this.GivenApproved(code);
        return code;
    }

    /// <summary>An order for the result that the post has taken.</summary>
    public async Task<PostOrder> GivenTaken(bool withFee = false) => await Until(await Ask(await GivenResult(withFee), Asking(payAtDoor: withFee)), OrderState.Accepted);

    public async Task<PostOrder> GivenHandedOver(bool withFee = false)
    {
        var order = await GivenTaken(withFee);
        await HandOver(order.Id);
        await Until(() => Task.FromResult(There(order).HandedOver), "the post hears of the hand-over");
        return await Order(order.Id);
    }

    public async Task<Guid> HandOver(params Guid[] orders) => (await (await As(Filing.Clerk)).Post<NhatLe.Post.Desk.HandOver.Listed>("/api/post/hand-overs", new { id = NewId(), orders, postman = "Lê Văn Bưu" })).Id;

    /// <summary>What happens to it there: all up to an outcome, or one step.</summary>
    public async Task Move(PostOrder order, string? outcome = null, string? status = null, string? reason = null, long? collected = null, bool tell = true, DateTimeOffset? at = null)
    {
        using var http = new HttpClient { BaseAddress = National };
        (await http.PostAsJsonAsync("/control/post/move", new { client = ClientId, reference = order.Reference, outcome, status, reason, collected, tell, at })).EnsureSuccessStatusCode();
    }

    /// <summary>The call-back, by hand.</summary>
    public async Task<HttpResponseMessage> Say(PostOrder order, long sequence, string status, string secret = Secret, DateTimeOffset? at = null, Func<byte[], byte[]>? spoil = null, long? collected = null, string? reference = null, string? number = null)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new { reference = reference ?? order.Reference, trackingNumber = number ?? order.TrackingNumber, sequence, status, at = PaymentsApp.Now, collected }, SignedPartner.Json);
        var timestamp = SharedSecret.Time(at ?? PaymentsApp.Now);
        using var request = new HttpRequestMessage(HttpMethod.Post, HearPost.Path) { Content = new ByteArrayContent(spoil?.Invoke(bytes) ?? bytes) };
        request.Headers.Add(SharedSecret.Timestamp, timestamp);
        request.Headers.Add(SharedSecret.Signature, SharedSecret.Sign(secret, timestamp, bytes));
        return await http.SendAsync(request);
    }

    /// <summary>What waits for the post, or is asked of it, is due now.</summary>
    public async Task Soon()
    {
        var database = Services.GetRequiredService<Database>();
        var now = PaymentsApp.Now.AddSeconds(-1);
        await database.Write(batch =>
        {
            batch.Add($"UPDATE post_orders SET tell_at = {now}, ask_at = {now}");
            return batch.Run(default);
        });
        Services.GetRequiredService<PostSignal>().Raise();
    }

    public async Task<Dossier> DossierOf(PostOrder order) => await this.Dossier(order.DossierCode);

    public async Task<List<Duty>> OpenDuties(Guid subject) => [.. (await DutiesOn(subject)).Where(d => d.EndedAt is null)];

    public async Task<List<string>> NoticesOf(PostOrder order) => await Db(db => db.Notices.AsNoTracking().Where(n => n.SubjectId == order.Id).OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => n.Title).ToListAsync());

    public async Task<List<string>> EventsOf(Guid subject)
    {
        var lines = await Journal(subject);
        Assert.All(lines, line => Assert.True(line.Holds));
        return [.. lines.Select(l => l.Entry.Event)];
    }
}
