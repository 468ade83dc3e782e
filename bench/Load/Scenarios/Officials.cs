using System.Text;
using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>Acts of officials: the desk accepts a dossier, then the justice official forwards it with a result for approval. One act is one operation.</summary>
sealed class Officials(Site site, Making making, Province province) : Scenario(site)
{
    /// <summary>So many are accepted, then the same are forwarded: more than the connections, so that acceptance has ended by then.</summary>
    const int Turn = 128;

    const int Communes = 8; // each needs two people signed in

    (byte[] Accept, byte[] Forward)[] acts = [];
    bool[] isAccepted = [];

    public override string Name => "act";
    public override int Most => acts.Length * 2;

    public override void Prepare(int operations)
    {
        string[] communes = [.. province.Communes.Take(Communes)];
        var results = communes.ToDictionary(c => c, Result);
        var dossiers = making.Filed(((operations / 2 / Turn) + 1) * Turn, communes);
        acts = [.. dossiers.Select(d =>
        {
            var path = $"/api/services/dossiers/{d.Code}/";
            return (Site.Plain.Post(path + "acceptance", Site.Cookie(province.Desk(d.Unit!)), new { Version = 1 }),
                Site.Plain.Post(path + "processing", Site.Cookie(province.Justice(d.Unit!)), new { Version = 2, Result = new { Hash = results[d.Unit!], FileName = "ket-qua.pdf" } }));
        })];
        isAccepted = new bool[acts.Length];
    }

    /// <summary>The hash of a result that the justice official of the commune sent; all its dossiers get the same.</summary>
    string Result(string commune)
    {
        using var line = Site.Open();
        return Site.Json(line, Site.Plain.Upload("/api/services/results", Site.Cookie(province.Justice(commune)), "ket-qua.pdf", "application/pdf", Making.Pdf(2_000, number: 1))).GetProperty("hash").GetString()!;
    }

    public override string? Act(Line line, int number)
    {
        var (turn, place) = Math.DivRem(number, 2 * Turn);
        var dossier = (turn * Turn) + (place % Turn);
        if (place < Turn)
        {
            var accepted = line.Ask(acts[dossier].Accept);
            if (accepted.Status != 200 || !accepted.Has("\"status\":\"Accepted\""u8)) return Site.Said(accepted);
            Volatile.Write(ref isAccepted[dossier], true);
            return null;
        }
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref isAccepted[dossier]), TimeSpan.FromSeconds(10))) return "It was never accepted: see the error before.";
        var forwarded = line.Ask(acts[dossier].Forward);
        return forwarded.Status == 200 && forwarded.Has("\"step\":\"approve\""u8) ? null : Site.Said(forwarded);
    }
}

/// <summary>The inbox of an official with some 500 open duties.</summary>
/// <param name="isPage">The page people see; otherwise what the API answers.</param>
sealed class Inbox(Site site, Making making, Province province, Samples samples, bool isPage) : Reading(site)
{
    const int Open = 500;

    public override string Name => isPage ? "inbox" : "inbox-api";

    protected override IEnumerable<(byte[], string)> Questions()
    {
        var commune = province.Communes[^1];
        var logins = samples.Logins("inbox", otherwise: province.Desk(commune));
        if (logins[0] == province.Desk(commune)) Fill(commune);
        foreach (var cookie in logins.Select(Site.Cookie))
            foreach (var group in isPage ? ["", "?nhom=tra-loi", "?loai=services.accept"] : new[] { "", "?group=answersCitizen", "?kind=services.accept" })
                yield return (Site.Reading.Get((isPage ? "/viec" : "/api/workspace/duties") + group, cookie), isPage ? "href=\"/giai-quyet/H46." : "\"subjectKind\":\"Dossier\"");
    }

    void Fill(string commune)
    {
        using var line = Site.Open();
        var open = Site.Json(line, Site.Plain.Get("/api/workspace/duties", Site.Cookie(province.Desk(commune)))).GetProperty("counts").GetProperty("all").GetInt32();
        if (open < Open) making.Filed(Open - open, [commune]);
    }
}

/// <summary>A leader's morning: counts of this month and the month before over all units led.</summary>
sealed class Leader(Site site, Known known) : Reading(site)
{
    public override string Name => "leader";

    protected override IEnumerable<(byte[], string)> Questions()
    {
        known.Dossiers();
        return known.Samples.Logins("leader", otherwise: "chu-tich.minhhoa").Select(login => (Site.Reading.Get("/buoi-sang", Site.Cookie(login)), "so=da-nop"));
    }
}

/// <summary>A district's list of 25 dossiers: 40 % of any state, 30 % of one state, 20 % of one procedure, 10 % what is late.</summary>
sealed class ListOfDistrict(Site site, Known known) : Reading(site)
{
    static readonly string[] Filters = ["", "", "", "", "?status=Accepted", "?status=Returned", "?status=Filed", "?procedure=1.001193", "?procedure=2.000635&status=InProcess", "?late=true"];

    public override string Name => "list";

    protected override IEnumerable<(byte[], string)> Questions()
    {
        known.Dossiers();
        foreach (var cookie in known.Samples.Logins("district", otherwise: "chu-tich.minhhoa").Select(Site.Cookie))
            foreach (var filter in Filters)
                yield return (Site.Reading.Get("/api/services/dossiers" + filter, cookie), filter.Length == 0 ? "\"code\"" : "{");
    }
}

/// <summary>The one box for everything: 40 % codes and phones, 30 % full names, 20 % two common syllables, 10 % what nobody is called.</summary>
sealed class Search(Site site, Known known) : Reading(site)
{
    const int Different = 2_000;

    public override string Name => "search";

    protected override IEnumerable<(byte[], string)> Questions()
    {
        var dossiers = known.Dossiers();
        var cookies = known.Samples.Logins("search", otherwise: "chu-tich.tinh").Select(Site.Cookie).ToList();
        var dice = new Random(7);
        for (var i = 0; i < Different; i++)
        {
            var one = dossiers[dice.Next(dossiers.Count)];
            var (typed, holds) = (i % 10) switch
            {
                0 or 1 => (one.Code, $"\"code\":\"{one.Code}\""),
                2 or 3 => (one.Phone.Length > 0 ? one.Phone : one.Code, $"\"code\":\"{one.Code}\""),
                4 or 5 or 6 => (one.Name, "\"hits\":[{"), // whoever bears all its words, newest first
                7 or 8 => (Names.Common(dice), "\"hits\":[{"),
                _ => ($"Qwertz Zuiop {dice.Next(100_000)}", "\"hits\":[]"),
            };
            yield return (Site.Reading.Get("/api/workspace/search?q=" + Uri.EscapeDataString(typed), cookies[i % cookies.Count]), holds);
        }
    }
}
