using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Reports;
using NhatLe.Host;
using NhatLe.National.Control;
using NhatLe.Platform.Jobs;
using NhatLe.Tests.National;

namespace NhatLe.Tests.Exchange.Reports;

/// <summary>The application, and the stand-in of the Government Office on ports of its own. The clock stands at Monday 18/11/2024: the report of November is due on Wednesday.</summary>
public sealed class ReportsApp : App, IAsyncLifetime
{
    public const string Official = "chanh-van-phong", Current = "2024-11", Page = "/bao-cao-chinh-phu/2024-11", Api = "/api/exchange/government-reports/2024-11";

    /// <summary>As the Government would take them, in the order of the page.</summary>
    public static readonly IReadOnlyList<(string Code, string Value)> Good =
        [("IIP", "108,15"), ("THU_NS", "4.512,6"), ("GIAI_NGAN", "66,4"), ("BAN_LE", "4.810,2"), ("XUAT_KHAU", "25,1"), ("CPI", "102,88"), ("KHACH_DL", "298,6"), ("DN_MOI", "53")];

    readonly string folder = Directory.CreateTempSubdirectory("nhatle-reports-").FullName;
    readonly string population = $"https://localhost:{FreePort.Find()}", government = $"https://localhost:{FreePort.Find()}";
    NationalSide? national;

    public Uri National => national!.Address;
    public NhatLe.National.Reports.GovernmentSystem Reporting => national!.Get<NhatLe.National.Reports.GovernmentReports>().Reporting;
    public NhatLe.National.Reports.GovernmentSystem Centre => national!.Get<NhatLe.National.Reports.GovernmentReports>().Centre;

    public new async Task InitializeAsync()
    {
        CertificateFolder.Write(folder, ["VN/GOV/H46", "VN/GOV/BCA", NhatLe.National.Reports.GovernmentReports.Member], "localhost", TimeProvider.System);
        national = await NationalSide.Start(new() { Exchange = population, Government = government, Certificates = folder });
        await base.InitializeAsync();
        await Run<OpenReports>();
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await national!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private protected override Settings Adjust(Settings settings)
    {
        var exchange = ExchangeSettings.StandIn(population, folder, government);
        return settings with { Exchange = exchange with { Partners = [.. exchange.Partners.Select(p => p with { TimeoutSeconds = 2 })] } };
    }

    public Task Tell(NhatLe.National.Reports.GovernmentSystem at, FaultKind kind, string? wrong = null, double seconds = 5, int times = 0) => national!.Tell(new(at.WholePath, kind, seconds, times, wrong));

    public Task TakeBackFaults() => national!.TakeBackFaults();

    public async Task<ReadReport.Answer> Report(string period = Current) => await (await As(Official)).Get<ReadReport.Answer>("/api/exchange/government-reports/" + period);

    public Task<List<Parcel>> Parcels(string period = Current) => this.Read(db => db.Parcels.AsNoTracking().Where(p => p.Code == period).OrderBy(p => p.Seq).ToListAsync());

    /// <summary>The fields of the page's form, as a browser sends them.</summary>
    public static Dictionary<string, string> Form(IEnumerable<(string Code, string Value)> values, long? version = null, params (string Code, string Why)[] explained)
    {
        var form = values.Index().SelectMany(v => new (string, string)[]
        {
            ($"Lines[{v.Index}].Indicator", v.Item.Code), ($"Lines[{v.Index}].Value", v.Item.Value), ($"Lines[{v.Index}].Explanation", explained.FirstOrDefault(e => e.Code == v.Item.Code).Why ?? ""),
        }).ToDictionary(f => f.Item1, f => f.Item2);
        if (version is { } seen) form["Version"] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return form;
    }

    public static IReadOnlyList<(string Code, string Value)> But(params (string Code, string Value)[] others) =>
        [.. Good.Select(g => Array.Find(others, o => o.Code == g.Code) is { Code: not null } other ? other : g)];

    public async Task Draft(IEnumerable<(string Code, string Value)> values, params (string Code, string Why)[] explained) =>
        (await (await As(Official)).PostJson(Api + "/draft", new { lines = values.Select(v => new { indicator = v.Code, value = v.Value, explanation = explained.FirstOrDefault(e => e.Code == v.Code).Why }) })).EnsureSuccessStatusCode();

    public async Task Send() => (await (await As(Official)).PostJson(Api + "/sending", new { })).EnsureSuccessStatusCode();

    /// <summary>Whatever state the test before left it in: a draft with these values, sent.</summary>
    public async Task SendAnew(IEnumerable<(string Code, string Value)> values, params (string Code, string Why)[] explained)
    {
        if ((await Report()).State is GovernmentReportState.Accepted or GovernmentReportState.Sent) (await (await As(Official)).PostJson(Api + "/correction", new { reason = "Số liệu được rà soát lại" })).EnsureSuccessStatusCode();
        await Draft(values, explained);
        await Send();
    }

    /// <summary>Until it stands so.</summary>
    public async Task<ReadReport.Answer> Until(Func<ReadReport.Answer, bool> stands)
    {
        for (var i = 0; i < 1200; i++)
        {
            var report = await Report();
            if (stands(report)) return report;
            if (i % 20 == 19) await this.Hurry();
            await Task.Delay(50);
        }
        Assert.Fail($"It is still {(await Report()).State}: " + string.Join(", ", (await Parcels()).Select(p => $"{p.Carrier} {p.Seq} {p.State} {p.LastError}")));
        return null!;
    }

    public Task<ReadReport.Answer> Until(GovernmentReportState state) => Until(r => r.State == state && r.Sendings[0].Receivers.All(s => s.State != ReceiptState.Waiting));
}
