using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.National.Control;

namespace NhatLe.National.Portal;

/// <summary>What the portal holds.</summary>
public sealed class PortalStore : IDisposable
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Dictionary<string, string> numbers = new(StringComparer.Ordinal), files = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, HeldDossier> dossiers = new(StringComparer.Ordinal);
    readonly KeptLines kept;
    readonly Lock gate = new();

    public PortalStore(Kept kept, NationalOptions options, TimeProvider time) => (Tokens, this.kept) = (new(options, time), kept.Open("portal", Play));

    public BearerTokens Tokens { get; }

    public HeldDossier? Find(string code) => dossiers.GetValueOrDefault(code);

    public string NumberOf(string code)
    {
        lock (gate)
        {
            if (!numbers.ContainsKey(code)) Do(new() { ["what"] = "number", ["code"] = code });
            return numbers[code];
        }
    }

    /// <summary>Id of the file of a hash; null: it has not come.</summary>
    public string? FileOf(string hash)
    {
        lock (gate) return files.GetValueOrDefault(hash);
    }

    public string AddFile(string hash)
    {
        lock (gate)
        {
            if (!files.ContainsKey(hash)) Do(new() { ["what"] = "file", ["hash"] = hash });
            return files[hash];
        }
    }

    public void Put(string code, JsonObject body)
    {
        lock (gate) Do(new() { ["what"] = "dossier", ["code"] = code, ["body"] = body.DeepClone() });
    }

    /// <returns>False where another step has its place, or a later one came before it: out of order.</returns>
    public bool Step(string code, string id, JsonObject body)
    {
        lock (gate)
        {
            var dossier = dossiers[code];
            if (!dossier.Takes(id, body)) return false;
            Do(new() { ["what"] = "step", ["code"] = code, ["id"] = id, ["body"] = body.DeepClone() });
            return true;
        }
    }

    public void Set(string code, int status, long number)
    {
        lock (gate) Do(new() { ["what"] = "status", ["code"] = code, ["status"] = status, ["number"] = number });
    }

    /// <summary>A fault of the portal itself, for tests: it knows nothing of a dossier any more.</summary>
    public void Lose(string code) => dossiers.TryRemove(code, out _);

    /// <summary>The ids of the steps of each dossier, in order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Book() => dossiers.ToDictionary(d => d.Key, d => d.Value.StepIds);

    void Do(JsonObject line)
    {
        kept.Add(line);
        Play(line);
    }

    void Play(JsonObject line)
    {
        var code = line["code"]?.GetValue<string>() ?? "";
        switch (line["what"]!.GetValue<string>())
        {
            case "number":
                numbers[code] = "QG" + (numbers.Count + 1).ToString("D8", CultureInfo.InvariantCulture);
                break;
            case "file":
                files[line["hash"]!.GetValue<string>()] = "T" + line["hash"]!.GetValue<string>()[..12];
                break;
            case "dossier":
                dossiers.GetOrAdd(code, _ => new()).Put(line["body"]!.AsObject());
                break;
            case "step":
                dossiers[code].Step(line["id"]!.GetValue<string>(), line["body"]!.AsObject());
                break;
            case "status":
                dossiers[code].Set(line["status"]!.GetValue<int>(), line["number"]!.GetValue<long>());
                break;
            default:
                throw new InvalidDataException($"The portal's book has a line of an unknown kind: {line["what"]}.");
        }
    }

    public void Dispose() => kept.Dispose();
}

/// <summary>A dossier as the province has told it.</summary>
public sealed class HeldDossier
{
    readonly SortedDictionary<long, (string Id, JsonObject Body)> steps = [];
    readonly Lock gate = new();
    long statusOf;

    public JsonObject Body { get; private set; } = [];
    public int Status { get; private set; }

    /// <summary>How often it was told of something it had already.</summary>
    public int Repeated { get; private set; }

    public IReadOnlyList<JsonObject> Steps
    {
        get { lock (gate) return [.. steps.Values.Select(s => s.Body)]; }
    }

    public IReadOnlyList<string> StepIds
    {
        get { lock (gate) return [.. steps.Values.Select(s => s.Id)]; }
    }

    public void Put(JsonObject body)
    {
        lock (gate) Body = body;
    }

    public bool Takes(string id, JsonObject body)
    {
        lock (gate) return steps.TryGetValue(NumberOf(body), out var known) ? known.Id == id : steps.Count == 0 || NumberOf(body) > steps.Keys.Last();
    }

    public void Step(string id, JsonObject body)
    {
        lock (gate)
        {
            if (!steps.TryAdd(NumberOf(body), (id, body))) Repeated++;
        }
    }

    /// <summary>An older one said again changes nothing.</summary>
    public void Set(int status, long number)
    {
        lock (gate)
            if (number >= statusOf) (Status, statusOf) = (status, number);
    }

    public JsonObject Held(string code)
    {
        lock (gate) return new() { ["MaHoSo"] = code, ["TrangThai"] = Status, ["SoTienTrinh"] = steps.Count };
    }

    static long NumberOf(JsonObject body) => body["ThuTu"]?.GetValue<long>() ?? 0;
}
