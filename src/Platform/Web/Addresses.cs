using Microsoft.AspNetCore.Http;

namespace NhatLe.Platform.Web;

public static class Addresses
{
    /// <summary>A path of this site as a QR code says it, without the prefix of a language.</summary>
    public static string Absolute(this HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{path}";
}
