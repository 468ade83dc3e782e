using NhatLe.Platform.Directory;

namespace NhatLe.Exchange;

public static class Permits
{
    /// <summary>Sees the partners and the log of the exchange, without what the messages say; gives partners leave.</summary>
    public const string Operate = "exchange.operate";

    /// <summary>Reads what messages say, personal data included.</summary>
    public const string ReadMessages = "exchange.read-messages";

    /// <summary>Sends documents of the unit to other agencies, and takes in what comes for it.</summary>
    public const string Packets = "exchange.packets";

    public const string ReadPackets = "exchange.read-packets";

    /// <summary>Fills in and sends the indicators that the province shares with the Government.</summary>
    public const string Report = "exchange.report";

    /// <exception cref="NhatLe.Platform.Refusal">401, 403.</exception>
    public static void MustOperateExchange(this Actor actor) => actor.MustAdminister(Operate);
}

/// <summary>What units owe on the exchange.</summary>
public static class Duties
{
    /// <summary>Of the operators: a certificate runs out, ours, an authority's or a partner's.</summary>
    public const string Certificate = "exchange.certificate";

    /// <summary>Electronic documents are acknowledged the day they come (NĐ 30/2020).</summary>
    public const string TakePacket = "exchange.take-packet";

    /// <summary>The sender asks to recall or update a document.</summary>
    public const string AnswerRequest = "exchange.answer-request";

    /// <summary>The indicators of a period, to the Government.</summary>
    public const string Report = "exchange.report";
}
