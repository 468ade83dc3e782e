using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhatLe.Identity.Scim;

/// <summary>A filter as a tree (RFC 7644 section 3.4.2.2).</summary>
public abstract record ScimFilter
{
    public sealed record And(ScimFilter Left, ScimFilter Right) : ScimFilter;

    public sealed record Or(ScimFilter Left, ScimFilter Right) : ScimFilter;

    public sealed record Not(ScimFilter Of) : ScimFilter;

    /// <param name="Path">"userName", "name.formatted".</param>
    /// <param name="Operator">"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr".</param>
    public sealed record Compare(string Path, string Operator, object? Value) : ScimFilter;

    /// <summary>Of a complex attribute: emails[type eq "work"].</summary>
    public sealed record Within(string Path, ScimFilter Of) : ScimFilter;

    const int LongestFilter = 2000, DeepestFilter = 32;

    /// <exception cref="ScimError">invalidFilter.</exception>
    public static ScimFilter Parse(string text)
    {
        if (text.Length > LongestFilter) throw ScimError.InvalidFilter($"A filter has at most {LongestFilter} characters.");
        var reader = new Reader(text);
        var filter = reader.Or(0);
        return reader.AtEnd ? filter : throw reader.Wrong("Nothing may follow here");
    }

    /// <summary>"and" before "or", "not" and brackets before both. A name may hold a dot, and the address of a schema before a colon.</summary>
    sealed class Reader(string text)
    {
        static readonly string[] Operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"];

        int at;

        public bool AtEnd
        {
            get
            {
                Skip();
                return at >= text.Length;
            }
        }

        public ScimError Wrong(string what) => ScimError.InvalidFilter($"{what}, at character {at + 1} of the filter: {text}");

        public ScimFilter Or(int depth)
        {
            if (depth > DeepestFilter) throw Wrong("There are too many brackets");
            var left = And(depth);
            while (Word("or")) left = new Or(left, And(depth));
            return left;
        }

        ScimFilter And(int depth)
        {
            var left = One(depth);
            while (Word("and")) left = new And(left, One(depth));
            return left;
        }

        ScimFilter One(int depth)
        {
            if (Word("not")) return Sign('(') ? new Not(Closed(depth, ')')) : throw Wrong("After not comes a bracket");
            if (Sign('(')) return Closed(depth, ')');
            var path = Name();
            if (Sign('[')) return new Within(path, Closed(depth, ']'));
            var said = Name().ToLowerInvariant();
            if (!Operators.Contains(said)) throw Wrong($"\"{said}\" is no operator; there are {string.Join(", ", Operators)}");
            return new Compare(path, said, said == "pr" ? null : Value());
        }

        ScimFilter Closed(int depth, char end)
        {
            var within = Or(depth + 1);
            return Sign(end) ? within : throw Wrong($"\"{end}\" is missing");
        }

        void Skip()
        {
            while (at < text.Length && text[at] == ' ') at++;
        }

        bool Sign(char sign)
        {
            Skip();
            if (at >= text.Length || text[at] != sign) return false;
            at++;
            return true;
        }

        bool Word(string word)
        {
            Skip();
            if (string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0 || (at + word.Length < text.Length && text[at + word.Length] is not (' ' or '('))) return false;
            at += word.Length;
            return true;
        }

        string Name()
        {
            Skip();
            var from = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_' or '-' or ':' or '$')) at++;
            return at > from && char.IsAsciiLetter(text[from]) ? text[from..at] : throw Wrong("Here the name of an attribute or an operator is awaited");
        }

