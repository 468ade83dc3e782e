using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NhatLe.Identity.OpenId;

/// <summary>A refusal in the words of the protocol, for programs: a name from a specification, and in plain English what to do.</summary>
/// <param name="error">RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core 1.0 section 3.1.2.6, RFC 6750 section 3.1, RFC 7009 section 2.2.1.</param>
public sealed class OAuthError(string error, string description, int status = StatusCodes.Status400BadRequest) : Exception(description)
{
    public string Error { get; } = error;
    public int Status { get; } = status;

    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    public static OAuthError InvalidGrant(string description) => new("invalid_grant", description);

    public static OAuthError InvalidToken(string description) => new("invalid_token", description, StatusCodes.Status401Unauthorized);
}

static class Answers
{
    /// <summary>An answer for programs, which nobody keeps (RFC 6749 section 5.1); pages of any site may read it, because no cookie counts here.</summary>
    public static Task Json(this HttpContext context, int status, Action<Utf8JsonWriter> write) => context.Json(status, "application/json", "no-store", write);

    public static async Task Json(this HttpContext context, int status, string type, string keep, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = keep;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        using var body = new MemoryStream(1024);
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    /// <summary>RFC 6749 section 5.2.</summary>
    public static Task Fail(this HttpContext context, OAuthError error) => context.Json(error.Status, json =>
    {
        json.WriteString("error", error.Error);
        json.WriteString("error_description", error.Message);
    });

    /// <summary>A browser asks whether a page of another site may call.</summary>
    public static Task Preflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlAllowMethods = "GET, POST";
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type";
        context.Response.Headers.AccessControlMaxAge = "3600";
        return Task.CompletedTask;
    }

    public static void SeeOther(this HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
    }
}
