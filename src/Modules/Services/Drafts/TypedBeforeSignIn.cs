using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Data;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Drafts;

/// <summary>
/// What a citizen sent after the session had ended: sealed, it waits in their own browser while they sign in again, and goes into
/// the draft then, if the draft is theirs. A page of questions fits; what does not fit a cookie is not kept.
/// </summary>
public sealed class TypedBeforeSignIn(ColumnCipher cipher)
{
    const int MostCharacters = 3800; // browsers refuse cookies over 4096
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    static readonly HostCookie cookie = new("nhatle-typed");

    sealed record Page(Guid Draft, int Number, Dictionary<string, string> Sent);

    public void Put(HttpContext context, Guid draft, int number)
    {
        if (!context.Request.HasFormContentType) return;
        var page = new Page(draft, number, context.Request.Form.ToDictionary(f => f.Key, f => f.Value.ToString()));
        var text = Base64Url.EncodeToString(cipher.Encrypt(JsonSerializer.Serialize(page)));
        if (text.Length <= MostCharacters) cookie.Write(context, text, Kept);
    }

    /// <summary>The fields sent from this page before signing in, once; null when there are none.</summary>
    public Dictionary<string, string>? Take(HttpContext context, Guid draft, int number)
    {
        if (cookie.Read(context.Request) is not { } text || Read(text) is not { } page) return null;
        if (page.Draft != draft || page.Number != number) return null;
        cookie.Clear(context);
        return page.Sent;
    }

    Page? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Page>(cipher.Decrypt(Base64Url.DecodeFromChars(text)));
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException or ArgumentException or OverflowException)
        {
            return null; // not ours
        }
    }
}
