using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Text;

namespace NhatLe.Platform.Facts;

/// <summary>
/// The stored name of an event comes from where it is declared: <c>NhatLe.Contracts.Services.DossierAccepted</c> is
/// <c>services.dossier-accepted</c>. What people read is its <see cref="DescriptionAttribute"/>, in Vietnamese.
/// </summary>
public static class EventNames
{
    static readonly ConcurrentDictionary<Type, string> names = new();
    static readonly ConcurrentDictionary<string, string> words = new();

    public static string Of(Type type) => names.GetOrAdd(type, static t =>
    {
        var name = $"{Kebab(t.Namespace!.Split('.')[^1])}.{Kebab(t.Name)}";
        words[name] = t.GetCustomAttribute<DescriptionAttribute>()?.Description ?? name;
        return name;
    });

    /// <summary>Reads the names of all events of an assembly, so that stored entries can be told in words from the start.</summary>
    public static void Learn(Assembly contracts)
    {
        foreach (var type in contracts.GetExportedTypes().Where(t => t.IsDefined(typeof(DescriptionAttribute)))) _ = Of(type);
    }

    public static string Words(string name) => words.GetValueOrDefault(name, name);

    static string Kebab(string pascal)
    {
        var text = new StringBuilder();
        foreach (var c in pascal)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
