using System.Globalization;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;

namespace NhatLe.Exchange.Axis;

/// <summary>
/// The axis's interface: names and codes stand here only, so that what is different in the real one is a change of this file. Operations, types of
/// messages and codes of statuses are those known from outside; how they travel is not published: here POST under the name of the operation, with a
/// token; JSON, but packets as XML; an answer says DocId, ErrorCode, ErrorDesc.
/// </summary>
public static class AxisWire
{
    public const string TokenPath = "/token", Register = "/registerAgency", Agencies = "/getAgenciesList", Send = "/sendEdoc", Fetch = "/getEdoc", Received = "/getReceivedEdocList", Sent = "/getSentEdocList", Update = "/updateStatus";

    public const string Edoc = "edoc", Status = "status";

    public const string PacketType = "application/xml", FromHeader = "X-Edoc-From", TypeHeader = "X-Edoc-MessageType", HashHeader = "X-Edoc-Hash";

    /// <summary>All went well.</summary>
    public const string Ok = "0";

    public sealed record TokenAsked(string ClientId, string ClientSecret);

    public sealed record TokenAnswer(string AccessToken, int ExpiresIn);

    public sealed record Answer(string? DocId, string ErrorCode, string? ErrorDesc);

    public sealed record Agency(string OrganId, string OrganName);

    public sealed record AgencyList(string ErrorCode, string? ErrorDesc, IReadOnlyList<Agency> Agencies);

    /// <param name="After">The DocId of the last line known, for a list is answered in parts; empty: from the beginning.</param>
    public sealed record ListAsked(string MessageType, string After);

    public sealed record FetchAsked(string DocId);

    public sealed record List<T>(string ErrorCode, string? ErrorDesc, IReadOnlyList<T> Items);

    /// <summary>What a list is asked on after.</summary>
    public interface IListed
    {
        string DocId { get; }
    }

    /// <summary>A packet that waits for one of our agencies; it is listed until it was answered by updateStatus.</summary>
    /// <param name="Hash">SHA-256 of the packet, hexadecimal: what comes broken on the way is told apart from what was sent broken.</param>
    public sealed record Line(string DocId, string From, string To, string Hash) : IListed;

    /// <summary>Of the document whose status is told.</summary>
    public sealed record About(string OrganId, string DocumentId, string Code, string PromulgationDate);

    public sealed record Officer(string Department, string Staff);

    /// <param name="DocId">What the axis calls the packet, where we tell; what it calls this message, where we are told.</param>
    /// <param name="MessageId">Ours: the same told twice is one.</param>
    public sealed record StatusMessage(string DocId, string MessageId, About ResponseFor, string From, string StatusCode, string Description, string Timestamp, Officer StaffInfo) : IListed;

    /// <summary>What the axis has of us.</summary>
    public sealed record SentLine(string DocId, string DocumentId);

    public static string CodeOf(PacketStatus status) => ((int)status).ToString("00", CultureInfo.InvariantCulture);

    /// <returns>Null: none that is known.</returns>
    public static PacketStatus? StatusOf(string? code) => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((PacketStatus)number) ? (PacketStatus)number : null;

    /// <summary>What is said to be older is no instant of a document.</summary>
    public const int EarliestYear = 1900;

    const string InstantFormat = "yyyy'/'MM'/'dd HH:mm:ss";

    public static string TextOf(DateTimeOffset at) => LegalTime.ToLocal(at).ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset? InstantOf(string? text) => DateTime.TryParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year >= EarliestYear ? new DateTimeOffset(read, LegalTime.VietnamOffset).ToUniversalTime() : null;

    public static string TextOf(DateOnly? day) => day?.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture) ?? "";
}
