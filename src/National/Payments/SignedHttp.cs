using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.National.Control;

namespace NhatLe.National.Payments;

/// <summary>What is said between a <see cref="Merchant"/> and who serves it: both sign.</summary>
static class SignedHttp
{
    public static async Task<byte[]> Body(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    public static JsonObject? Read(byte[] body)
    {
        try { return JsonNode.Parse(body) as JsonObject; }
        catch (JsonException) { return null; }
    }

    public static IResult Unsigned() => Results.Json(new { error = "signature" }, statusCode: 401);

    /// <summary>Told to be wrong about it, the signature is somebody else's.</summary>
    public static IResult Answer(HttpContext context, Merchant merchant, byte[] body, string type, int status = StatusCodes.Status200OK)
    {
        var timestamp = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-Timestamp"] = timestamp;
        context.Response.Headers["X-Signature"] = Merchants.Sign(context.Wrong() == "signature" ? "somebody else's" : merchant.Secret, timestamp, body);
        context.Response.StatusCode = status;
        return Results.Bytes(body, type + "; charset=utf-8");
    }
}
