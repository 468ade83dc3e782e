using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Exchange.StandIns;

/// <summary>What a stand-in can be told to do wrong.</summary>
public enum Trouble
{
    None = 0,

    /// <summary>Answers rightly, after some seconds.</summary>
    Slow = 1,

    /// <summary>Answers that it is out of order.</summary>
    Fail = 2,

    Garbage = 3,

    /// <summary>Does what was asked, and never says so.</summary>
    Hang = 4,

    /// <summary>Tells us twice.</summary>
    Twice = 6,
}

/// <summary>A place of the national side that can be troubled.</summary>
/// <param name="At">What its addresses begin with.</param>
/// <param name="Name">Of the system; Vietnamese, the key of its translation.</param>
/// <param name="Now">What is wrong with it now.</param>
public sealed record TroubledPlace(string At, string Name, IReadOnlyList<Trouble> Kinds, Trouble Now);

/// <summary>
/// In a demonstration operators try what happens when a national system is slow, down, or worse (thử sự cố): its stand-in is told so, at the address by
/// which tests tell it too. Real partners have no such address.
/// </summary>
public static class TroubleStandIn
{
    public sealed record Command
    {
        public string At { get; set; } = "";
        public Trouble Kind { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/stand-ins", (Handler handler, CancellationToken ct) => handler.Read(ct));
        routes.MapPost("/api/exchange/stand-ins", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));
    }

    public sealed class Handler(Actor actor, ExchangeSettings settings)
    {
        const int Seconds = 5;

        static readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(Seconds) };
        static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

        public bool IsThere => settings.StandIns.Length > 0;

        /// <exception cref="Refusal">401, 403, 404, 503.</exception>
        public async Task<IReadOnlyList<TroubledPlace>> Read(CancellationToken ct)
        {
            Demand();
            return await Ask(async () => await http.GetFromJsonAsync<List<TroubledPlace>>(At("/control/places"), json, ct) ?? []);
        }

        /// <summary>Until it is told otherwise.</summary>
        public async Task Run(Command command, CancellationToken ct)
        {
            if ((await Read(ct)).FirstOrDefault(p => p.At == command.At) is not { } place) throw Refusal.Missing("stand-in", "Không có hệ thống đóng thế này. Tải lại trang để xem.");
            if (command.Kind != Trouble.None && !place.Kinds.Contains(command.Kind)) throw Refusal.Invalid(nameof(Command.Kind), "Hãy chọn sự cố trong danh sách.");
            await Ask(async () => (command.Kind == Trouble.None ? await http.DeleteAsync(At("/control?at=" + Uri.EscapeDataString(place.At)), ct) : await http.PostAsJsonAsync(At("/control"), new { at = place.At, kind = command.Kind, seconds = Seconds }, json, ct)).EnsureSuccessStatusCode());
        }

        void Demand()
        {
            actor.MustOperateExchange();
            if (!IsThere) throw Refusal.Missing("stand-ins", "Ở đây không có hệ thống đóng thế: chỉ bản trình diễn mới thử sự cố được.");
        }

        Uri At(string path) => new(settings.StandIns + path);

        static async Task<T> Ask<T>(Func<Task<T>> ask)
        {
            try { return await ask(); }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException) { throw Refusal.Busy(TimeSpan.FromSeconds(Seconds), "Chương trình đóng thế không trả lời. Xem nó còn chạy không, rồi thử lại."); }
        }
    }
}
