using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.National.Control;

namespace NhatLe.National.Axis;

/// <param name="packet">The signed XML.</param>
public sealed class AxisDocument(string docId, PacketHead head, byte[] packet, DateTimeOffset at)
{
    public string DocId => docId;
    public PacketHead Head => head;
    public byte[] Packet => packet;
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(packet));
    public DateTimeOffset At => at;

    /// <summary>Agencies that have not answered yet.</summary>
    public HashSet<string> Waiting { get; } = [.. head.To];

    /// <summary>What played receivers have said of it, by receiver.</summary>
    public Dictionary<string, int> Said { get; } = [];

    /// <summary>How often it was sent here.</summary>
    public int Times { get; set; } = 1;
}

public sealed record AxisStatus(string DocId, string MessageId, string OrganId, string DocumentId, string Code, string IssuedOn, string From, string StatusCode, string Description, string Timestamp, string Staff);

/// <summary>What the axis holds. It counts what it was told, and in which order.</summary>
public sealed class AxisStore : IDisposable
{
    readonly TimeProvider time;
    readonly NationalOptions options;
    readonly KeptLines kept;
    readonly Lock gate = new();
    readonly Dictionary<string, string> agencies = AxisAgency.Played.ToDictionary(a => a.Id, a => a.Name);
    readonly List<AxisDocument> documents = [];
    readonly List<AxisStatus> statuses = [], told = [];
    readonly HashSet<string> ours = [], heard = [], known = [];
    int next;

    public AxisStore(TimeProvider time, NationalOptions options, Kept kept)
    {
        (this.time, this.options, Tokens) = (time, options, new(options, time));
        this.kept = kept.Open("axis", Play);
    }

    void Play(JsonObject line)
    {
        if (line["register"] is { } agency) Know(agency.GetValue<string>(), line["name"]!.GetValue<string>());
        if (line["put"] is { } put) Add(new AxisDocument(put.GetValue<string>(), line["head"].Deserialize<PacketHead>()!, line["packet"].Deserialize<byte[]>()!, line["at"]!.GetValue<DateTimeOffset>()));
        if (line["told"] is { } said) Hear(said.Deserialize<AxisStatus>()!);
        if (line["heard"] is { } id) heard.Add(id.GetValue<string>());
        if (line["say"] is not { } say) return;
        Add(say.Deserialize<AxisStatus>()!);
        if (line["by"] is { } by) documents.First(d => d.DocId == line["of"]!.GetValue<string>()).Said[by.GetValue<string>()] = line["count"]!.GetValue<int>();
    }

    void Know(string id, string name)
    {
        if (AxisAgency.Played.All(a => a.Id != id)) ours.Add(id);
        agencies[id] = name;
    }

    AxisDocument Add(AxisDocument document)
    {
        next++;
        documents.Add(document);
        return document;
    }

    void Add(AxisStatus status)
    {
        next++;
        statuses.Add(status);
    }

    void Hear(AxisStatus s)
    {
        documents.Find(d => d.DocId == s.DocId)?.Waiting.Remove(s.From);
        if (known.Add(s.MessageId)) told.Add(s);
    }

    /// <summary>Documents and statuses as both sides must have them.</summary>
    public object Book()
    {
        lock (gate)
        {
            return new
            {
                received = documents.Where(d => ours.Contains(d.Head.From)).Select(d => d.Head.DocumentId),
                sent = documents.Where(d => d.Head.To.Any(ours.Contains)).Select(d => d.Head.DocumentId),
                said = statuses.Select(s => new { document = s.DocumentId, by = s.From, code = s.StatusCode }),
                told = told.Select(s => new { document = s.DocumentId, by = s.From, code = s.StatusCode }),
            };
        }
    }

    public void Dispose() => kept.Dispose();

    public BearerTokens Tokens { get; }

    /// <summary>The agencies played here that refuse what comes now.</summary>
    public HashSet<string> Refusing { get; } = [];

    /// <summary>Played receivers say nothing by themselves.</summary>
    public bool Silent { get; set; }

    /// <summary>What it has got from those that connect, in order.</summary>
    public IReadOnlyList<AxisDocument> Received { get { lock (gate) return [.. documents.Where(d => ours.Contains(d.Head.From))]; } }

    public IReadOnlyList<AxisDocument> All { get { lock (gate) return [.. documents]; } }

    /// <summary>Statuses it was told by those that connect, in order; each once.</summary>
    public IReadOnlyList<AxisStatus> Told { get { lock (gate) return [.. told]; } }

    public IReadOnlyList<KeyValuePair<string, string>> Agencies { get { lock (gate) return [.. agencies.OrderBy(a => a.Key, StringComparer.Ordinal)]; } }

    public string NameOf(string id) { lock (gate) return agencies.GetValueOrDefault(id, id); }

    public bool Knows(string id) { lock (gate) return agencies.ContainsKey(id); }

    public void Register(string id, string name)
    {
        lock (gate)
        {
            if (agencies.GetValueOrDefault(id) == name) return;
            kept.Add(new() { ["register"] = id, ["name"] = name });
            Know(id, name);
        }
    }

