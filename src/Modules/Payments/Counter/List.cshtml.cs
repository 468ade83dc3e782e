using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Counter;

/// <summary>What waits to be paid at the desk, the newest first; a code that is typed or scanned leads to its charge.</summary>
public sealed class ListModel(PaymentsDb db, Shifts shifts, AccessLog accesses) : FormPage
{
    const int Most = 100;

    [FromQuery(Name = "ma")] public string? Typed { get; set; }

    public IReadOnlyList<Charge> Charges { get; private set; } = [];
    public Shift? Shift { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeOfficer();
        if (!Actor.CanAnywhere(Permits.Collect)) throw Demands.NotYours();
        Shift = await shifts.Open(ct);
        Charges = await db.Charges.AsNoTracking().Visible(db, Actor, Permits.Collect).Where(c => c.Status == ChargeStatus.Due).OrderByDescending(c => c.RaisedAt).ThenByDescending(c => c.Id).Take(Most).ToListAsync(ct);
        foreach (var c in Charges) accesses.Note(Actor, c, AccessKind.List, Permits.Collect);
    }

    public Task<IActionResult> OnGet(CancellationToken ct) => Act(async () =>
    {
        Actor.MustBeOfficer();
        if (Typed is { Length: > 0 } typed && Code(typed) is var code)
        {
            if (await db.Charges.AsNoTracking().Visible(db, Actor, Permits.Collect).AnyAsync(c => c.DossierCode == code, ct)) return See($"/quay/thu-tien/{code}");
            throw Refusal.Invalid("ma", "Không có khoản phải thu nào của hồ sơ mã này trong phạm vi của anh/chị.");
        }
        await Load(ct);
        return Page();
    }, ct);

    /// <summary>The QR code of a slip holds an address with the code in it.</summary>
    static string Code(string typed)
    {
        var text = typed.Trim();
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")) text = address.Segments[^1].Trim('/');
        return text.ToUpperInvariant();
    }
}
