using System.Text.Json.Nodes;
using NhatLe.National.Payments;
using NhatLe.National.Portal;

namespace NhatLe.Tests.National;

/// <summary>A stand-in that keeps what it was told.</summary>
[Trait("Run", "Once")]
public sealed class KeptTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("nhatle-kept").FullName;

    Task<NationalSide> Start() => NationalSide.Start(new() { Client = "tinh", Secret = "bi-mat-cua-tinh", Data = folder });

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_afterwards_and_half_a_line_is_not()
    {
        string number, paid;
        await using (var before = await Start())
        {
            var (portal, ledger) = (before.Get<PortalStore>(), before.Get<Ledger>());
            number = portal.NumberOf("H46.01-241118-0002");
            portal.Put("H46.01-241118-0002", new() { ["SoHoSo"] = number });
            Assert.True(portal.Step("H46.01-241118-0002", "first", Step(1)));
            Assert.True(portal.Step("H46.01-241118-0002", "first", Step(1)));
            Assert.True(portal.Step("H46.01-241118-0002", "second", Step(2)));
            Assert.False(portal.Step("H46.01-241118-0002", "third", Step(2)));
            portal.Set("H46.01-241118-0002", 4, 2);
            paid = ledger.Pay(ledger.Place("tinh", "NL1", 8000, "", ""), 8000, "qr").PaymentId;
            Assert.Equal("done", ledger.Refund("tinh", "R1", paid, 3000) is { Status: "accepted" } ? ledger.Finish("tinh", "R1")!.Status : "");
        }
        await File.AppendAllTextAsync(Path.Combine(folder, "portal.jsonl"), """{"what":"step","code":"H46.01-241118-00""");

        await using var after = await Start();
        var (there, book) = (after.Get<PortalStore>(), after.Get<Ledger>());
        Assert.Equal(number, there.NumberOf("H46.01-241118-0002"));
        Assert.Equal(["first", "second"], there.Find("H46.01-241118-0002")!.StepIds);
        Assert.Equal(4, there.Find("H46.01-241118-0002")!.Status);
        Assert.NotEqual(number, there.NumberOf("H46.01-241118-0003"));
        Assert.Equal(paid, Assert.Single(book.FindReference("tinh", "NL1")!.Payments).PaymentId);
        Assert.Equal(("done", 3000), (book.FindRefund("tinh", "R1")!.Status, book.FindRefund("tinh", "R1")!.Amount));
        Assert.NotEqual(paid, book.Pay(book.Place("tinh", "NL2", 1000, "", ""), 1000, "qr").PaymentId);
    }

    static JsonObject Step(long number) => new() { ["ThuTu"] = number };

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
