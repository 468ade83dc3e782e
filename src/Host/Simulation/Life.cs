using NhatLe.Identity.Accounts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Host.Simulation;

/// <summary>
/// What somebody does with a dossier. Each is one entry of its journal, so the version after the n-th is n. <see cref="FileAtDesk"/>
/// brings <see cref="AcceptAtDesk"/> with it: one act of the clerk, two entries.
/// </summary>
public enum Deed { File, FileAtDesk, AcceptAtDesk, Accept, Refuse, AskSupplement, AskInProcess, Supplement, Stop, StopInProcess, Process, Apologise, SendBack, Approve, Return, Rate }

/// <param name="Tick">The half-hour in which it is done, counted from the beginning.</param>
/// <param name="DueAt">The new appointment of an apology.</param>
public sealed record Step(Deed Deed, int Tick, int Stars = 0, DateTimeOffset? DueAt = null);

/// <param name="Keys">The papers that are required.</param>
/// <param name="SameDay">Due on the day it is accepted; otherwise within 3 working days (the curated catalogue).</param>
public sealed record Kind(string Procedure, string[] Keys, bool SameDay, bool AtDistrict)
{
    /// <summary>A copy is asked for; who sends the original says so.</summary>
    public bool AsksForCopies => Procedure == "1.001612";

    public static readonly IReadOnlyDictionary<string, Kind> All = new Kind[]
    {
        new("2.000815", ["original"], true, false), new("2.000635", ["identity"], true, false), new("1.001193", ["birth-certificate-hospital", "identity"], true, false),
        new("1.004873", ["identity"], false, false), new("1.000656", ["death-notice", "identity"], true, false), new("1.001612", ["identity-copy"], false, true),
    }.ToDictionary(k => k.Procedure);
}

/// <summary>One dossier's whole life, drawn before anything happens: so the same seed gives the same outcomes, and a broken run goes on.</summary>
public sealed record Life(int Index, Guid Id, Kind Kind, string Citizen, DemonstrationAccounts.Person Person, Population.Commune Commune, string Clerk, string Official, string Leader, Channel Channel, bool Digitised, bool Photographed, IReadOnlyList<Step> Steps)
{
    public string LoginOf(Deed deed) => deed switch
    {
        Deed.File or Deed.Supplement or Deed.Rate => Citizen,
        Deed.Process or Deed.AskInProcess or Deed.StopInProcess or Deed.Apologise => Official,
        Deed.Approve or Deed.SendBack => Leader,
        _ => Clerk,
    };
}
