using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Host.Simulation.Faults;
using NhatLe.Payments.Charges;
using NhatLe.Platform.Data;
using NhatLe.Services.Dossiers;

namespace NhatLe.Host.Simulation;

/// <summary>People before their browsers: each signs in once and keeps the cookie.</summary>
/// <param name="signedIn">Told how long each sign-in took.</param>
/// <param name="patience">So long they try again while nobody answers; null: not at all.</param>
public sealed class HttpHands(Uri address, string password, Action<TimeSpan>? signedIn = null, TimeSpan? patience = null) : IHands, IDisposable
{
    public const string Administrator = "quan-tri";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    readonly HttpClient http = new(new Patience(patience ?? TimeSpan.Zero)) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) + (patience ?? TimeSpan.Zero) };
    readonly ConcurrentDictionary<string, Lazy<Task<string>>> cookies = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Lazy<Task>> shifts = new(StringComparer.Ordinal);

    public async Task<DateTimeOffset> Now(CancellationToken ct) => (await Ask<DemonstrationRoutes.Moment>(HttpMethod.Get, "/api/demonstration/clock", content: null, ct)).Now;
    public Task MoveTo(DateTimeOffset to, CancellationToken ct) => Ask<DemonstrationRoutes.Moment>(HttpMethod.Post, "/api/demonstration/clock", new DemonstrationRoutes.Move(to), ct);
    public async Task<DateTimeOffset> Begun(string name, CancellationToken ct) => (await Ask<DemonstrationRoutes.Moment>(HttpMethod.Post, "/api/demonstration/simulations", new DemonstrationRoutes.Begin(name), ct)).Now;
    public async Task<IReadOnlyList<Standing>> Standings(IReadOnlyList<Guid> ids, CancellationToken ct) => await Ask<List<Standing>>(HttpMethod.Post, "/api/demonstration/standings", new DemonstrationRoutes.Which(ids), ct);
    public Task<Balance> Balance(CancellationToken ct) => Ask<Balance>(HttpMethod.Get, "/api/demonstration/balance", content: null, ct);

    public Task<List<DueCharge>> Due(CancellationToken ct) => Ask<List<DueCharge>>(HttpMethod.Get, "/api/demonstration/due", content: null, ct);
    public async Task<DueCharge?> Due(string code, CancellationToken ct) => (await Ask<List<DueCharge>>(HttpMethod.Get, "/api/demonstration/due?code=" + code, content: null, ct)).SingleOrDefault();
    public Task<Waiting> Waiting(CancellationToken ct) => Ask<Waiting>(HttpMethod.Get, "/api/demonstration/waiting", content: null, ct);
    public Task AskSoon(CancellationToken ct) => Ask<DemonstrationRoutes.Moment>(HttpMethod.Post, "/api/demonstration/questions", new { }, ct);
    public Task<OurBooks> Books(CancellationToken ct) => Ask<OurBooks>(HttpMethod.Get, "/api/demonstration/books", content: null, ct);

    Task<T> Ask<T>(HttpMethod method, string path, object? content, CancellationToken ct) =>
        Send<T>(Administrator, method, path, content is null ? null : JsonContent.Create(content, options: Json), ct);

    public async Task<string> File(Life life, DateTimeOffset at, CancellationToken ct)
    {
        var (hands, desk) = life.Channel == Channel.Online ? (life.Citizen, "") : (life.Clerk, "desk/");
        await Post(hands, $"/api/services/{desk}drafts", new { id = life.Id, procedureCode = life.Kind.Procedure, channel = life.Channel, citizenNumber = life.Person.CitizenNumber }, ct, known: HttpStatusCode.Conflict);
        foreach (var key in life.Kind.Keys)
        {
            var paper = Paperwork.Paper($"{life.Id:N} {key}", life.Photographed);
            (await Send(hands, HttpMethod.Post, $"/api/services/drafts/{life.Id}/files/{key}", Form("file", paper), ct, HttpStatusCode.Conflict)).Dispose();
        }
        if (!life.Digitised || life.Kind.AsksForCopies) await Post(hands, $"/api/services/drafts/{life.Id}/forms", life.Kind.Keys.ToDictionary(k => k, _ => life.Digitised ? "Original" : "Copy"), ct, known: HttpStatusCode.Conflict);
        var receipt = await Send<Filed>(hands, HttpMethod.Post, $"/api/services/{desk}dossiers",
            JsonContent.Create(new { id = life.Id, procedureCode = life.Kind.Procedure, answers = Paperwork.Answers(life, at) }, options: Json), ct);
        return receipt.Code;
    }

    sealed record Filed(string Code);

    public async Task Do(Life life, Step step, string code, int version, CancellationToken ct)
    {
        var (login, dossier) = (life.LoginOf(step.Deed), $"/api/services/dossiers/{code}");
        switch (step.Deed)
        {
            case Deed.Supplement:
                var form = Form("Files", Paperwork.Paper($"{life.Id:N} more", life.Photographed));
                form.Add(new StringContent(life.Digitised ? "Original" : "Copy"), "Form");
                (await Send(login, HttpMethod.Post, $"/ho-so/{code}?handler=Supplement", form, ct)).Dispose();
                break;
            case Deed.Process:
                var result = await Send<ProcessDossier.Upload>(login, HttpMethod.Post, "/api/services/results", Form("file", ("ket-qua.pdf", "application/pdf", Paperwork.Pdf("Ket qua " + code))), ct);
                await Post(login, dossier + "/processing", new { version, result }, ct);
                break;
            case Deed.Return:
                if (await Give(login, dossier, version, ct)) break;
                await Collect(login, life, code, ct);
                if (!await Give(login, dossier, version, ct)) throw new InvalidDataException($"{code} is paid and not returned.");
                break;
            default:
                var (act, body) = Acts.Of(step, version);
                await Post(login, dossier + act, body, ct);
                break;
        }
    }

    /// <summary>An errand that may be refused for now.</summary>
    /// <returns>Null where it was.</returns>
    public async Task<T?> Try<T>(string login, string path, object body, CancellationToken ct) where T : class
    {
        using var answer = await Ask(login, HttpMethod.Post, path, JsonContent.Create(body, body.GetType(), options: Json), ct);
        if ((int)answer.StatusCode is not (409 or 422 or 503) && !answer.IsSuccessStatusCode) throw await Refused(answer, HttpMethod.Post, path, login, ct);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(Json, ct) : null;
    }

    public Task<T> Upload<T>(string login, string path, (string Name, string Type, byte[] Bytes) paper, CancellationToken ct) => Send<T>(login, HttpMethod.Post, path, Form("file", paper), ct);

    public Task<T> Read<T>(string login, string path, CancellationToken ct) => Send<T>(login, HttpMethod.Get, path, content: null, ct);

    /// <summary>They sign in anew with the next act.</summary>
    public void Forget(string login) => cookies.TryRemove(login, out _);

    /// <returns>False where its fee has to be paid before.</returns>
    async Task<bool> Give(string login, string dossier, int version, CancellationToken ct)
    {
        using var answer = await Send(login, HttpMethod.Post, dossier + "/return", JsonContent.Create(new { version }, options: Json), ct, known: HttpStatusCode.Conflict);
        if (answer.IsSuccessStatusCode) return true;
        if ((await Said(answer, ct)).Contains("dossier.fee-due", StringComparison.Ordinal)) return false;
        return WasDone(answer) ? true : throw await Refused(answer, HttpMethod.Post, dossier + "/return", login, ct);
    }

    /// <summary>The fee, by a transfer that the bank has told of: the drawer stays empty.</summary>
    async Task Collect(string login, Life life, string code, CancellationToken ct)
    {
        await shifts.GetOrAdd(login, clerk => new(() => Post(clerk, "/api/payments/shifts", new { id = StableId.Of("simulated-shift", clerk + life.Id), openingVnd = 0 }, ct, known: HttpStatusCode.Conflict))).Value;
        var charge = await Send<ChargeView>(login, HttpMethod.Get, $"/api/payments/charges/{code}", content: null, ct);
        await Post(login, $"/api/payments/charges/{code}/collection", new { id = StableId.Of("simulated-payment", life.Id.ToString()), way = "Transfer", amountVnd = charge.RemainingVnd, slip = Acts.SlipOf(code) }, ct);
    }

    async Task Post(string login, string path, object body, CancellationToken ct, HttpStatusCode? known = null) =>
        (await Send(login, HttpMethod.Post, path, JsonContent.Create(body, body.GetType(), options: Json), ct, known)).Dispose();

    async Task<T> Send<T>(string login, HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var answer = await Send(login, method, path, content, ct);
        return (await answer.Content.ReadFromJsonAsync<T>(Json, ct))!;
    }

    /// <exception cref="InvalidDataException">The server refuses, and says why.</exception>
    async Task<HttpResponseMessage> Send(string login, HttpMethod method, string path, HttpContent? content, CancellationToken ct, HttpStatusCode? known = null)
    {
        var answer = await Ask(login, method, path, content, ct);
        if ((int)answer.StatusCode < 400 || answer.StatusCode == known) return answer;
        if (WasDone(answer)) return answer;
        using (answer) throw await Refused(answer, method, path, login, ct);
    }

    /// <summary>The first try came through and its answer did not; should it not be so, the reckoning says it.</summary>
    static bool WasDone(HttpResponseMessage answer) => answer.RequestMessage!.Options.TryGetValue(Patience.TriedBefore, out _) && answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity;

    async Task<HttpResponseMessage> Ask(string login, HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Cookie", await cookies.GetOrAdd(login, who => new(() => SignIn(who, ct))).Value);
        return await http.SendAsync(request, ct);
    }

    static async Task<InvalidDataException> Refused(HttpResponseMessage answer, HttpMethod method, string path, string login, CancellationToken ct) =>
        new($"{method} {path} as {login} answered {(int)answer.StatusCode}: {await Said(answer, ct)}");

    async Task<string> SignIn(string login, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var answer = await http.PostAsJsonAsync("/api/identity/sessions", new { login, password }, Json, ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidDataException($"{login} cannot sign in at {address}: {(int)answer.StatusCode} {await Said(answer, ct)}");
        signedIn?.Invoke(TimeProvider.System.GetElapsedTime(began));
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("nhatle=", StringComparison.Ordinal)).Split(';')[0];
    }

    static async Task<string> Said(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        return text[..Math.Min(text.Length, 500)];
    }

    static MultipartFormDataContent Form(string field, (string Name, string Type, byte[] Bytes) paper)
    {
        var file = new ByteArrayContent(paper.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(paper.Type) } };
        return new() { { file, field, paper.Name } };
    }

    public void Dispose() => http.Dispose();
}

