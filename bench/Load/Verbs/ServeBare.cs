using System.CommandLine;
using NhatLe.Load.Raw;

namespace NhatLe.Load.Verbs;

/// <summary><c>nhatle-load bare</c>: a web server with nothing behind it.</summary>
static class ServeBare
{
    public static Command Command()
    {
        var url = new Argument<string>("url") { Description = "Where it listens: http://127.0.0.1:5001" };
        var command = new Command("bare", "Serves a bare JSON route and a bare page, for comparison.") { url };
        command.SetAction((parsed, ct) => BareServer.Serve(parsed.GetValue(url)!, ct));
        return command;
    }
}
