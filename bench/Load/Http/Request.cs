using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace NhatLe.Load.Http;

/// <summary>Whole requests as bytes, written once and sent as they are.</summary>
/// <param name="host">Of the server, with its port.</param>
/// <param name="isCompressed">Answers may come in Brotli, as browsers ask for them.</param>
sealed class Request(string host, bool isCompressed)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="cookie">"nhatle=…" of somebody signed in.</param>
    /// <param name="from">The address the request is to come from, for servers that trust this one as a proxy.</param>
    public byte[] Get(string path, string? cookie = null, string? from = null) => Encoding.UTF8.GetBytes(Head("GET", path, cookie, from) + "\r\n");

    public byte[] Post(string path, string? cookie, object body)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json);
        return [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Head("POST", path, cookie)}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n")), .. json];
    }

    /// <param name="fields">As they stand in a query.</param>
    public byte[] Form(string path, string fields) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Head("POST", path, cookie: null)}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {fields.Length}\r\n\r\n{fields}"));

    /// <summary>A file in the field "file" of a form.</summary>
    public byte[] Upload(string path, string cookie, string name, string mediaType, ReadOnlySpan<byte> content)
    {
        const string Boundary = "nhatle-load-boundary";
        var before = Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {mediaType}\r\n\r\n");
        var after = Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n");
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{Head("POST", path, cookie)}Content-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {before.Length + content.Length + after.Length}\r\n\r\n"));
        return [.. head, .. before, .. content, .. after];
    }

    string Head(string method, string path, string? cookie, string? from = null)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: {host}\r\n");
        if (isCompressed) head.Append("Accept-Encoding: br\r\n");
        if (cookie is not null) head.Append(CultureInfo.InvariantCulture, $"Cookie: {cookie}\r\n");
        if (from is not null) head.Append(CultureInfo.InvariantCulture, $"X-Forwarded-For: {from}\r\n");
        return head.ToString();
    }
}
