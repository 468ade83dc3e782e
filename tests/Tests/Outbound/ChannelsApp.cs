using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Identity;
using NhatLe.Platform.Outbound;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Outbound;

/// <summary>The application with a gateway for SMS and a mail server.</summary>
public class ChannelsApp : App, IAsyncLifetime
{
    internal Gateway Gateway { get; } = new();
    internal Postbox Postbox { get; } = new();

    public static readonly Guid Mother = NhatLe.Platform.Data.StableId.Of("account", Filing.Mother);

    private protected override Settings Adjust(Settings settings) => settings with
    {
        Site = "https://dichvucong.example.vn",
        Sms = new() { Url = Gateway.Url, Secret = "gateway-secret", Sender = "QUANGBINH", TimeoutSeconds = 1 },
        Mail = new() { Host = "127.0.0.1", Port = Postbox.Port, From = "Cổng dịch vụ công <khong-tra-loi@example.vn>", StartTls = false, TimeoutSeconds = 5 },
    };

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        Gateway.Dispose();
        Postbox.Dispose();
    }

    public Task<List<Message>> Messages(Guid subject) => Db(db => db.Messages.AsNoTracking().Where(m => m.SubjectId == subject).OrderBy(m => m.Channel).ThenBy(m => m.Seq).ToListAsync());

    /// <summary>Those about the dossier, once they are as <paramref name="expected"/>.</summary>
    public async Task<List<Message>> Messages(Guid subject, Func<List<Message>, bool> expected, string what)
    {
        await FactsApp.Until(async () => expected(await Messages(subject)), what);
        return await Messages(subject);
    }

    /// <summary>The next attempt is due now.</summary>
    public async Task Hurry(Guid subject)
    {
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await Db(db => db.Messages.Where(m => m.SubjectId == subject && m.State == MessageState.Waiting).ExecuteUpdateAsync(s => s.SetProperty(m => m.NextTryAt, past)));
        Services.GetRequiredService<MessageSignal>().Raise();
    }

    public Task<T> Accounts<T>(Func<IdentityDb, Task<T>> work) => With(work);

    /// <summary>The last letter to this address, once it has come.</summary>
    internal async Task<Postbox.Letter> LetterTo(string address, int count = 1)
    {
        await FactsApp.Until(() => Task.FromResult(Postbox.Letters.Count(l => l.To == address) >= count), $"{count} letters to {address}");
        return Postbox.Letters.Last(l => l.To == address);
    }

    internal static string CodeIn(Postbox.Letter letter) => Regex.Match(letter.Body, @"\b\d{6}\b").Value;
}
