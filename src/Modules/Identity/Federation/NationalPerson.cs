using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Federation;

/// <summary>Who somebody is, as the national identity says. Everything in it was checked for its form.</summary>
/// <param name="Subject">What it calls the person, to us alone and always.</param>
/// <param name="BornOn">"1996-03-08", or the year only: "1958".</param>
/// <param name="Commune">Code of the commune of residence, as the national side says; empty where it does not.</param>
public sealed partial record NationalPerson(string Subject, AssuranceLevel Level, CitizenNumber Number, string Name, string BornOn, string Gender, PhoneNumber? Phone, string Commune, string Address)
{
    const int LongestName = 200, LongestAddress = 500, LongestSubject = 255; // the last by OpenID Connect Core 1.0 section 2

    /// <param name="told">The answer of the UserInfo endpoint.</param>
    /// <exception cref="NationalFailure">It lacks something, or it cannot be true.</exception>
    public static NationalPerson Read(string subject, AssuranceLevel level, JsonElement told, string numberClaim)
    {
        if (subject.Length is 0 or > LongestSubject) throw NationalFailure.Wrong("There is no subject.");
        if (told.Text("sub") != subject) throw NationalFailure.Wrong("UserInfo is about another subject than the token."); // section 5.3.2
        var number = CitizenNumber.Read(told.Text(numberClaim)).Value ?? throw NationalFailure.Wrong("There is no citizen number of twelve digits.");
        var name = Nfc.Clean(told.Text("name"));
        if (name.Length is 0 or > LongestName) throw NationalFailure.Wrong("There is no name.");
        if (told.Text("birthdate") is not { } born || !IsDate(born)) throw NationalFailure.Wrong("There is no birthday.");
        var address = told.TryGetProperty("address", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        var written = Nfc.Clean(address.Text("formatted"));
        return new(subject, level, number, name, born, told.Text("gender") is "male" or "female" ? told.Text("gender")! : "", PhoneNumber.Read(told.Text("phone_number")).Value,
            address.Text("commune") ?? "", written.Length > LongestAddress ? written[..LongestAddress] : written);
    }

    /// <summary>Section 5.1: a day, or the year alone.</summary>
    static bool IsDate(string born) => Year().IsMatch(born) || DateOnly.TryParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex("^(19|20)[0-9]{2}$")]
    private static partial Regex Year();
}
