using System.Text.Json;

namespace NhatLe.Tests.Catalogue;

static class Demo
{
    public const string Editor = "quan-tri";
    public const string Approver = "chanh-van-phong";
    public const string Clerk = "mot-cua.tronghoa";

    public static Guid OfficerOf(string login)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "demo-accounts.json")));
        return file.RootElement.GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("login").GetString() == login).GetProperty("officer_id").GetGuid();
    }
}
