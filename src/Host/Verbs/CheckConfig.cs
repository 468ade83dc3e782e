using System.Collections;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NhatLe.Exchange;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Federation;
using NhatLe.Platform.Outbound;
using Npgsql;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle config check</c>: every setting with its effective value and where it comes from, and what a start would refuse.</summary>
static class CheckConfig
{
    public static Command Command()
    {
        var check = new Command("check", "Prints the effective configuration, and what is wrong with it.").WithCommon();
        check.SetAction(parsed =>
        {
            var settings = CommonOptions.Settings(parsed);
            foreach (var (name, value, source) in Lines(settings, parsed)) Console.WriteLine($"{name,-31} {value,-40} {source}");
            var sound = CommonOptions.AreSound(settings);
            if (!settings.Demonstration) foreach (var line in settings.NotSetUp()) Console.WriteLine(line);
            if (sound) Console.WriteLine(HashCost.Judge(settings.Passwords.Iterations, HashCost.Measure(settings.Passwords.Iterations)).Line);
            if (sound) Console.WriteLine(settings.Demonstration ? "Sound, for a demonstration." : "Sound.");
            return sound ? 0 : 1;
        });
        return new Command("config", "Looks at the configuration.") { check };
    }

    static IEnumerable<(string Name, string Value, string Source)> Lines(Settings settings, ParseResult parsed)
    {
        var file = parsed.GetValue(CommonOptions.Config);
        var named = file is null ? [] : InFile(file.FullName);
        foreach (var property in typeof(Settings).GetProperties().Where(p => p.CanWrite))
        {
            var source = CommonOptions.Override(property.Name, parsed) ?? (named.Contains(property.Name) ? file!.FullName : "default");
            var value = property.GetValue(settings);
            if (property.PropertyType.Assembly == typeof(string).Assembly) yield return (property.Name, Shown(property.Name, value), source);
            else
                foreach (var inner in property.PropertyType.GetProperties().Where(p => p.CanWrite))
                    yield return ($"{property.Name}.{inner.Name}", Shown(inner.Name, inner.GetValue(value)), source);
        }
    }

    static HashSet<string> InFile(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return json.RootElement.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A password is never printed.</summary>
    static string Shown(string name, object? value) => (name, value) switch
    {
        (nameof(Settings.Postgres), "") => "(none: SQLite)",
        (nameof(Settings.Postgres), string connection) => Masked(connection),
        (nameof(SmsSettings.Secret) or nameof(MailSettings.Password) or nameof(NationalIdentitySettings.ClientSecret), string { Length: > 0 }) => "***",
        (_, "") or (_, ICollection { Count: 0 }) => "(none)",
        (_, IEnumerable<string> several) => string.Join(", ", several),
        (_, IEnumerable<PartnerSettings> partners) => string.Join(", ", partners.Select(p => p.Url.Length > 0 ? $"{p.Key} at {p.Url}" : p.Key)),
        (_, DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Masked(string connection)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connection);
            if (parts.Password is { Length: > 0 }) parts.Password = "***";
            return parts.ToString();
        }
        catch (ArgumentException)
        {
            return "(not a connection string)";
        }
    }
}
