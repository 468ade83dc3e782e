using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Scim;

/// <summary>A user as the database finds it.</summary>
public sealed class ScimRow
{
    public required Account Account { get; init; }
    public string? ExternalId { get; init; }
}

/// <summary>What is asked of a list: which, from where, how many, what of each (RFC 7644 sections 3.4.2 and 3.9).</summary>
public sealed record ScimQuery(ScimFilter? Filter, int StartIndex, int Count, ScimSelection Selection)
{
    public const int MostResults = 200, UsualResults = 100;

    /// <exception cref="ScimError">invalidFilter, invalidValue.</exception>
    public static ScimQuery Of(IQueryCollection query) => new(
        query["filter"].ToString() is { Length: > 0 } filter ? ScimFilter.Parse(filter) : null,
        Math.Max(1, Number(query, "startIndex", 1)), Math.Clamp(Number(query, "count", UsualResults), 0, MostResults), ScimSelection.Of(query)); // below 1 is 1, below 0 is 0 (table 6)

    /// <summary>The schema of a query that comes as a body (section 3.4.3).</summary>
    public const string Request = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>The same, in a body: what is asked for stands in no address, and in no log of one.</summary>
    /// <exception cref="ScimError">invalidSyntax, invalidFilter, invalidValue.</exception>
    public static ScimQuery Of(JsonObject body)
    {
        JsonNode? Said(string name) => body.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value; // RFC 7643 section 2.1
        if (Said("schemas") is not JsonArray schemas || !schemas.Any(s => s is JsonValue value && value.TryGetValue<string>(out var schema) && schema == Request)) throw ScimError.InvalidSyntax($"A search has the schema {Request}.");
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query = [];
        foreach (var name in (string[])["filter", "startIndex", "count", "attributes", "excludedAttributes"])
            if (Said(name) is { } said) query[name] = said switch
            {
                JsonArray all when name is "attributes" or "excludedAttributes" => string.Join(',', all.Select(a => Text(a, name))),
                JsonValue value when name is "startIndex" or "count" => value.TryGetValue<int>(out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : throw ScimError.InvalidValue($"{name} is a whole number."),
                JsonValue when name == "filter" => Text(said, name),
                _ => throw ScimError.InvalidValue($"{name} is {(name == "filter" ? "a string" : "a list of names")}."),
            };
        return Of(new QueryCollection(query));
    }

    static string Text(JsonNode? said, string name) => said is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw ScimError.InvalidValue($"{name} holds strings.");

    static int Number(IQueryCollection query, string name, int usual) => query[name].ToString() is not { Length: > 0 } text ? usual
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw ScimError.InvalidValue($"{name} is a whole number.");
}

/// <summary>Which attributes are answered.</summary>
public sealed record ScimSelection(IReadOnlyList<string> Only, IReadOnlyList<string> Without)
{
    public static ScimSelection Of(IQueryCollection query)
    {
        var (only, without) = (Names(query["attributes"].ToString()), Names(query["excludedAttributes"].ToString()));
        return only.Count > 0 && without.Count > 0 ? throw ScimError.InvalidValue("Send attributes or excludedAttributes, not both.") : new(only, without);
    }

