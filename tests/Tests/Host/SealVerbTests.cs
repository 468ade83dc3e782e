using Microsoft.EntityFrameworkCore;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Host;

/// <summary><c>nhatle seal</c> and what <c>nhatle verify</c> says of seals, as an operator types them beside a running server.</summary>
public sealed class SealVerbTests(App app) : IClassFixture<App>
{
    Task<Command.Answer> Run(string verb) =>
        Command.Run([verb, "--demo", "--data", app.Started.DataFolder], new Dictionary<string, string> { ["NHATLE_DATABASE"] = app.Started.Postgres });

    [Fact]
    public async Task What_is_sealed_by_hand_verifies_and_a_changed_reading_is_named()
    {
        var code = (await app.GivenFiled()).Code;
        await (await app.As(Filing.Clerk)).Page($"/giai-quyet/{code}");
        await app.FlushReadings();
        var made = await Run("seal");
        Assert.True(made.Code == 0, made.Error);
        var newest = await app.Db(db => db.Seals.AsNoTracking().OrderByDescending(s => s.Number).FirstAsync());
        Assert.Contains($"Seal {newest.Number}: {newest.LeafCount} entries and readings, root {Convert.ToHexStringLower(newest.Root)}", made.Output, StringComparison.Ordinal);

        var sound = await Run("verify");
        Assert.True(sound.Code == 0, sound.Error);
        Assert.Contains($"{newest.Number} seals over {newest.LastLeaf} entries and readings checked.", sound.Output, StringComparison.Ordinal);

        var reading = Assert.Single(await app.Readings((await app.Dossier(code)).ApplicantAccountId), a => a.Code == code);
        Assert.Equal(1, await app.Execute($"UPDATE access_log SET name = {"Ai Đó Khác"} WHERE id = {reading.Id}"));
        var broken = await Run("verify");
        Assert.Equal(1, broken.Code);
        Assert.Contains($"(access log {reading.Id}) is not the hash of its row", broken.Error, StringComparison.Ordinal);
        Assert.Contains("BROKEN: leaf", broken.Error, StringComparison.Ordinal);
    }
}
