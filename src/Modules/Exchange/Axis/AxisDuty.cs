using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Axis;

/// <summary>What a unit owes on a packet, as its inbox shows it.</summary>
static class AxisDuty
{
    const int Longest = 140;

    public static DutyCard CardOf(DocumentPacket p)
    {
        var title = p.Subject.Length <= Longest ? p.Subject : p.Subject[..(p.Subject.LastIndexOf(' ', Longest) is > 0 and var cut ? cut : Longest)] + "…";
        return new(title, p.FromName, p.Code, PacketModel.AddressOf(p.Id)[1..]);
    }
}
