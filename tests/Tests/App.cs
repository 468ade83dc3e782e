using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using Npgsql;

namespace NhatLe.Tests;

/// <summary>
/// The whole application on a real port and a real database of its own, made from a template that is migrated and seeded once a run:
/// SQLite, or PostgreSQL where NHATLE_TEST_POSTGRES names a cluster. The legal clock starts at Monday 2024-11-18, 08:00, and runs.
/// </summary>
public class App : IAsyncLifetime
{
    public const string Password = "nhatle-2024";
    public static readonly DateTimeOffset Start = Day(2024, 11, 18, 8, 0);

    /// <summary>Of password hashes: thousands are made in a run.</summary>
    public const int HashRounds = 10_000;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    readonly string folder = Directory.CreateTempSubdirectory("nhatle-test-").FullName;
    readonly Dictionary<string, Client> clients = [];
    string? databaseName;
    WebApplication? app;

    /// <summary>What the application was started with.</summary>
    internal Settings Started { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;
    public Uri Address => new(app!.Urls.First());
    public LegalTime Time => Services.GetRequiredService<LegalTime>();

    /// <summary>Services a class needs in place of the real ones: outside systems only.</summary>
    protected virtual void Replace(IServiceCollection services) { }

    /// <summary>What a class starts the application with in place of the usual.</summary>
    private protected virtual Settings Adjust(Settings settings) => settings;

    public async Task InitializeAsync()
    {
        var template = await Template.Made.Value;
        template.CopyTo(folder);
        var settings = Settings(folder);
        if (Template.Postgres is not null)
        {
            databaseName = "t_" + Path.GetFileName(folder)["nhatle-test-".Length..].ToLowerInvariant();
            await Template.Admin($"CREATE DATABASE \"{databaseName}\" TEMPLATE \"{template.Database}\"");
            settings = settings with { Postgres = Template.Connection(databaseName) };
        }
        await Run(Adjust(settings));
    }

    async Task Run(Settings settings)
    {
        Started = settings;
        app = NhatLeApp.Build(settings, Replace);
        await using (var scope = app.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        await app.StartAsync();
    }

    /// <summary>Starts the application again on the same data; not <paramref name="gently"/> is as a power cut would end it.</summary>
    public async Task Restart(bool gently = true)
    {
        foreach (var client in clients.Values) client.Dispose();
        clients.Clear();
        if (gently) await app!.StopAsync();
        await app!.DisposeAsync();
        await Run(Started);
    }

    internal static Settings Settings(string folder) => new() { Demonstration = true, Peopled = false, Living = 0, Passwords = new() { Iterations = HashRounds }, DataFolder = folder, Urls = "http://127.0.0.1:0" };

    public async Task DisposeAsync()
    {
        foreach (var client in clients.Values) client.Dispose();
        try
        {
            await app!.StopAsync();
        }
        finally
        {
            await app!.DisposeAsync();
            SqliteConnection.ClearAllPools();
            if (databaseName is not null) await Template.Admin($"DROP DATABASE IF EXISTS \"{databaseName}\" WITH (FORCE)");
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A Vietnam-time instant.</summary>
    public static DateTimeOffset Day(int year, int month, int day, int hour = 0, int minute = 0) => new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(7)).ToUniversalTime();

    /// <summary>A browser without a session.</summary>
    public Client Anybody() => new(Address);

    /// <summary>A browser without a session at another address of this machine, 127.0.0.2 and on: what is limited by address is not shared.</summary>
    public Client Elsewhere() => new(Address, new IPAddress([127, 0, 0, (byte)(2 + (Interlocked.Increment(ref elsewhere) % 250))]));

    int elsewhere;

    /// <summary>A browser signed in with a demonstration account; the same one for the same login.</summary>
    public async Task<Client> As(string login)
    {
        if (clients.TryGetValue(login, out var known)) return known;
        var client = new Client(Address);
        var answer = await client.PostForm("/dang-nhap", new() { ["Input.Login"] = login, ["Input.Password"] = Password });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return clients[login] = client;
    }

    /// <summary>Runs <paramref name="work"/> with the tables of a module, in a scope of its own.</summary>
    public async Task<T> With<TDb, T>(Func<TDb, Task<T>> work) where TDb : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TDb>());
    }

    /// <summary>Runs <paramref name="work"/> with the kernel's tables.</summary>
    public Task<T> Db<T>(Func<PlatformDb, Task<T>> work) => With(work);

    /// <summary>One run of a job, now.</summary>
    public async Task<int> Run<T>() where T : IScheduledJob => await Services.GetRequiredService<T>().Run(default);

    /// <summary>Waits until every reaction has been delivered or given up.</summary>
    public async Task Settled()
    {
        for (var i = 0; i < 400; i++)
        {
            if (!await Db(db => db.Outbox.AnyAsync(o => !o.Dead))) return;
            await Task.Delay(25);
        }
        Assert.Fail("Deliveries still wait: " + await Db(db => db.Outbox.Select(o => o.Reaction + " " + o.LastError).FirstOrDefaultAsync()));
    }

    public async Task<IReadOnlyList<JournalLine>> Journal(Guid subject)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JournalReader>().Of(subject, default);
    }

