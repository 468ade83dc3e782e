using System.Net.Http.Json;
using System.Net;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>A birth registration filed through the pages, as a mother in Trọng Hóa does; the starting point of most tests here.</summary>
static class Filing
{
    public const string Mother = "mai.lien", Clerk = "mot-cua.tronghoa", Justice = "tu-phap.tronghoa", Chair = "chu-tich.tronghoa";
    public const string BirthRegistration = "1.001193";

    /// <summary>The smallest file that is a PDF by its first bytes, different for each name.</summary>
    public static byte[] Pdf(string name) => System.Text.Encoding.UTF8.GetBytes($"%PDF-1.4\n% {name}\n%%EOF\n");

    public static Dictionary<string, string> Answers(string child = "Hồ Gia Bảo", string unit = "18907") => new()
    {
        ["child_name"] = child, ["child_born_on"] = "2024-11-10", ["child_sex"] = "male", ["child_birth_place"] = "Trạm y tế xã Trọng Hóa", ["child_ethnicity"] = "Bru–Vân Kiều",
        ["mother_name"] = "Hồ Thị Mai Liên", ["mother_born_on"] = "1996-03-08", ["mother_number"] = "044196004217",
        ["father_name"] = "", ["father_born_on"] = "", ["father_number"] = "", ["unit"] = unit, ["phone"] = "0900000101",
    };

    /// <summary>Files through the API with the two papers the procedure asks for, and says the receipt.</summary>
    public static async Task<FileDossier.Receipt> GivenFiled(this App app, string child = "Hồ Gia Bảo", string unit = "18907")
    {
        var mother = await app.As(Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        return await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = BirthRegistration, answers = Answers(child, unit) });
    }

    /// <summary>Begins a draft on the page; says its id.</summary>
    public static async Task<Guid> Begin(this App.Client citizen)
    {
        var answer = await citizen.PostForm($"/dich-vu-cong/{BirthRegistration}/nop", []);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^2]);
    }

    public static async Task UploadPapers(this App.Client citizen, Guid draft)
    {
        foreach (var key in (string[])["birth-certificate-hospital", "identity", "marriage"])
            Assert.Equal(HttpStatusCode.OK, (await citizen.Upload($"/api/services/drafts/{draft}/files/{key}", key + ".pdf", Pdf(key))).StatusCode);
    }

    public static async Task<HttpResponseMessage> Upload(this App.Client client, string address, string name, byte[] bytes, string type = "application/pdf")
    {
        using var content = new MultipartFormDataContent();
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new(type);
        content.Add(file, "file", name);
        return await client.Http.PostAsync(address, content);
    }

    public static async Task<ActResult> Act(this App app, string login, string code, string act, object? body = null) =>
        await (await app.As(login)).Post<ActResult>($"/api/services/dossiers/{code}/{act}", body ?? new { });

    /// <summary>The act of the processing official, with a result.</summary>
    public static async Task<ActResult> Process(this App app, string code, string login = Justice)
    {
        var official = await app.As(login);
        var answer = await official.Upload("/api/services/results", "giay-khai-sinh.pdf", Pdf("result " + code));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var upload = await answer.Content.ReadFromJsonAsync<ProcessDossier.Upload>();
        return await official.Post<ActResult>($"/api/services/dossiers/{code}/processing", new { result = upload });
    }

    /// <summary>From filing to the returned result.</summary>
    public static async Task<string> GivenReturned(this App app)
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Clerk, code, "acceptance");
        await app.Process(code);
        await app.Act(Chair, code, "approval");
        await app.Act(Clerk, code, "return");
        return code;
    }
}
