using System.Net;
using NhatLe.Exchange.Certificates;

namespace NhatLe.Tests.National;

/// <summary>What a visitor of the demonstration sees of the national systems.</summary>
[Trait("Run", "Once")]
public sealed class StandInPagesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("nhatle-pages").FullName;

    [Fact]
    public async Task The_pages_of_the_stand_ins_open_in_both_languages()
    {
        CertificateFolder.WriteSigners(folder, [.. NhatLe.National.Axis.AxisAgency.Played.Select(a => a.Id)], TimeProvider.System);
        await using var there = await NationalSide.Start(new() { AxisCertificates = folder });
        using var http = new HttpClient { BaseAddress = there.Address };
        foreach (var (page, status, vietnamese, english) in new[]
        {
            ("/axis", HttpStatusCode.OK, "Văn bản đã qua trục", "Documents that passed the axis"), ("/post", HttpStatusCode.OK, "Theo dõi bưu gửi", "Follow the letter"), ("/payments", HttpStatusCode.OK, "Cổng thanh toán", "Payment gateway"),
            ("/portal/ho-so/H46.01-241118-0001", HttpStatusCode.NotFound, "Chưa có hồ sơ này", "This dossier is not here yet"),
        })
            foreach (var (address, title) in new[] { (page, vietnamese), (page + "?lang=en", english) })
            {
                using var answer = await http.GetAsync(address);
                Assert.Equal((address, status), (address, answer.StatusCode));
                Assert.Contains($"<h1>{title}</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
