using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Facts;

namespace NhatLe.Workspace.Proof;

/// <summary>The seals for machines: hashes and signatures only, so anybody may keep a copy, and should.</summary>
public static class PublicSeals
{
    const int Most = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/journal/seals", async (long? before, int? limit, SealBook book, CancellationToken ct) =>
        {
            var lines = await book.Read(before, Math.Clamp(limit ?? Most, 1, Most), ct);
            return TypedResults.Ok(new { Keys = await book.Keys(ct), Seals = lines.Select(l => SealView.Of(l.Seal)) });
        });
        routes.MapGet("/niem-phong/khoa-{id}.pem", async (string id, SealBook book, CancellationToken ct) =>
            (await book.Keys(ct)).FirstOrDefault(k => k.Id == id) is { } key
                ? Results.Text(key.Pem + "\n", "application/x-pem-file") : throw Refusal.Missing("key", "Không có khóa này. Xem lại trang niêm phong."));
    }
}
