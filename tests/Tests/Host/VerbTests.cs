using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Host;

/// <summary>The verbs that need no running server, as an operator types them.</summary>
[Trait("Run", "Once")]
public sealed class VerbTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_key_is_32_bytes_for_its_owner_only_and_is_never_written_over()
    {
        Assert.Equal(0, (await Command.Run(["key", folder["key"]])).Code);
        var key = await File.ReadAllBytesAsync(folder["key"]);
        Assert.Equal(32, key.Length);
        SealKey.Check(folder["key.seal"]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["key.seal"]));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["key"]));

        var again = await Command.Run(["key", folder["key"]]);
        Assert.Equal(1, again.Code);
        Assert.Contains("already exists", again.Error, StringComparison.Ordinal);
        Assert.Equal(key, await File.ReadAllBytesAsync(folder["key"]));

        Assert.Equal(0, (await Command.Run(["key", "--seal", folder["new.seal"]])).Code); // for an installation that has the other
        SealKey.Check(folder["new.seal"]);
        Assert.False(File.Exists(folder["new.seal.seal"]));
    }

    [Fact]
    public async Task The_configuration_is_shown_with_its_sources_and_without_its_password()
    {
        File.WriteAllBytes(folder["key"], new byte[32]);
        File.WriteAllText(folder["key.seal"], SealKey.MakePem());
        var file = folder.Write("nhatle.json", $$"""{ "keyFile": "{{folder["key"]}}", "urls": "https://localhost:8443", "dataFolder": "/srv", "sms": { "url": "https://sms.example.vn/m", "secret": "bearer-of-the-gateway" }, "nationalPortal": { "url": "https://cong.example.vn/api", "clientId": "tinh", "secret": "secret-of-the-portal" } }""");
        var answer = await Command.Run(["config", "check", "--config", file, "--data", folder["data"]], new Dictionary<string, string> { ["NHATLE_DATABASE"] = "Host=db;Username=n;Password=long-and-secret" });
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        string Line(string name) => answer.Output.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.EndsWith(file, Line("Urls"), StringComparison.Ordinal);
        Assert.EndsWith("--data", Line("DataFolder"), StringComparison.Ordinal);
        Assert.EndsWith("default", Line("AllowPlainHttp"), StringComparison.Ordinal);
        Assert.EndsWith("NHATLE_DATABASE", Line("Postgres"), StringComparison.Ordinal);
        Assert.Contains("***", Line("Postgres"), StringComparison.Ordinal);
        Assert.Contains("https://sms.example.vn/m", Line("Sms.Url"), StringComparison.Ordinal);
        Assert.Contains("***", Line("Sms.Secret"), StringComparison.Ordinal);
        Assert.Contains("E-mail is not set up", answer.Output, StringComparison.Ordinal);
        Assert.Contains("https://cong.example.vn/api", Line("NationalPortal.Url"), StringComparison.Ordinal);
        Assert.Contains("***", Line("NationalPortal.Secret"), StringComparison.Ordinal);
        Assert.DoesNotContain("Settings {", answer.Output, StringComparison.Ordinal); // none is printed whole
        Assert.DoesNotContain("PartnerSettings", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bearer-of-the-gateway", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-portal", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("long-and-secret", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsound_configuration_is_told_fault_by_fault()
    {
        var answer = await Command.Run(["config", "check", "--data", folder["data"]]);
        Assert.Equal(1, answer.Code);
        Assert.Contains("KeyFile is not set", answer.Error, StringComparison.Ordinal);
        Assert.Contains("plain HTTP", answer.Error, StringComparison.Ordinal);

        var mistyped = await Command.Run(["serve", "--config", folder.Write("nhatle.json", """{ "keyfil": "k" }""")]);
        Assert.Equal(1, mistyped.Code);
        Assert.Contains("keyfil", mistyped.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", mistyped.Error, StringComparison.Ordinal);
    }
}
