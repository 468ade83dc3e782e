using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Post;
using NhatLe.Payments.Payments;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.On;

/// <summary>What the postman took at the door pays the fee, with a receipt; what does not fit is called by its name, as with every other way of paying.</summary>
public sealed class TakeFromPost(PaymentsDb db, PaymentBook book) : IReaction<PostCollected>
{
    const string TakenBy = "Bưu điện thu hộ";

    public async Task On(PostCollected happened, Entry entry, CancellationToken ct)
    {
        var id = StableId.Of("payment", "post/" + happened.Reference); // told twice, it is one
        if (await db.Payments.AnyAsync(p => p.Id == id, ct)) return;
        var charge = await db.Charges.SingleOrDefaultAsync(c => c.DossierId == happened.DossierId, ct);
        await book.Put(new(id, PaymentWay.Post, "cod", happened.AmountVnd, happened.Reference, PlatformId: null, happened.TrackingNumber, ShiftId: null, TakenBy, happened.At), charge, post: null, ct);
        await db.SaveChangesAsync(ct);
    }
}
