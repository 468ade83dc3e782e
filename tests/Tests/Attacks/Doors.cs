using System.Collections;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Tests.Attacks;

/// <summary>One way into the application: a method and an address, with what can be sent there.</summary>
/// <param name="Handler">Of a page: the name in "?handler="; empty for the main one.</param>
/// <param name="Body">What the API binds from JSON; null where it takes none.</param>
/// <param name="Fields">What is bound from a form, by name.</param>
/// <param name="Query">What is bound from the query, by name.</param>
/// <param name="Upload">The name of the file of a form, where it takes one.</param>
sealed record Door(string Method, string Pattern, bool IsPage, string Handler, Type? Body, IReadOnlyList<(string Name, Type Type)> Fields, IReadOnlyList<(string Name, Type Type)> Query, string? Upload)
{
    public bool IsUnsafe => Method is not ("GET" or "HEAD" or "OPTIONS");

    public bool HasParameter => Pattern.Contains('{');

    public string Name => $"{Method} {Pattern}{(Handler.Length > 0 ? "?handler=" + Handler : "")}";
}

/// <summary>Every door, as the running application routes it: a new page or route is walked without a line here.</summary>
static partial class Doors
{
    public static async Task<List<Door>> All(App app)
    {
        List<Door> doors = [];
        var loader = app.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                if (doors.Exists(d => d.IsPage && d.Pattern == pattern)) continue;
                var compiled = await loader.LoadAsync(page, new EndpointMetadataCollection(endpoint.Metadata));
                doors.Add(new("GET", pattern, IsPage: true, "", Body: null, [], [], Upload: null));
                foreach (var handler in compiled.HandlerMethods.Where(h => h.HttpMethod is "Post" or "Put" or "Patch" or "Delete"))
                    doors.Add(new(handler.HttpMethod.ToUpperInvariant(), pattern, IsPage: true, handler.Name ?? "", Body: null, [.. compiled.BoundProperties.Concat(handler.Parameters).SelectMany(Fields)], [], Upload: null));
            }
            else
                foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST", "PUT", "PATCH", "DELETE"])
                    doors.Add(Api(method, pattern, endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []));
        }
        Assert.True(doors.Count(d => d.IsUnsafe) > 100 && doors.Count(d => d.IsPage) > 60, $"Only {doors.Count} doors: they are not found any more.");
        return doors;
    }

    /// <summary>The one parameter that is a record of a module is the body; plain ones that are no hole of the address are of the query, or of the form where one is said.</summary>
    static Door Api(string method, string pattern, ParameterInfo[] parameters)
    {
        var plain = parameters.Where(p => IsPlain(p.ParameterType) && p.ParameterType != typeof(CancellationToken) && !Hole().Matches(pattern).Any(m => m.Groups["name"].Value == p.Name)).ToLookup(p => p.GetCustomAttribute<Microsoft.AspNetCore.Mvc.FromFormAttribute>() is not null, p => (p.Name!, p.ParameterType));
        return new(method, pattern, IsPage: false, "", parameters.Select(p => p.ParameterType).FirstOrDefault(t => IsNamed(t) || (t.Namespace?.StartsWith("NhatLe.", StringComparison.Ordinal) == true && t.GetMethod("<Clone>$") is not null)), [.. plain[true]], [.. plain[false]],
            parameters.FirstOrDefault(p => p.ParameterType == typeof(IFormFile) || p.ParameterType == typeof(IFormFileCollection))?.Name);
    }

    static IEnumerable<(string, Type)> Fields(ParameterDescriptor bound)
    {
        var name = bound.BindingInfo?.BinderModelName ?? bound.Name;
        if (bound.ParameterType == typeof(CancellationToken) || bound.ParameterType == typeof(IFormFile)) return [];
        return IsPlain(bound.ParameterType) ? [(name, bound.ParameterType)] : bound.ParameterType.GetProperties().Where(p => p.CanWrite && IsPlain(p.PropertyType)).Select(p => ($"{name}.{p.Name}", p.PropertyType));
    }

    /// <summary>Values by names that the client chooses.</summary>
    static bool IsNamed(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>);

    static bool IsPlain(Type type) => type == typeof(string) || type.IsValueType || typeof(IEnumerable<string>).IsAssignableFrom(type);

    /// <summary>The address with every hole filled.</summary>
    public static string Fill(this Door door, Func<string, string?> value)
    {
        var path = Hole().Replace(door.Pattern, m => Uri.EscapeDataString(value(m.Groups["name"].Value) ?? m.Groups["kind"].Value switch { "guid" => "01930000-0000-7000-8000-000000000001", "int" or "long" => "1", _ => "khong-co" }));
        return path + (door.Handler.Length > 0 ? "?handler=" + door.Handler : door.Query.Count > 0 ? "?" + string.Join('&', door.Query.SelectMany(q => Texts(Plausible(q.Name, q.Type)).Select(text => $"{q.Name}={Uri.EscapeDataString(text)}"))) : "");
    }

    /// <summary>The request as somebody would send it who means it: every field filled with something of its kind, or with what <paramref name="choose"/> says.</summary>
    public static HttpRequestMessage Request(this Door door, string address, Func<string, Type, object?>? choose = null, IReadOnlyDictionary<string, object?>? more = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(door.Method), address);
        if (!door.IsUnsafe) return request;
        if (door.IsPage)
        {
            var fields = door.Fields.SelectMany(f => Texts(choose?.Invoke(f.Name[(f.Name.LastIndexOf('.') + 1)..], f.Type) ?? Plausible(f.Name, f.Type)).Select(text => KeyValuePair.Create(f.Name, text)));
            request.Content = new FormUrlEncodedContent([.. fields, .. (more ?? new Dictionary<string, object?>()).SelectMany(m => Texts(m.Value).SelectMany(text => (KeyValuePair<string, string>[])[new(m.Key, text), new("Input." + m.Key, text)]))]);
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
        }
        else if (door.Upload is not null)
        {
            var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF-1.4"u8.ToArray()) { Headers = { ContentType = new("application/pdf") } }, door.Upload, "giay.pdf" } };
            foreach (var (name, type) in door.Fields)
                foreach (var text in Texts(Plausible(name, type))) form.Add(new StringContent(text), name);
            request.Content = form;
        }
        else if (door.Fields.Count > 0) request.Content = new FormUrlEncodedContent(door.Fields.SelectMany(f => Texts(Plausible(f.Name, f.Type)).Select(text => KeyValuePair.Create(f.Name, text))));
        else if (door.Pattern.Contains("/uploads/", StringComparison.Ordinal)) // in pieces (tus)
        {
            (request.Content = new ByteArrayContent("%PDF-1.4"u8.ToArray())).Headers.ContentType = new("application/offset+octet-stream");
            foreach (var (name, value) in ((string, string)[])[("Tus-Resumable", "1.0.0"), ("Upload-Length", "8"), ("Upload-Offset", "0"), ("Upload-Metadata", "key aWRlbnRpdHk=,filename Z2lheS5wZGY=")]) request.Headers.Add(name, value);
        }
        else if (door.Body is not null || more is not null)
        {
            Dictionary<string, object?> body = more is null ? [] : new(more, StringComparer.OrdinalIgnoreCase);
            if (door.Body is { } named && IsNamed(named)) body["identity"] = Plausible("identity", named.GetGenericArguments()[1]);
            else if (door.Body is not null)
                foreach (var property in door.Body.GetProperties().Where(p => p.Name != "EqualityContract")) body[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = choose?.Invoke(property.Name, property.PropertyType) ?? Plausible(property.Name, property.PropertyType);
            request.Content = JsonContent.Create(body);
        }
        return request;
    }

    static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [], string text => [text], IEnumerable many => many.Cast<object>().Select(o => o.ToString()!), bool yes => [yes ? "true" : "false"], IFormattable number => [number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)], _ => [value.ToString()!],
    };

    /// <summary>Something of the kind the field has, so that reading it is no reason to refuse.</summary>
    static object? Plausible(string name, Type type)
    {
        if (name.EndsWith("Version", StringComparison.Ordinal) && Nullable.GetUnderlyingType(type) is not null) return null; // of a client that does not keep it
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return name.EndsWith("Email", StringComparison.Ordinal) ? "ai@example.vn" : "Nội dung thử";
        if (type == typeof(Guid)) return Guid.CreateVersion7(App.Start);
        if (type == typeof(bool)) return true;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0)!.ToString();
        if (type == typeof(DateOnly)) return "2024-12-20";
        if (type == typeof(DateTimeOffset)) return "2024-12-20T09:00:00+07:00";
        if (type.IsPrimitive || type == typeof(decimal)) return 1;
        if (type.IsGenericType && type.GetGenericArguments() is [var of] && typeof(IEnumerable).IsAssignableFrom(type)) return Plausible(name, of) is { } one ? (object[])[one] : [];
        return null;
    }

    [GeneratedRegex(@"\{\**(?<name>[A-Za-z]+)(?::(?<kind>[a-z]+))?[^}]*\}")]
    private static partial Regex Hole();
}