        /// <summary>As JSON has it.</summary>
        object? Value()
        {
            Skip();
            var from = at;
            if (at < text.Length && text[at] == '"')
            {
                for (at++; at < text.Length && text[at] != '"'; at++)
                    if (text[at] == '\\') at++;
                at++;
            }
            else while (at < text.Length && text[at] is not (' ' or ')' or ']')) at++;
            if (at > text.Length || at == from) throw Wrong("A value is missing");
            try
            {
                using var json = JsonDocument.Parse(text[from..at]);
                return json.RootElement.ValueKind switch
                {
                    JsonValueKind.String => json.RootElement.GetString(), JsonValueKind.True => true, JsonValueKind.False => false, JsonValueKind.Null => null, JsonValueKind.Number => json.RootElement.GetDecimal(),
                    _ => throw Wrong("The value is none that can be compared"),
                };
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw Wrong("The value is no JSON; a text stands in \"…\"");
            }
        }
    }

    /// <summary>It speaks of parts that the attribute has; whether any value is there to look at.</summary>
    /// <exception cref="ScimError">invalidFilter.</exception>
    public static void MustFit(ScimFilter filter, ScimAttribute attribute)
    {
        foreach (var part in filter switch { And and => [and.Left, and.Right], Or or => [or.Left, or.Right], Not not => [not.Of], _ => (ScimFilter[])[] }) MustFit(part, attribute);
        if (filter is Within) throw ScimError.InvalidFilter("Within [ ] another [ ] cannot stand.");
        if (filter is Compare compare && attribute.Find(compare.Path) is null) throw ScimError.InvalidFilter($"{attribute.Name} has no {compare.Path}.");
    }

    /// <summary>Whether one value of a complex attribute is meant: what a path of PATCH chooses by (section 3.5.2).</summary>
    /// <exception cref="ScimError">invalidFilter: an attribute it has not.</exception>
    public static bool Chooses(ScimFilter filter, ScimAttribute of, JsonObject value) => filter switch
    {
        And and => Chooses(and.Left, of, value) && Chooses(and.Right, of, value),
        Or or => Chooses(or.Left, of, value) || Chooses(or.Right, of, value),
        Not not => !Chooses(not.Of, of, value),
        Compare compare => Holds(compare, of.Find(compare.Path) ?? throw ScimError.InvalidFilter($"{of.Name} has no {compare.Path}."), value),
        _ => throw ScimError.InvalidFilter("Within [ ] another [ ] cannot stand."),
    };

    static bool Holds(Compare compare, ScimAttribute attribute, JsonObject value)
    {
        var held = value[attribute.Name] is JsonValue there ? there.GetValueKind() switch { JsonValueKind.String => there.GetValue<string>(), JsonValueKind.True => true, JsonValueKind.False => (object)false, _ => null } : null;
        if (compare.Operator == "pr") return held is not null && held is not "";
        if (held is string text && compare.Value is string asked) return Matches(text, compare.Operator, asked, attribute.CaseExact);
        return compare.Operator switch
        {
            "eq" => Equals(held, compare.Value), "ne" => !Equals(held, compare.Value),
            var other => throw ScimError.InvalidFilter($"{attribute.Name} cannot be compared by {other} with this value."),
        };
    }

    public static bool Matches(string held, string by, string asked, bool caseExact)
    {
        var (how, options) = (caseExact ? StringComparison.Ordinal : StringComparison.InvariantCultureIgnoreCase, caseExact ? CompareOptions.Ordinal : CompareOptions.IgnoreCase);
        return by switch
        {
            "eq" => held.Equals(asked, how), "ne" => !held.Equals(asked, how), "co" => held.Contains(asked, how), "sw" => held.StartsWith(asked, how), "ew" => held.EndsWith(asked, how),
            "gt" => CultureInfo.InvariantCulture.CompareInfo.Compare(held, asked, options) > 0, "ge" => CultureInfo.InvariantCulture.CompareInfo.Compare(held, asked, options) >= 0,
            "lt" => CultureInfo.InvariantCulture.CompareInfo.Compare(held, asked, options) < 0, _ => CultureInfo.InvariantCulture.CompareInfo.Compare(held, asked, options) <= 0,
        };
    }
}
