using System.Globalization;

namespace NhatLe.Payments.Platform;

/// <summary>
/// What the payment platform and we say to each other. The real one's documents are not public: this shape is from memory, and all of it
/// stands in this file (docs/payments.md tells it in words). JSON in UTF-8, amounts in whole đồng, times with offset; signed by a secret of both.
/// </summary>
public static class PlatformWire
{
    public const string PaymentEvent = "payment", RefundEvent = "refund", Done = "done", Refused = "refused";

    public sealed record OrderRequest(string Reference, long Amount, string Description, string ReturnUrl);

    /// <param name="Bin">Bank and account that the money goes to.</param>
    /// <param name="PayUrl">Its own page, with QR code and card.</param>
    public sealed record OrderAnswer(string OrderId, string Reference, long Amount, string Bin, string Account, string PayUrl, DateTimeOffset ExpiresAt, IReadOnlyList<Paid>? Payments);

    public sealed record Paid(string PaymentId, long Amount, string Method, DateTimeOffset PaidAt);

    public sealed record RefundRequest(string RefundId, string PaymentId, long Amount, string Reason);

    /// <param name="Status">accepted, done, refused</param>
    public sealed record RefundAnswer(string RefundId, string Status, string? Reason);

    /// <summary>The call-back (IPN).</summary>
    public sealed record Notification(string Event, string? OrderId, string? Reference, Paid? Payment, RefundAnswer? Refund);

    /// <summary>One line of the file of a day; in the order of its columns.</summary>
    public sealed record FileLine(string Kind, string PaymentId, string OrderId, string Reference, long Amount, string Method, DateTimeOffset PaidAt);

    public const string FileHead = "kind,payment_id,order_id,reference,amount,method,paid_at";

    /// <exception cref="FormatException">It is no such file.</exception>
    public static IReadOnlyList<FileLine> ReadFile(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0].TrimStart('\uFEFF') != FileHead) throw new FormatException("The file does not begin with its head line.");
        return [.. lines.Skip(1).Select(line => line.Split(',') is [var kind, var payment, var order, var reference, var amount, var method, var at]
            ? new FileLine(kind, payment, order, reference, long.Parse(amount, NumberStyles.None, CultureInfo.InvariantCulture), method, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
            : throw new FormatException("A line has not seven columns: " + line))];
    }
}
