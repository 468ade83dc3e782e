using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Assisted;

/// <summary>
/// The slip with the code, for the person at the desk (phiếu kích hoạt tài khoản). Printed by the clerk who made it, for half an hour and while the code is unused;
/// after that another code is made. Of the number it bears the last four digits.
/// </summary>
public sealed class ActivationSlipModel(IdentityDb db, ColumnCipher cipher, Keyring keys, DirectoryCache directory, TimeProvider time) : FormPage
{
    [FromRoute] public Guid Id { get; set; }

    public string Name { get; private set; } = "";
    public string LastDigits { get; private set; } = "";
    public string Code { get; private set; } = "";
    public DateTimeOffset Until { get; private set; }
    public Unit Unit { get; private set; } = null!;

    /// <summary>By the system's clock, like the day until which the code is good.</summary>
    public DateOnly On { get; private set; }

    public string Site => Request.Host.Value ?? "";
    public QrDrawing Qr => QrDrawing.Of(Request.Absolute(ActivateModel.Address));

    public async Task OnGet(CancellationToken ct)
    {
        OpenAtDesk.Demand(Actor);
        var since = time.GetUtcNow() - Activation.Printable;
        var activation = await db.Activations.AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == Id && a.MadeBy == Actor.AccountId && a.MadeAt > since, ct)
            ?? throw Refusal.Missing("slip", "Phiếu này không in được nữa: đã quá 30 phút, hoặc mã đã dùng. Mở lại trang mở tài khoản để cấp mã mới.");
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == Id, ct);
        (Name, LastDigits, Code, On, Until) = (account.FullName, cipher.Decrypt(account.CitizenNumber!)[^4..], activation.Code(keys), LegalTime.DateOf(activation.MadeAt), activation.ExpiresAt);
        Unit = (await directory.Get(ct)).Unit(activation.UnitId);
    }
}
