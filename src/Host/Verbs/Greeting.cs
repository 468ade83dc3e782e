using System.Text.Json;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Papers;

namespace NhatLe.Host.Verbs;

/// <summary>What the person who started it needs to know first: where to go, and who they can be.</summary>
static class Greeting
{
    public static void Print(WebApplication app, Settings settings)
    {
        var home = app.Urls.First();
        Console.WriteLine($"Nhật Lệ sẵn sàng: {home}");
        if (!app.Services.GetRequiredService<PdfPrinter>().IsThere) Console.WriteLine("  Không có Chromium: giấy tờ mở dạng trang in, không có PDF. (No Chromium: papers open as print pages, no PDF; apt-get install chromium.)");
        if (!settings.Demonstration)
        {
            foreach (var line in settings.NotSetUp()) Console.WriteLine("  " + line);
            return;
        }
        Console.WriteLine($"""
              Bắt đầu ở đây {home}/trinh-dien  Start here: every role one press away, the story in five minutes
              Người dân     {home}/            Public home page
              Cán bộ        {home}/viec        Inbox of duties
              Tra cứu       {home}/tra-cuu     Where is my dossier?
            """);
        using var accounts = JsonDocument.Parse(File.ReadAllText(app.Services.GetRequiredService<ReferenceData>().PathOf("demo-accounts.json")));
        Console.WriteLine($"  Tài khoản trình diễn, mật khẩu chung (demonstration accounts, shared password): {accounts.RootElement.GetProperty("password").GetString()}");
        foreach (var account in accounts.RootElement.GetProperty("accounts").EnumerateArray())
            Console.WriteLine($"    {account.GetProperty("login").GetString(),-22} {account.GetProperty("label").GetString()}");
        Console.WriteLine("  Dừng bằng Ctrl-C. (Stop with Ctrl-C.)");
    }
}
