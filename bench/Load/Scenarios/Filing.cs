using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>A citizen files a dossier through the API. Draft and paper were sent before; see <see cref="Making"/>.</summary>
sealed class FileForm(Site site, Making making) : Scenario(site)
{
    Making.Draft[] drafts = [];

    public override string Name => "file";
    public override int Most => drafts.Length;

    public override void Prepare(int operations) => drafts = making.Drafts(operations);

    public override string? Act(Line line, int number)
    {
        var answer = line.Ask(drafts[number].Filing);
        return answer.Status == 201 && answer.Has("\"code\":\"H46."u8) ? null : Site.Said(answer);
    }
}

/// <summary>All of a filing: the draft, one paper of 20 kB that nobody sent before, and the form. Three requests are one operation.</summary>
sealed class FileWithPaper(Site site, Making making, Province province) : Scenario(site)
{
    const int Size = 20_000; // bytes

    public override string Name => "file-with-paper";

    public override void Prepare(int operations) => making.New(0, province.Communes); // signs in

    public override string? Act(Line line, int number)
    {
        var (draft, cookie) = making.New(number, province.Communes);
        var answer = line.Ask(Site.Plain.Post("/api/services/drafts", cookie, new { draft.Id, ProcedureCode = Making.Procedure }));
        if (answer.Status != 200) return Site.Said(answer);
        answer = line.Ask(Site.Plain.Upload($"/api/services/drafts/{draft.Id}/files/{Making.Paper}", cookie, "giay.pdf", "application/pdf", Making.Pdf(Size, Names.First + number)));
        if (answer.Status != 200 || !answer.Has("\"size\":20000"u8)) return Site.Said(answer);
        answer = line.Ask(draft.Filing);
        return answer.Status == 201 && answer.Has("\"code\":\"H46."u8) ? null : Site.Said(answer);
    }
}
