using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.Charges;

static class ChargeReadings
{
    /// <summary>Notes that an official looked at what somebody owes.</summary>
    public static void Note(this AccessLog log, Actor actor, Charge charge, AccessKind kind, string permit) =>
        log.Note(actor, new(kind, permit, charge.UnitId, new(charge.PayerAccountId, charge.PayerKey), nameof(Charge), charge.Id, charge.DossierCode));
}
