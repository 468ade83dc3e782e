namespace NhatLe.National;

/// <summary>How the stand-ins are started: <c>--name value</c>, and some that stand alone.</summary>
public sealed record NationalOptions
{
    public const string Usage = """
        nhatle-national: stand-ins of the national systems, for demonstrations and tests.
          --urls http://localhost:8081       where it listens
          --site https://…                   the address people and systems know it by; left out: where it listens
          --client NAME --secret SECRET      the system of the province that may ask
          --redirect URI                     where that system takes people back, exactly; several are separated by commas
          --bye URI                          where people go after signing out, exactly; the same
          --notify URL                       where that system is told of what was paid
          --notify-post URL                  where that system is told of what the post carries
          --exchange https://localhost:8082  where the population database is reached on the data exchange; left out: it is not there
          --government https://localhost:8083  where the Government Office takes indicators on the data exchange; left out: it is not there
          --certificates FOLDER              their certificates, and that of the authority of the exchange
          --axis-certificates FOLDER         those of the document axis: its authority, and of each agency it plays; left out: it is not there
          --axis-pace SECONDS                how long a played agency takes from one status to the next
          --axis-day 2024-11-18              the day that played agencies date their documents by; left out: today
          --axis-letters CODE                agencies that those played write to by themselves; several are separated by commas
          --until-input-ends                 it stops when its standard input is closed
          --data FOLDER                      what it was told is kept there, and is there again after a start; left out: a start begins anew
          --post-pace SECONDS                how long a letter takes from one step to the next
          --alive                            letters of the post move along by themselves
          --control                          it can be told to be slow, to fail, to answer wrongly (POST /control), and tells what it holds
        """;

    public string Urls { get; init; } = "http://localhost:8081";
    public string Site { get; init; } = "";
    public string Client { get; init; } = "";
    public string Secret { get; init; } = "";
    public IReadOnlyList<string> Redirects { get; init; } = [];
    public IReadOnlyList<string> Byes { get; init; } = [];
    public string Notify { get; init; } = "";
    public string NotifyPost { get; init; } = "";
    public string Exchange { get; init; } = "";
    public string Government { get; init; } = "";
    public string Certificates { get; init; } = "";
    public string AxisCertificates { get; init; } = "";
    public double AxisPace { get; init; } = 45;
    public DateOnly? AxisDay { get; init; }
    public string AxisLetters { get; init; } = "";
    public string Data { get; init; } = "";
    public bool Control { get; init; }
    public bool Alive { get; init; }
    public double PostPace { get; init; } = 12;
    public bool UntilInputEnds { get; init; }

    /// <returns>Null where an argument is unknown, or its value is missing.</returns>
    public static NationalOptions? Read(IReadOnlyList<string> args)
    {
        var options = new NationalOptions();
        for (var i = 0; i < args.Count; i++)
        {
            NationalOptions? alone = args[i] switch
            {
                "--control" => options with { Control = true },
                "--alive" => options with { Alive = true },
                "--until-input-ends" => options with { UntilInputEnds = true },
                _ => null,
            };
            if (alone is not null)
            {
                options = alone;
                continue;
            }
            if (i + 1 >= args.Count) return null;
            var value = args[i + 1];
            NationalOptions? next = args[i++] switch
            {
                "--urls" => options with { Urls = value },
                "--site" => options with { Site = value.TrimEnd('/') },
                "--client" => options with { Client = value },
                "--secret" => options with { Secret = value },
                "--redirect" => options with { Redirects = value.Split(',') },
                "--notify" => options with { Notify = value },
                "--notify-post" => options with { NotifyPost = value },
                "--bye" => options with { Byes = value.Split(',') },
                "--exchange" => options with { Exchange = value },
                "--post-pace" => double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var pace) ? options with { PostPace = pace } : null,
                "--axis-certificates" => options with { AxisCertificates = value },
                "--axis-pace" => double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var slow) ? options with { AxisPace = slow } : null,
                "--axis-day" => DateOnly.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var day) ? options with { AxisDay = day } : null,
                "--axis-letters" => options with { AxisLetters = value },
                "--data" => options with { Data = value },
                "--government" => options with { Government = value },
                "--certificates" => options with { Certificates = value },
                _ => null,
            };
            if (next is null) return null;
            options = next;
        }
        return options;
    }
}