/// <summary>The acts of officials and the rating: their address and what is sent.</summary>
static class Acts
{
    public const string Missing = "Ảnh giấy tờ chưa đọc được. Ông/bà chụp lại giúp.";
    public const string RefusedFor = "Hồ sơ không thuộc xã này. Mời ông/bà nộp tại nơi đã đăng ký.";
    public const string StoppedFor = "Đã hết thời gian bổ sung giấy tờ. Ông/bà nộp lại được khi đủ.";
    public const string LateFor = "Cần xác minh thêm tại nơi đăng ký trước đây";
    public const string BackFor = "Tên trên dự thảo chưa khớp giấy tờ. Xin xem lại.";

    /// <summary>What the bank calls the transfer of a fee.</summary>
    public static string SlipOf(string code) => "CK " + code;

    public static (string Act, object Body) Of(Step step, int version) => step.Deed switch
    {
        Deed.Accept => ("/acceptance", new { version }),
        Deed.Refuse => ("/refusal", new { version, reason = RefusedFor }),
        Deed.AskSupplement or Deed.AskInProcess => ("/supplement-request", new { version, what = Missing }),
        Deed.Stop or Deed.StopInProcess => ("/stop", new { version, reason = StoppedFor }),
        Deed.Apologise => ("/new-appointment", new { version, reason = LateFor, dueAt = step.DueAt }),
        Deed.Approve => ("/approval", new { version }),
        Deed.SendBack => ("/sending-back", new { version, reason = BackFor }),
        Deed.Rate => ("/rating", new { stars = step.Stars }),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Deed, "Not one act of this kind."),
    };
}
