using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.Tests.Facts;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Services;

/// <summary>An outsider verifies a dossier's history with Python and nothing of ours.</summary>
public sealed class ProofTests(App app) : IClassFixture<App>, IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhatle-proof-");

    public void Dispose() => folder.Delete(recursive: true);

    async Task<(int Code, string Said)> Verify(string proof, string? kept = null)
    {
        string Write(string name, string text)
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), text);
            return Path.Combine(folder.FullName, name);
        }
        var start = new ProcessStartInfo("python3", [Path.Combine(Repo.Root, "docs/verify/verify.py"), Write("proof.json", proof), .. kept is null ? Array.Empty<string>() : [Write("seals.json", kept)]])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONIOENCODING"] = "utf-8" },
        };
        using var python = Process.Start(start)!;
        var (output, error) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync();
        return (python.ExitCode, await output + await error);
    }

    /// <summary>Sealed in two seals; one entry with an internal opinion, the last one not sealed yet.</summary>
    async Task<string> GivenHistory()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Seal();
        await app.Act(Filing.Clerk, code, "acceptance", new { note = "chỉ cho nội bộ" });
        await app.Process(code);
        await app.Seal();
        await app.Act(Filing.Chair, code, "approval");
        return code;
    }

    [Fact]
    public async Task The_real_history_holds_and_no_tampered_one_does()
    {
        var code = await GivenHistory();
        var mother = await app.As(Filing.Mother);
        var answer = await mother.Get($"/ho-so/{code}/nhat-ky.json");
        Assert.Equal((HttpStatusCode.OK, $"nhat-ky-{code}.json"), (answer.StatusCode, answer.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
        var proof = await answer.Content.ReadAsStringAsync();
        var seals = await mother.Page("/api/journal/seals");
        var sound = await Verify(proof, seals);
        Assert.True(sound.Code == 0, sound.Said);
        Assert.Contains($"HOLDS: dossier {code}, 4 entries, 3 of them sealed", sound.Said, StringComparison.Ordinal);
        Assert.Contains("KHỚP", sound.Said, StringComparison.Ordinal);

        foreach (var (what, change) in Changes())
        {
            var changed = JsonNode.Parse(proof)!;
            change(changed);
            var (exit, said) = await Verify(changed.ToJsonString());
            Assert.True(exit == 1 && said.Contains("HỎNG / BROKEN", StringComparison.Ordinal), $"{what}: {said}");
        }
        var old = JsonNode.Parse(seals)!;
        foreach (var seal in old["seals"]!.AsArray()) seal!["root"] = Flipped(seal["root"]!.GetValue<string>());
        Assert.Contains("is not the one that was kept", (await Verify(proof, old.ToJsonString())).Said, StringComparison.Ordinal);
    }

    static IEnumerable<(string What, Action<JsonNode> Change)> Changes()
    {
        yield return ("content", p => p["entries"]![0]!["payload"] = p["entries"]![0]!["payload"]!.GetValue<string>().Replace("Mai", "Mại", StringComparison.Ordinal));
        yield return ("event", p => p["entries"]![1]!["event"] = "services.dossier-refused");
        yield return ("removed entry", p => p["entries"]!.AsArray().RemoveAt(1));
        yield return ("cut-off seal", p => p["seals"]!.AsArray().RemoveAt(0));
        yield return ("previous of a seal", p => p["seals"]!.AsArray()[^1]!["previous"] = new string('0', 64));
        yield return ("time of a seal", p => p["seals"]![0]!["sealedAtMs"] = p["seals"]![0]!["sealedAtMs"]!.GetValue<long>() + 1);
        yield return ("signature", p => p["seals"]![0]!["signature"] = p["seals"]!.AsArray()[^1]!["signature"]!.GetValue<string>());
        yield return ("key", p => p["keys"]![0]!["publicKey"] = Convert.ToBase64String(new byte[91]));
        yield return ("leaf", p => p["entries"]![1]!["leaf"]!["number"] = p["entries"]![1]!["leaf"]!["number"]!.GetValue<long>() + 1);
        yield return ("path", p => p["entries"]![1]!["leaf"]!["path"]![0] = Flipped(p["entries"]![1]!["leaf"]!["path"]![0]!.GetValue<string>()));
        yield return ("canonical bytes", p =>
        {
            var bytes = Convert.FromBase64String(p["entries"]![2]!["canonical"]!.GetValue<string>());
            bytes[^1] ^= 1;
            p["entries"]![2]!["canonical"] = Convert.ToBase64String(bytes);
        });
    }

    static string Flipped(string hex) => (hex[0] == '0' ? '1' : '0') + hex[1..];

    [Fact]
    public async Task Internal_opinions_are_for_officials_and_strangers_get_nothing()
    {
        var code = await GivenHistory();
        string? Accepted(string proof) => JsonDocument.Parse(proof).RootElement.GetProperty("entries")[1].GetProperty("payload").GetString();
        Assert.Null(Accepted(await (await app.As(Filing.Mother)).Page($"/ho-so/{code}/nhat-ky.json")));
        Assert.Contains("chỉ cho nội bộ", Accepted(await (await app.As(Filing.Justice)).Page($"/ho-so/{code}/nhat-ky.json")), StringComparison.Ordinal);
        await (await app.As("van.khiem")).Page($"/ho-so/{code}/nhat-ky.json", HttpStatusCode.NotFound);
        await (await app.As("can-bo.nguhoa")).Page($"/api/services/dossiers/{code}/journal", HttpStatusCode.NotFound);
        using var anybody = app.Anybody();
        await anybody.Page($"/api/services/dossiers/{code}/journal", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_seals_are_public_with_root_signature_and_key()
    {
        await GivenHistory();
        using var anybody = app.Anybody();
        var page = await anybody.Http.Open("/niem-phong");
        using var seals = JsonDocument.Parse(await anybody.Page("/api/journal/seals?limit=1"));
        var newest = seals.RootElement.GetProperty("seals")[0];
        var root = newest.GetProperty("root").GetString()!;
        Assert.Contains(string.Join(' ', root.Chunk(4).Select(c => new string(c))), page.Words(), StringComparison.Ordinal);
        Assert.Contains($"Số {newest.GetProperty("number").GetInt64()}", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Chữ ký khớp", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Chữ ký không khớp", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Signature fits", (await anybody.Http.Open("/en/niem-phong")).Words(), StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", await anybody.Page(page.QuerySelector("a[href*='/niem-phong/khoa-']")!.GetAttribute("href")!), StringComparison.Ordinal);
        await anybody.Page("/niem-phong/khoa-none.pem", HttpStatusCode.NotFound);

        await app.Execute($"UPDATE seals SET leaf_count = leaf_count + 1 WHERE number = {newest.GetProperty("number").GetInt64()}");
        Assert.Contains("Chữ ký không khớp", await anybody.Page("/niem-phong"), StringComparison.Ordinal);
        await app.Execute($"UPDATE seals SET leaf_count = leaf_count - 1 WHERE number = {newest.GetProperty("number").GetInt64()}");
    }
}