    /// <summary>An HTTP client with its own cookies that does not follow redirects.</summary>
    public sealed class Client(Uri address, IPAddress? from = null) : IDisposable
    {
        readonly HttpClient http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseCookies = true,
            ConnectCallback = from is null ? null : async (context, ct) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = address };

        public HttpClient Http => http;

        public Task<HttpResponseMessage> Get(string path) => http.GetAsync(path);

        public async Task<string> Page(string path, HttpStatusCode expected = HttpStatusCode.OK)
        {
            var answer = await http.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == expected, $"GET {path} answered {(int)answer.StatusCode}: {text[..Math.Min(600, text.Length)]}");
            return text;
        }

        public Task<HttpResponseMessage> PostForm(string path, Dictionary<string, string> fields) => http.PostAsync(path, new FormUrlEncodedContent(fields));

        public Task<HttpResponseMessage> PostJson(string path, object body) => http.PostAsJsonAsync(path, body, Json);

        public async Task<T> Post<T>(string path, object body)
        {
            var answer = await PostJson(path, body);
            Assert.True(answer.IsSuccessStatusCode, $"POST {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
        }

        public async Task<T> Get<T>(string path)
        {
            var answer = await http.GetAsync(path);
            Assert.True(answer.IsSuccessStatusCode, $"GET {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
        }

        public void Dispose() => http.Dispose();
    }
}

/// <summary>A migrated, seeded installation, made once a run and copied for each class.</summary>
sealed class Template
{
    public static readonly Lazy<Task<Template>> Made = new(Make);
    public static readonly string? Postgres = Environment.GetEnvironmentVariable("NHATLE_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    readonly string folder = System.IO.Directory.CreateTempSubdirectory("nhatle-template-").FullName;

    public string Database { get; } = "tpl_" + Environment.ProcessId;

    static async Task<Template> Make()
    {
        var template = new Template();
        var settings = App.Settings(template.folder);
        if (Postgres is not null)
        {
            await Admin($"DROP DATABASE IF EXISTS \"{template.Database}\"");
            await Admin($"CREATE DATABASE \"{template.Database}\"");
            settings = settings with { Postgres = Connection(template.Database) + ";Pooling=false" };
        }
        await using (var app = NhatLeApp.Build(settings))
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => template.Remove();
        return template;
    }

    /// <summary>What throws here would end the process as crashed, after every test has passed.</summary>
    void Remove()
    {
        try { System.IO.Directory.Delete(folder, recursive: true); }
        catch (IOException) { /* a folder of the machine's temporary ones is left */ }
    }

    public static string Connection(string database) => new NpgsqlConnectionStringBuilder(Postgres) { Database = database, MaxPoolSize = 20, IncludeErrorDetail = true }.ToString();

    public static async Task Admin(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public void CopyTo(string target)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(folder, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }
}