    static IReadOnlyList<string> Names(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>"schemas" and "id" always stay.</summary>
    public JsonObject Of(JsonObject user)
    {
        if (Only.Count == 0 && Without.Count == 0) return user;
        foreach (var (name, value) in user.ToList())
        {
            var attribute = ScimSchema.Find(name)!;
            if (attribute.Returned == "always") continue;
            if (Only.Count > 0 ? !Only.Any(asked => Touches(asked, attribute)) : Without.Any(asked => Is(asked, attribute))) user.Remove(name);
            else if (Parts(Only.Count > 0 ? Only : Without, attribute) is { Count: > 0 } parts && !(Only.Count > 0 && Only.Any(asked => Is(asked, attribute))))
                foreach (var one in value is JsonArray all ? all.OfType<JsonObject>() : value is JsonObject single ? [single] : [])
                foreach (var sub in one.Select(p => p.Key).ToList())
                    if (parts.Contains(sub, StringComparer.OrdinalIgnoreCase) != (Only.Count > 0)) one.Remove(sub);
        }
        return user;
    }

    static string Short(string asked) => asked.StartsWith(ScimSchema.User + ":", StringComparison.OrdinalIgnoreCase) ? asked[(ScimSchema.User.Length + 1)..] : asked;

    static bool Is(string asked, ScimAttribute attribute) => Short(asked).Equals(attribute.Name, StringComparison.OrdinalIgnoreCase);

    static bool Touches(string asked, ScimAttribute attribute) => Is(asked, attribute) || PartOf(asked, attribute) is not null;

    static string? PartOf(string asked, ScimAttribute attribute) => Short(asked) is var name && name.Length > attribute.Name.Length + 1 && name.StartsWith(attribute.Name, StringComparison.OrdinalIgnoreCase) && name[attribute.Name.Length] is '.' or ':' ? name[(attribute.Name.Length + 1)..] : null;

    static List<string> Parts(IReadOnlyList<string> asked, ScimAttribute attribute) => [.. asked.Select(a => PartOf(a, attribute)).OfType<string>()];
}

/// <summary>
/// A filter as a condition of the database. Logins, ids and states are columns; names and addresses are the directory's, which is in memory:
/// whom they mean is looked up there. When somebody came and changed last stands in the journal.
/// </summary>
/// <param name="acts">What <see cref="ScimReader.Times"/> looks at.</param>
public sealed class ScimCondition(DirectorySnapshot directory, IQueryable<Entry> acts)
{
    /// <summary>A filter that means more people by their names is answered by none (table 9, tooMany).</summary>
    const int MostByName = 2000;

    static readonly ParameterExpression row = Expression.Parameter(typeof(ScimRow), "row");

    /// <exception cref="ScimError">invalidFilter, tooMany.</exception>
    public Expression<Func<ScimRow, bool>> Of(ScimFilter filter) => Expression.Lambda<Func<ScimRow, bool>>(Condition(filter), row);

    Expression Condition(ScimFilter filter) => filter switch
    {
        ScimFilter.And and => Expression.AndAlso(Condition(and.Left), Condition(and.Right)),
        ScimFilter.Or or => Expression.OrElse(Condition(or.Left), Condition(or.Right)),
        ScimFilter.Not not => Expression.Not(Condition(not.Of)),
        ScimFilter.Within within => Within(within),
        ScimFilter.Compare compare => Compare(compare),
        _ => throw new NotSupportedException(filter.ToString()),
    };

    Expression Compare(ScimFilter.Compare compare) => Short(compare.Path) switch
    {
        "id" => ById(compare),
        "username" => Text(compare, r => r.Account.FoldedLogin, asked => Fold.Key(asked)),
        "externalid" => Text(compare, r => r.ExternalId!, asked => asked),
        "active" => Active(compare),
        "displayname" or "name.formatted" or "name" => ByDirectory(compare, o => o.FullName),
        "emails" or "emails.value" => ByDirectory(compare, o => o.Email),
        "meta.resourcetype" when compare is { Operator: "eq", Value: string type } => Expression.Constant(type == ScimUser.ResourceType),
        "meta.created" => ByTime(compare, ofLast: false),
        "meta.lastmodified" => ByTime(compare, ofLast: true),
        _ => throw ScimError.InvalidFilter($"A filter by {compare.Path} is not supported. There are id, userName, externalId, active, displayName, name.formatted, emails, emails.value, meta.created and meta.lastModified."),
    };

    static string Short(string path) => (path.StartsWith(ScimSchema.User + ":", StringComparison.OrdinalIgnoreCase) ? path[(ScimSchema.User.Length + 1)..] : path).ToLowerInvariant();

    /// <summary>emails[type eq "work" and value co "@"]: an officer has one address, for work, and it is the primary one.</summary>
    Expression Within(ScimFilter.Within within)
    {
        if (Short(within.Path) != "emails") throw ScimError.InvalidFilter($"{within.Path} has no values to choose from by [ ].");
        var emails = ScimSchema.Find("emails")!;
        ScimFilter.MustFit(within.Of, emails);
        return Among(o => o.Email.Length > 0 && ScimFilter.Chooses(within.Of, emails, new() { ["value"] = o.Email, ["type"] = "work", ["primary"] = true }));
    }

