using System.CommandLine;

namespace NhatLe.Host.Verbs;

/// <summary>The options every verb shares, and the settings that follow from them.</summary>
static class CommonOptions
{
    public static readonly Option<FileInfo?> Config = new("--config") { Description = "Configuration file (JSON)." };
    public static readonly Option<bool> Demo = new("--demo") { Description = "A demonstration: invented people, a clock that can be moved." };
    public static readonly Option<string?> Data = new("--data") { Description = "Folder of the SQLite database and of the files." };
    public static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to serve on." };

    public static readonly Option<bool> Empty = new("--empty") { Description = "The demonstration begins without dossiers and without the many invented people." };

    public static readonly Option<bool> Alive = new("--alive") { Description = "Invented people of the demonstration go on acting while it is watched." };

    public static readonly Option<string?> National = new("--national") { Description = "A demonstration's stand-in of the national electronic identity: its issuer, http://localhost:8081/identity." };

    public static readonly Option<string?> Payments = new("--payments") { Description = "A demonstration's stand-in of the payment platform: http://localhost:8081/payments." };

    public static readonly Option<string?> Post = new("--post") { Description = "A demonstration's stand-in of the public post: http://localhost:8081/post." };

    public static readonly Option<string?> Portal = new("--portal") { Description = "A demonstration's stand-in of the national public service portal: http://localhost:8081/portal." };

    public static readonly Option<string?> Exchange = new("--exchange") { Description = "A demonstration's stand-in of the population database on the data exchange: https://localhost:8082. Its certificates are in the folder 'exchange' of --data." };

    public static readonly Option<string?> Axis = new("--axis") { Description = "A demonstration's stand-in of the document axis: http://localhost:8081/axis. Its certificates are in the folder 'axis' of --data." };

    public static readonly Option<string?> Government = new("--government") { Description = "A demonstration's stand-in of the Government Office on the data exchange, beside --exchange: https://localhost:8083." };

    public static Command WithCommon(this Command command)
    {
        foreach (Option option in new Option[] { Config, Demo, Empty, Alive, National, Payments, Post, Portal, Exchange, Government, Axis, Data, Urls }) command.Options.Add(option);
        return command;
    }

    /// <summary>File, then environment, then command line.</summary>
    public static Settings Settings(ParseResult parsed)
    {
        var settings = parsed.GetValue(Config) is { } file ? Host.Settings.Read(file.FullName) : new Settings();
        if (Environment.GetEnvironmentVariable("NHATLE_DATABASE") is { Length: > 0 } postgres) settings = settings with { Postgres = postgres };
        if (parsed.GetValue(Demo)) settings = settings with { Demonstration = true };
        if (parsed.GetValue(Empty)) settings = settings with { Living = 0, Peopled = false };
        if (parsed.GetValue(Alive)) settings = settings with { Alive = true };
        if (parsed.GetValue(National) is { Length: > 0 } national) settings = settings with { NationalIdentity = Identity.Federation.NationalIdentitySettings.StandIn(national) };
        if (parsed.GetValue(Payments) is { Length: > 0 } payments) settings = settings with { Payments = NhatLe.Payments.PaymentSettings.StandIn(payments) };
        if (parsed.GetValue(Post) is { Length: > 0 } post) settings = settings with { Post = NhatLe.Post.PostSettings.StandIn(post) };
        if (parsed.GetValue(Portal) is { Length: > 0 } portal) settings = settings with { NationalPortal = NhatLe.Exchange.Portal.PortalSettings.StandIn(portal) };
        if (parsed.GetValue(Data) is { } data) settings = settings with { DataFolder = data };
        if (parsed.GetValue(Exchange) is { Length: > 0 } exchange) settings = settings with { Exchange = NhatLe.Exchange.ExchangeSettings.StandIn(exchange, Path.Combine(settings.DataFolder, "exchange"), parsed.GetValue(Government) ?? "") };
        if (Uri.TryCreate(settings.NationalPortal.Url, UriKind.Absolute, out var stand) && parsed.GetValue(Portal) is { Length: > 0 }) settings = settings with { Exchange = settings.Exchange with { StandIns = stand.GetLeftPart(UriPartial.Authority) } };
        if (parsed.GetValue(Axis) is { Length: > 0 } axis) settings = settings with { DocumentAxis = NhatLe.Exchange.Axis.AxisSettings.StandIn(axis, Path.Combine(settings.DataFolder, "axis")) };
        if (parsed.GetValue(Urls) is { } urls) settings = settings with { Urls = urls };
        return settings;
    }

    /// <summary>What stands over the file for this setting: the option or the environment variable that gave it; null when nothing does.</summary>
    public static string? Override(string setting, ParseResult parsed) => setting switch
    {
        nameof(Host.Settings.Demonstration) when parsed.GetValue(Demo) => "--demo",
        nameof(Host.Settings.Living) or nameof(Host.Settings.Peopled) when parsed.GetValue(Empty) => "--empty",
        nameof(Host.Settings.Alive) when parsed.GetValue(Alive) => "--alive",
        nameof(Host.Settings.NationalIdentity) when parsed.GetValue(National) is { Length: > 0 } => "--national",
        nameof(Host.Settings.Payments) when parsed.GetValue(Payments) is { Length: > 0 } => "--payments",
        nameof(Host.Settings.Post) when parsed.GetValue(Post) is { Length: > 0 } => "--post",
        nameof(Host.Settings.NationalPortal) when parsed.GetValue(Portal) is { Length: > 0 } => "--portal",
        nameof(Host.Settings.Exchange) when parsed.GetValue(Exchange) is { Length: > 0 } => "--exchange",
        nameof(Host.Settings.DocumentAxis) when parsed.GetValue(Axis) is { Length: > 0 } => "--axis",
        nameof(Host.Settings.DataFolder) when parsed.GetValue(Data) is not null => "--data",
        nameof(Host.Settings.Urls) when parsed.GetValue(Urls) is not null => "--urls",
        nameof(Host.Settings.Postgres) when Environment.GetEnvironmentVariable("NHATLE_DATABASE") is { Length: > 0 } => "NHATLE_DATABASE",
        _ => null,
    };

    /// <summary>Brings the installation to where it can be worked on, or prints why it cannot.</summary>
    public static async Task<bool> IsReady(IServiceProvider services, CancellationToken ct)
    {
        try
        {
            await services.GetRequiredService<Startup>().Run(ct);
            return true;
        }
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine("nhatle: " + e.Message);
            return false;
        }
    }

    /// <summary>Prints what a production start refuses.</summary>
    public static bool AreSound(Settings settings)
    {
        var faults = settings.Faults().ToList();
        foreach (var fault in faults) Console.Error.WriteLine("nhatle: " + fault);
        return faults.Count == 0;
    }
}
