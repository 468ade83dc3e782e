using System.Text.Json;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.OpenId;

/// <summary>What is told of a person, by scope (OpenID Connect Core 1.0 sections 5.1 and 5.4). The claims of citizens and officers carry their own names.</summary>
public static class Claims
{
    public static readonly IReadOnlyList<string> All =
    [
        "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid", "at_hash",
        "name", "preferred_username", "locale", "email", "email_verified", "phone_number", "phone_number_verified", "citizen_number", "birthdate", "gender", "posts",
    ];

    /// <summary>The same for every system, and never given to another person: the account's id.</summary>
    public static string Subject(Guid accountId) => accountId.ToString("N");

    public static void Write(Utf8JsonWriter json, Account account, Actor actor, string scope, ColumnCipher cipher)
    {
        var scopes = scope.Split(' ');
        json.WriteString("sub", Subject(account.Id));
        if (scopes.Contains(Scopes.Profile))
        {
            json.WriteString("name", actor.Name);
            json.WriteString("preferred_username", account.Login);
            json.WriteString("locale", account.English ? "en" : "vi");
        }
        if (scopes.Contains(Scopes.Email) && (account.MailAddress is { } confirmed ? cipher.Decrypt(confirmed) : account.Email) is { Length: > 0 } mail)
        {
            json.WriteString("email", mail);
            json.WriteBoolean("email_verified", account.MailAddress is not null);
        }
        if (scopes.Contains(Scopes.Phone) && account.Phone is { } phone)
        {
            json.WriteString("phone_number", PhoneNumber.Read(cipher.Decrypt(phone)).Value?.International ?? cipher.Decrypt(phone));
            json.WriteBoolean("phone_number_verified", false);
        }
        if (scopes.Contains(Scopes.Citizen) && account is { NumberChecked: true, CitizenNumber: { } number }) // what nobody has checked is not vouched for
        {
            json.WriteString("citizen_number", cipher.Decrypt(number));
            json.WriteString("birthdate", account.BornOn); // the year alone where no more is known: section 5.1 allows both forms
            json.WriteString("gender", account.Gender);
        }
        if (scopes.Contains(Scopes.Officer) && actor.IsOfficer) WritePosts(json, actor);
    }

    static void WritePosts(Utf8JsonWriter json, Actor actor)
    {
        json.WriteStartArray("posts");
        foreach (var post in actor.Posts)
        {
            json.WriteStartObject();
            json.WriteString("unit", Subject(post.UnitId));
            json.WriteString("unit_name", post.UnitName);
            json.WriteString("title", post.Title);
            if (post.OnBehalfOf is { } other) json.WriteString("on_behalf_of", other);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
