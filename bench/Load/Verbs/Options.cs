using System.CommandLine;
using System.Globalization;

namespace NhatLe.Load.Verbs;

/// <summary>What <see cref="RunScenarios"/> is told.</summary>
static class Options
{
    public static readonly Argument<string[]> Wanted = new("scenarios") { Description = "raw, bare, file, file-with-paper, act, list, inbox, inbox-api, leader, search, track, procedure, token-client, token-refresh, exchange, sign-in, sign-in-flood, morning; by default all.", Arity = ArgumentArity.ZeroOrMore };
    public static readonly Option<string> Url = new("--url") { Description = "The demonstration.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    public static readonly Option<int?> ServerPid = new("--server-pid") { Description = "Its process: CPU time and memory are told." };
    public static readonly Option<string> Password = new("--password") { Description = "Of all accounts.", DefaultValueFactory = _ => "nhatle-2024" };
    public static readonly Option<int?> PostgresPid = new("--postgres-pid") { Description = "The postmaster: its CPU time and that of its children is told." };
    public static readonly Option<string?> BareUrl = new("--bare-url") { Description = "Where `nhatle-load bare` listens: the scenario bare asks it too." };
    public static readonly Option<int?> BarePid = new("--bare-pid") { Description = "Its process." };
    public static readonly Option<string?> RawConnection = new("--raw-connection") { Description = "Npgsql connection string of a migrated database of its own, for the scenario raw." };
    public static readonly Option<FileInfo?> SamplesFile = new("--samples") { Description = "What a big database holds, one JSON object a line; without, some hundred dossiers are made first." };
    public static readonly Option<string[]> Rates = new("--rate") { Description = "Operations a second begun at their own times (open); max: as fast as connections come back (closed); 70%: of what was reached at max. Several are run one after the other.", DefaultValueFactory = _ => ["max"], AllowMultipleArgumentsPerToken = true };
    public static readonly Option<bool> Poisson = new("--poisson") { Description = "Gaps between operations vary as those of people; otherwise they are even." };
    public static readonly Option<int?> Connections = new("--connections") { Description = "Connections, each with at most one request under way; by default 8, for pages of everybody 64." };
    public static readonly Option<double> Seconds = new("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => 10 };
    public static readonly Option<double> WarmUp = new("--warm-up") { Description = "Seconds of load before, not measured.", DefaultValueFactory = _ => 10 };
    public static readonly Option<double> Minutes = new("--minutes") { Description = "How long the morning is.", DefaultValueFactory = _ => 3 };
    public static readonly Option<bool> Brotli = new("--brotli") { Description = "Ask for pages and lists compressed, as browsers do; the text of one in 64 is looked at." };
    public static readonly Option<bool> Markdown = new("--markdown") { Description = "Rows of a Markdown table." };

    public static readonly IReadOnlyList<Option> All =
        [Url, ServerPid, Password, PostgresPid, BareUrl, BarePid, RawConnection, SamplesFile, Rates, Poisson, Connections, Seconds, WarmUp, Minutes, Brotli, Markdown];

    public static TimeSpan Span(this ParseResult parsed, Option<double> seconds) => TimeSpan.FromSeconds(parsed.GetValue(seconds));

    /// <param name="reached">At max before; 0: not asked for.</param>
    /// <returns>Operations a second; null: closed.</returns>
    public static double? RateOf(string text, double reached) => text switch
    {
        "max" => null,
        [.. var share, '%'] when double.TryParse(share, CultureInfo.InvariantCulture, out var percent) && percent > 0 =>
            reached > 0 ? reached * percent / 100 : throw new InvalidDataException("A share needs max before it, with answers that were right: --rate max 70%"),
        _ when double.TryParse(text, CultureInfo.InvariantCulture, out var rate) && rate > 0 => rate,
        _ => throw new InvalidDataException($"{text} is no rate: a number, max, or a share of max as 70%."),
    };
}
