using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>One kind of work, done over and over on several connections at once.</summary>
abstract class Scenario(Site site)
{
    public Site Site => site;

    public abstract string Name { get; }

    /// <summary>Connections where nobody says otherwise.</summary>
    public virtual int Connections => 8;

    /// <summary>How many a second a closed run may reach: so many are prepared. It ends earlier when they are used up.</summary>
    public virtual int ClosedRate => 500;

    /// <summary>How many operations there are at most.</summary>
    public virtual int Most => int.MaxValue;

    /// <summary>Before anything is measured.</summary>
    public virtual void Prepare(int operations) { }

    /// <summary>The operation of this number, from 0. The server's answers are looked at: their status, and something only the right one holds.</summary>
    /// <returns>What was wrong; null when all was as it should be.</returns>
    public abstract string? Act(Line line, int number);
}
