using System.Buffers;
using System.IO.Compression;
using System.Text;
using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>A scenario that only reads: a set of requests asked in turn, each with a text its answer must hold.</summary>
abstract class Reading(Site site) : Scenario(site)
{
    const int DecodedOneIn = 64; // compressed answers: looking into each would cost the generator more than asking

    (byte[] Request, byte[] Holds)[] questions = [];

    /// <summary>What is asked, and the text that must be in the answer.</summary>
    protected abstract IEnumerable<(byte[] Request, string Holds)> Questions();

    public override void Prepare(int operations)
    {
        questions = [.. Questions().Select(q => (q.Request, Encoding.UTF8.GetBytes(q.Holds)))];
        new Random(1).Shuffle(questions);
    }

    public override string? Act(Line line, int number)
    {
        var (request, holds) = questions[number % questions.Length];
        var answer = line.Ask(request);
        if (answer.Status != 200) return Site.Said(answer);
        if (answer.Head.IndexOf("\r\nContent-Encoding: br"u8) >= 0) return number % DecodedOneIn != 0 || Unpacked(answer.Body).AsSpan().IndexOf(holds) >= 0 ? null : Missing(holds);
        return answer.Has(holds) ? null : Missing(holds);
    }

    static string Missing(byte[] holds) => $"\"{Encoding.UTF8.GetString(holds)}\" is not in the answer.";

    static byte[] Unpacked(ReadOnlySpan<byte> body)
    {
        var room = ArrayPool<byte>.Shared.Rent(4 * 1024 * 1024);
        try
        {
            return BrotliDecoder.TryDecompress(body, room, out var written) ? room[..written] : [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }
}