    /// <summary>Of the first act, or of the last: "changed since" is what a caller asks who keeps a copy.</summary>
    Expression ByTime(ScimFilter.Compare compare, bool ofLast)
    {
        var any = In(r => acts.Any(e => e.SubjectId == r.Account.Id));
        if (compare.Operator == "pr") return any;
        if (compare.Value is not string said || !DateTimeOffset.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out var at))
            throw ScimError.InvalidFilter($"{compare.Path} is compared with a date and time, like \"2025-01-31T08:00:00Z\".");
        var (earlier, until, since, later) = (In(r => acts.Any(e => e.SubjectId == r.Account.Id && e.At < at)), In(r => acts.Any(e => e.SubjectId == r.Account.Id && e.At <= at)),
            In(r => acts.Any(e => e.SubjectId == r.Account.Id && e.At >= at)), In(r => acts.Any(e => e.SubjectId == r.Account.Id && e.At > at)));
        Expression Without(Expression act) => Expression.AndAlso(any, Expression.Not(act));
        var (less, atMost, atLeast, more) = ofLast ? (Without(since), Without(later), since, later) : (earlier, until, Without(earlier), Without(until));
        return compare.Operator switch
        {
            "lt" => less, "le" => atMost, "ge" => atLeast, "gt" => more,
            "eq" => Expression.AndAlso(atMost, atLeast), "ne" => Expression.Not(Expression.AndAlso(atMost, atLeast)),
            var other => throw ScimError.InvalidFilter($"{compare.Path} is not compared by {other}."),
        };
    }

    static Expression ById(ScimFilter.Compare compare) => compare switch
    {
        { Operator: "pr" } => Expression.Constant(true),
        { Operator: "eq" or "ne", Value: string text } => Said(compare.Operator == "ne", Guid.TryParseExact(text, "N", out var id) ? In(r => r.Account.Id == id) : Expression.Constant(false)),
        _ => throw ScimError.InvalidFilter("id is compared by eq and ne with a string."),
    };

    static Expression Active(ScimFilter.Compare compare) => compare switch
    {
        { Operator: "pr" } => Expression.Constant(true),
        { Operator: "eq" or "ne", Value: bool yes } => In(r => r.Account.Active == (yes == (compare.Operator == "eq"))),
        _ => throw ScimError.InvalidFilter("active is compared by eq and ne with true or false."),
    };

    static Expression Text(ScimFilter.Compare compare, Expression<Func<ScimRow, string>> column, Func<string, string> form)
    {
        var held = In(column);
        if (compare.Operator == "pr") return Expression.NotEqual(held, Expression.Constant(null, typeof(string)));
        if (compare.Value is not string said) throw ScimError.InvalidFilter($"{compare.Path} is compared with a string.");
        var asked = Expression.Property(Expression.Constant(new Asked(form(said))), nameof(Asked.Text)); // a parameter, not text of the statement
        return compare.Operator switch
        {
            "eq" => Expression.Equal(held, asked), "ne" => Expression.Not(Expression.Equal(held, asked)),
            "co" => Expression.Call(held, nameof(string.Contains), null, asked), "sw" => Expression.Call(held, nameof(string.StartsWith), null, asked), "ew" => Expression.Call(held, nameof(string.EndsWith), null, asked),
            var other => throw ScimError.InvalidFilter($"{compare.Path} is not compared by {other}."),
        };
    }

    sealed record Asked(string Text);

    Expression ByDirectory(ScimFilter.Compare compare, Func<Officer, string> what)
    {
        if (compare.Operator == "pr") return Among(o => what(o).Length > 0);
        if (compare.Value is not string said) throw ScimError.InvalidFilter($"{compare.Path} is compared with a string.");
        return compare.Operator == "ne" ? Expression.Not(Among(o => ScimFilter.Matches(what(o), "eq", said, caseExact: false))) : Among(o => ScimFilter.Matches(what(o), compare.Operator, said, caseExact: false));
    }

    /// <summary>One of these officers; of more than half of them, none of the others.</summary>
    Expression Among(Func<Officer, bool> which)
    {
        var (yes, no) = (directory.Officers.Where(which).Select(o => (Guid?)o.Id).ToList(), directory.Officers.Where(o => !which(o)).Select(o => (Guid?)o.Id).ToList());
        if (Math.Min(yes.Count, no.Count) > MostByName) throw ScimError.TooMany($"The filter means {yes.Count} people by their names. Ask for fewer.");
        return yes.Count <= no.Count ? In(r => yes.Contains(r.Account.OfficerId)) : In(r => !no.Contains(r.Account.OfficerId));
    }

    static Expression Said(bool negated, Expression condition) => negated ? Expression.Not(condition) : condition;

    static Expression In<T>(Expression<Func<ScimRow, T>> of) => new Renamed(of.Parameters[0]).Visit(of.Body);

    sealed class Renamed(ParameterExpression from) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? row : node;
    }
}
