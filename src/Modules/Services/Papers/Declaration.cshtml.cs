using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Papers;

/// <summary>The filed form as the official declaration (tờ khai), for the applicant and for officials who may read the dossier. Always in Vietnamese.</summary>
public sealed class DeclarationModel(ServicesDb db, OwnDossiers own, ICatalogue catalogue, FormLibrary forms, DirectoryCache directory, ColumnCipher cipher, AccessLog accesses) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    public Dossier Dossier { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public Unit Unit { get; private set; } = null!;
    public string Title { get; private set; } = "";
    public string Number { get; private set; } = "";
    public string Phone { get; private set; } = "";

    /// <summary>"Trọng Hóa": where the declaration is made.</summary>
    public string Place { get; private set; } = "";

    public IReadOnlyList<SummaryPage> Summary { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Dossier = await db.PaperOf(Actor, own, Code, ct);
        accesses.Note(Actor, Dossier, AccessKind.Declaration);
        Procedure = await catalogue.Version(Dossier.ProcedureVersionId, ct);
        var form = forms.Find(Procedure.FormKey) ?? throw Refusal.Missing("declaration", "Hồ sơ này không có tờ khai điện tử.");
        var answers = JsonSerializer.Deserialize<Dictionary<string, string>>(cipher.Decrypt(Dossier.Form))!;
        var units = await directory.Get(ct);
        Unit = units.Unit(Dossier.UnitId);
        Place = (units.FindUnit(AddressAnswer.Parts(answers.GetValueOrDefault(form.UnitField)).UnitCode) ?? Unit).Name;
        Title = form.Declaration.Length > 0 ? form.Declaration : form.Title.ToUpperInvariant();
        (Number, Phone) = (cipher.Decrypt(Dossier.ApplicantNumber), cipher.Decrypt(Dossier.ApplicantPhone));
        Summary = new FormSummary(units, english: false).Of(form, answers);
    }
}

public static class PaperAccess
{
    /// <summary>The dossier a paper is printed of: the applicant's own, of whom they represent, or one an official may read.</summary>
    /// <exception cref="Refusal">401, or 404 where it is not theirs to see.</exception>
    public static async Task<Dossier> PaperOf(this ServicesDb db, Actor actor, OwnDossiers own, string code, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        return (actor.IsCitizen
                ? await db.Dossiers.AsNoTracking().Where(await own.Mine(ct)).SingleOrDefaultAsync(d => d.Code == code, ct)
                : await db.Dossiers.AsNoTracking().Visible(db, actor, Permits.Read).SingleOrDefaultAsync(d => d.Code == code, ct))
            ?? throw Refusal.Missing("dossier", "Không thấy hồ sơ mã này trong phạm vi của anh/chị. Kiểm tra mã, hoặc hỏi Trung tâm hành chính công.");
    }
}
