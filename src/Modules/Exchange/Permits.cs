using NhatLe.Platform.Directory;

namespace NhatLe.Exchange;

/// <summary>What the operators of the exchange owe.</summary>
public static class Duties
{
    /// <summary>A certificate runs out: ours, an authority's or a partner's.</summary>
    public const string Certificate = "exchange.certificate";
}

public static class Permits
{
    /// <summary>Sees the partners and the log of the exchange, without what the messages say; gives partners leave.</summary>
    public const string Operate = "exchange.operate";

    /// <summary>Reads what messages say, personal data included.</summary>
    public const string ReadMessages = "exchange.read-messages";

    /// <summary>Fills in and sends the indicators that the province shares with the Government.</summary>
    public const string Report = "exchange.report";

    /// <exception cref="NhatLe.Platform.Refusal">401, 403.</exception>
    public static void MustOperateExchange(this Actor actor) => actor.MustAdminister(Operate);
}

public static class Duties
{
    /// <summary>The indicators of a period, to the Government.</summary>
    public const string Report = "exchange.report";
}
