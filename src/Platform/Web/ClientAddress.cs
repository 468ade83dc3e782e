using System.Net;
using System.Net.Sockets;

namespace NhatLe.Platform.Web;

/// <summary>The address a request comes from, as it is counted and shown.</summary>
public static class ClientAddress
{
    /// <summary>One household holds a whole /64 of IPv6, so that is what counts as one address.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
