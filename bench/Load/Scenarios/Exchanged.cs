using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>
/// A call over the exchange there and back: an operator's door, our consumer, TLS with both certificates, our provider, and the answer. Both sides
/// sign, check and log; three durable statements a call. `bench/run` makes the installation its own partner for it.
/// </summary>
sealed class Exchanged(Site site) : Scenario(site)
{
    byte[] request = [];

    public override string Name => "exchange";
    public override int Connections => 16;
    public override int ClosedRate => 1000;

    public override void Prepare(int operations) => request = Site.Plain.Post("/api/exchange/partners/chinh-ta/look", Site.Cookie("quan-tri"), new { });

    public override string? Act(Line line, int number)
    {
        var answer = line.Ask(request);
        return answer.Status == 200 && answer.Has("\"isThere\":true"u8) ? null : Site.Said(answer);
    }
}
