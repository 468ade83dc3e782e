using System.Globalization;
using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>
/// Where is my dossier? Asked by strangers with a code in hand, each from an address of their own, because one address may ask 90
/// times a minute: the server must trust this machine as a proxy (trustedProxies).
/// </summary>
sealed class Track(Site site, Known known) : Reading(site)
{
    const int Addresses = 20_000;

    public override string Name => "track";
    public override int Connections => 64;

    protected override IEnumerable<(byte[], string)> Questions()
    {
        var dossiers = known.Dossiers();
        for (var i = 0; i < Math.Max(Addresses, dossiers.Count); i++)
            yield return (Of(Site, dossiers[i % dossiers.Count].Code, i), dossiers[i % dossiers.Count].Code);
    }

    public static byte[] Of(Site site, string code, int stranger) =>
        site.Reading.Get("/tra-cuu/" + code, cookie: null, from: string.Create(CultureInfo.InvariantCulture, $"10.{stranger >> 16 & 255}.{stranger >> 8 & 255}.{stranger & 255}"));
}

/// <summary>The page of a procedure, for people without an account: those with a form of the demonstration.</summary>
sealed class ProcedurePage(Site site) : Reading(site)
{
    static readonly string[] Codes = ["1.001193", "1.000656", "1.004873", "2.000815", "2.000635", "1.001612"];

    public override string Name => "procedure";
    public override int Connections => 64;

    protected override IEnumerable<(byte[], string)> Questions() => Codes.Select(code => (Site.Reading.Get("/thu-tuc/" + code), code));
}

/// <summary>An address without work behind it: what the pipeline costs, and what this generator can ask at most.</summary>
/// <param name="login">Asked by this person: what it costs to know who asks, and what they may.</param>
sealed class Bare(Site site, string name, string path, string holds, string? login = null) : Reading(site)
{
    public override string Name => name;

    protected override IEnumerable<(byte[], string)> Questions() => [(Site.Plain.Get(path, login is null ? null : Site.Cookie(login)), holds)];
}
