using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Axis;

/// <summary>A packet that is not taken, with the code that the axis answers (ErrorCode) and why (ErrorDesc).</summary>
public sealed class PacketFault(string code, string why) : Exception(ErrorText.Of(why))
{
    public const string NotXml = "EDXML.NOT_XML", Schema = "EDXML.SCHEMA", Signature = "EDXML.SIGNATURE", Attachment = "EDXML.ATTACHMENT", TooLarge = "EDXML.TOO_LARGE",
        Sender = "EDXML.SENDER", Receiver = "EDXML.RECEIVER", Twice = "EDXML.TWICE";

    public string Code => code;
}