    /// <summary>The same packet again is the same document.</summary>
    /// <returns>Null: another packet has this DocumentId.</returns>
    public AxisDocument? Take(PacketHead head, byte[] packet)
    {
        lock (gate)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(packet));
            if (documents.Find(d => d.Head.From == head.From && d.Head.DocumentId == head.DocumentId) is { } first)
            {
                first.Times++;
                return first.Hash == hash ? first : null;
            }
            return Put(head, packet);
        }
    }

    /// <summary>Whatever it is, the axis carries it: for tests also what is no packet, or the same once more.</summary>
    public AxisDocument Put(PacketHead head, byte[] packet)
    {
        lock (gate)
        {
            var document = new AxisDocument(string.Create(CultureInfo.InvariantCulture, $"VN{next + 1:00000000}"), head, packet, time.GetUtcNow());
            kept.Add(new() { ["put"] = document.DocId, ["head"] = JsonSerializer.SerializeToNode(head), ["packet"] = JsonSerializer.SerializeToNode(packet), ["at"] = document.At });
            return Add(document);
        }
    }

    public AxisDocument? Find(string docId) { lock (gate) return documents.Find(d => d.DocId == docId); }

    /// <summary>Lost, as after a breakdown of the axis.</summary>
    public void Lose(string documentId) { lock (gate) documents.RemoveAll(d => d.Head.DocumentId == documentId); }

    public IReadOnlyList<(AxisDocument Document, string To)> WaitingFor(string after, int most)
    {
        lock (gate) return [.. documents.Where(d => string.CompareOrdinal(d.DocId, after) > 0).SelectMany(d => d.Waiting.Where(ours.Contains).Select(to => (d, to))).Take(most)];
    }

    public IReadOnlyList<AxisStatus> StatusesAfter(string after, int most)
    {
        lock (gate)
        {
            Answer();
            return [.. statuses.Where(s => !heard.Contains(s.DocId) && string.CompareOrdinal(s.DocId, after) > 0).Take(most)];
        }
    }

    /// <summary>A status told: the document need not be listed for who tells; it goes on to its sender where that is one who connects.</summary>
    public void Tell(AxisStatus s)
    {
        lock (gate)
        {
            if (statuses.Exists(x => x.DocId == s.DocId))
            {
                if (heard.Add(s.DocId)) kept.Add(new() { ["heard"] = s.DocId });
                return;
            }
            if (documents.Find(d => d.DocId == s.DocId) is not { } document || known.Contains(s.MessageId)) return;
            kept.Add(new() { ["told"] = JsonSerializer.SerializeToNode(s) });
            Hear(s);
            if (ours.Contains(document.Head.From)) Say(document, s.From, s.StatusCode, s.Description, s.Staff);
        }
    }

    /// <summary>One more status of a played receiver; for tests.</summary>
    /// <param name="timestamp">Another time than the axis's own.</param>
    public void Say(string documentId, string from, string code, string description = "", string? timestamp = null)
    {
        lock (gate) Say(documents.First(d => d.Head.DocumentId == documentId), from, code, description, "Cán bộ đóng thế", timestamp: timestamp);
    }

    /// <param name="count">How many the played receiver has said with this one; it goes with it in one line.</param>
    void Say(AxisDocument d, string from, string code, string description, string staff, int? count = null, string? timestamp = null)
    {
        var status = new AxisStatus(string.Create(CultureInfo.InvariantCulture, $"TT{next + 1:00000000}"), "", d.Head.From, d.Head.DocumentId, d.Head.Code, d.Head.IssuedOn, from, code, description, timestamp ?? time.GetUtcNow().ToOffset(TimeSpan.FromHours(7)).ToString("yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture), staff);
        var line = new JsonObject { ["say"] = JsonSerializer.SerializeToNode(status) };
        if (count is not null) (line["of"], line["by"], line["count"]) = (d.DocId, from, count);
        kept.Add(line);
        Add(status);
        if (count is not null) d.Said[from] = count.Value;
    }

    /// <summary>Played receivers answer with time: arrived, received, assigned, in process, done; or they refuse, one in eight. A recall or an update is agreed to.</summary>
    void Answer()
    {
        if (Silent) return;
        var now = time.GetUtcNow();
        foreach (var d in documents.Where(d => ours.Contains(d.Head.From)))
            foreach (var to in d.Head.To.Where(t => !ours.Contains(t)))
            {
                string[] course = d.Head.Business is 1 or 2 ? ["01", "15"] : Refuses(d, to) ? ["01", "02"] : ["01", "03", "04", "05", "06"];
                var due = options.AxisPace <= 0 ? course.Length : Math.Min(course.Length, 1 + (int)((now - d.At).TotalSeconds / options.AxisPace));
                for (var said = d.Said.GetValueOrDefault(to); said < due; said++)
                    Say(d, to, course[said], course[said] == "02" ? "Văn bản gửi nhầm nơi nhận." : "", "Cán bộ đóng thế", said + 1);
            }
    }

    bool Refuses(AxisDocument d, string to) => Refusing.Contains(to) || (options.AxisPace > 0 && SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(d.Head.DocumentId + to))[0] % 8 == 0);
}
