using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NhatLe.National.Axis;
using NhatLe.National.Control;
using NhatLe.National.Identity;
using NhatLe.National.Pages;
using NhatLe.National.Payments;
using NhatLe.National.People;
using NhatLe.National.Portal;
using NhatLe.National.Post;
using NhatLe.National.Reports;
using NhatLe.National.Residents;

namespace NhatLe.National;

/// <summary>
/// Stand-ins of the national systems (hệ thống quốc gia), each in a folder and under a path of its own, with one invented population. They
/// share nothing with the platform of the province but the wire.
/// </summary>
public static class NationalApp
{
    /// <param name="more">Services a test needs in place of the real ones.</param>
    public static WebApplication Build(NationalOptions options, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(k => (k.AddServerHeader, k.Limits.MaxRequestBodySize, k.Limits.MaxConcurrentConnections) = (false, 64 * 1024, 500));
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(options).AddSingleton<Population>().AddSingleton<Faults>().AddSingleton<Kept>();
        builder.Services.AddSingleton(sp => new Place(options.Site, sp.GetRequiredService<IServer>()));
        builder.Services.AddNationalIdentity(options);
        builder.Services.AddNationalPayments(options);
        builder.Services.AddNationalPortal();
        if (options.AxisCertificates.Length > 0) builder.Services.AddDocumentAxis();
        builder.Services.AddPublicPost(options);
        if (options.Exchange.Length > 0) builder.Services.AddPopulationDatabase(options);
        if (options.Government.Length > 0) builder.Services.AddGovernmentReports(options);
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.Use(Page.Guard);
        if (options.Control)
        {
            app.UseFaults();
            app.MapGet("/control/books", Books);
        }
        app.MapGet("/", () => Results.Redirect(IdentityRoutes.Prefix));
        app.MapGet(Page.StylePath, Page.Style);
        IdentityRoutes.Map(app);
        PaymentRoutes.Map(app);
        PortalRoutes.Map(app);
        if (options.AxisCertificates.Length > 0) AxisRoutes.Map(app, options);
        if (options.Government.Length > 0) GovernmentReports.Map(app);
        PostRoutes.Map(app);
        return app;
    }

    /// <summary>What each system was told and acknowledged, for whoever counts on both sides.</summary>
    static object Books(IServiceProvider services) => new
    {
        dossiers = services.GetRequiredService<PortalStore>().Book(),
        payments = services.GetRequiredService<Ledger>().Book(),
        letters = services.GetRequiredService<PostOffice>().Book(),
        documents = services.GetService<AxisStore>()?.Book(),
        questions = services.GetService<PopulationDatabase>()?.Answered ?? [],
    };
}

/// <summary>The address the stand-ins are known by.</summary>
public sealed class Place(string site, IServer server)
{
    string? address;

    public string Address => address ??= site.Length > 0 ? site : server.Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
}
