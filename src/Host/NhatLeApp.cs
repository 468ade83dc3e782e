using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Live;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Host;

/// <summary>Builds the application from its settings: the same for `nhatle serve`, the other verbs and the tests.</summary>
public static class NhatLeApp
{
    public static WebApplication Build(Settings settings, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(NhatLeApp).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory, WebRootPath = WebRoot() });
        builder.WebHost.UseUrls(settings.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(k => (k.AddServerHeader, k.Limits.MaxRequestBodySize) = (false, 25 * 1024 * 1024));
        builder.Logging.ClearProviders().AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        AddKernel(builder.Services, settings);
        AddPages(builder.Services);
        foreach (var module in Modules.All)
        {
            foreach (var contracts in module.Contracts) EventNames.Learn(contracts);
            builder.Services.AddSingleton(new SchemaSource(module.Name, module.GetType().Assembly));
            module.AddServices(builder.Services);
        }
        more?.Invoke(builder.Services);

        var app = builder.Build();
        UsePipeline(app);
        foreach (var module in Modules.All) module.Map(app);
        if (settings.Demonstration) Simulation.DemonstrationRoutes.Map(app);
        return app;
    }

    static void AddKernel(IServiceCollection services, Settings settings)
    {
        System.IO.Directory.CreateDirectory(settings.DataFolder);
        var database = settings.Postgres.Length > 0 ? Database.Postgres(settings.Postgres) : Database.Sqlite(Path.Combine(settings.DataFolder, "nhatle.db"));
        services.AddSingleton(settings).AddSingleton(settings.SecondFactor).AddSingleton(settings.StepUp).AddSingleton(settings.Passwords).AddSingleton(settings.Counters).AddSingleton(settings.NationalIdentity).AddSingleton(settings.Exchange).AddSingleton(settings.NationalPortal).AddSingleton(settings.DocumentAxis).AddSingleton(settings.Payments).AddSingleton(settings.Post);
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = settings.TrustedProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost : ForwardedHeaders.None;
            foreach (var proxy in settings.TrustedProxies) o.KnownProxies.Add(System.Net.IPAddress.Parse(proxy));
        });
        services.AddSingleton(TimeProvider.System);
        services.AddClock(settings.Demonstration);
        services.AddPlatform(database, MasterKey(settings), new(Path.Combine(settings.DataFolder, "files")) { SweepMany = settings.SweepMany }, SealKey(settings), new(settings.Sms, settings.Mail, settings.Site));
        if (ClamdAddress.Read(settings.VirusScan) is { } clamd) services.AddSingleton(clamd).AddSingleton<IVirusScan, ClamdScan>();
        services.AddSingleton(PdfOptions.Find(settings.Chromium));
        services.AddSingleton(new DemonstrationMode(settings.Demonstration, settings.Demonstration && settings.Peopled));
        services.AddSingleton(new ReferenceData(Path.Combine(AppContext.BaseDirectory, "data")));
        services.AddSingleton(new TextCatalog([typeof(PlatformServices).Assembly, typeof(NhatLeApp).Assembly, .. Modules.All.Select(m => m.GetType().Assembly)]));
        services.AddSingleton<Texts>();
        services.AddSingleton<DemonstrationClock>().AddHostedService(sp => sp.GetRequiredService<DemonstrationClock>());
        services.AddUi(settings.Demonstration ? "Trình diễn, người và hồ sơ hư cấu. Đồng hồ chạy từ 08:00 thứ Hai 18/11/2024." : null);
        services.AddScoped<Startup>().AddScoped<Simulation.Standings>().AddScoped<Simulation.Faults.Books>().AddScoped<Simulation.FirstLife>().AddSingleton<Simulation.People>().AddHostedService<Simulation.AliveProvince>().AddScoped<Demonstration.StoryBook>();
    }

    static void AddPages(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nothing of ours is protected by it: sessions are on the server
        services.AddExceptionHandler<RefusalHandler>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Vietnamese must not become entities
        services.AddResponseCompression(o => o.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal); // a page is a quarter lighter than at the quickest level
        var pages = services.AddRazorPages(o =>
        {
            o.RootDirectory = "/";
            o.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute()); // RequestRules refuse other sites' requests
            o.Conventions.ConfigureFilter(new OnlyKnownHandlers());
        });
        foreach (var module in Modules.All) pages.AddApplicationPart(module.GetType().Assembly);
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(o => o.MultipartHeadersLengthLimit = 64 * 1024); // the longest file name is cut by us, not refused
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true); // so that a body we cannot read is answered in our words, as JSON
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            o.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
        });
    }

    static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        if (!app.Services.GetRequiredService<Settings>().Demonstration) app.UseHsts();
        app.UseSecurityHeaders();
        app.UseLanguage();
        app.UseKeptPages();
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/loi", SuppressDiagnosticsCallback = c => c.Exception is Refusal });
        app.UsePackedAssets(app.Environment.WebRootFileProvider);
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = CacheByHash, ContentTypeProvider = PackedAssets.Types });
        app.UseSameSiteOnly();
        app.UsePdfOfPages();
        app.UseRouting();
        app.UsePagesOnlyAsPdf();
        foreach (var module in Modules.All) module.Use(app);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStatusCodePagesWithReExecute("/loi");
        app.UseApiProblems();
        app.MapRazorPages();
        app.MapLive();
        app.MapGet("/health", async (DirectoryCache directory, CancellationToken ct) => Results.Ok(new { directory = (await directory.Get(ct)).Version }));
    }

    /// <summary>Names under /assets carry a hash of their content, so they never change.</summary>
    static void CacheByHash(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext context)
    {
        if (context.Context.Request.Path.StartsWithSegments("/assets"))
            context.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        PackedAssets.Describe(context.Context.Response, context.File.Name);
    }

    /// <summary>Next to the binaries when published; in the source tree during development.</summary>
    static string WebRoot()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (System.IO.Directory.Exists(Path.Combine(published, "assets"))) return published;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "NhatLe.slnx"))) return Path.Combine(folder.FullName, "src", "Host", "wwwroot");
        System.IO.Directory.CreateDirectory(published);
        return published;
    }

    static byte[] MasterKey(Settings settings)
    {
        var file = settings.EffectiveKeyFile;
        if (!File.Exists(file) && settings.Demonstration) Verbs.MakeKey.Write(file);
        return File.ReadAllBytes(file);
    }

    static SealKey SealKey(Settings settings)
    {
        var file = settings.EffectiveSealKeyFile;
        if (!File.Exists(file) && settings.Demonstration) Verbs.MakeKey.WriteSeal(file);
        return new SealKey(file);
    }
}
