using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>What the database holds, read past the application's rules.</summary>
static class Stored
{
    public static Task<T> Tables<T>(this App app, Func<ServicesDb, Task<T>> work) => app.With(work);

    public static Task<Dossier> Dossier(this App app, string code) => app.Tables(db => db.Dossiers.AsNoTracking().SingleAsync(d => d.Code == code));

    public static Task<List<Paper>> Papers(this App app, Guid dossier) => app.Tables(db => db.Papers.AsNoTracking().Where(p => p.DossierId == dossier).OrderBy(p => p.AddedAt).ToListAsync());

    public static Task<List<Duty>> Duties(this App app, Guid subject) =>
        app.Db(db => db.Duties.AsNoTracking().Where(d => d.SubjectId == subject).OrderBy(d => d.OpenedAt).ThenBy(d => d.Id).ToListAsync());

    /// <summary>The one duty of this kind that is still owed.</summary>
    public static async Task<Duty> OpenDuty(this App app, Guid subject, string kind) =>
        Assert.Single(await app.Duties(subject), d => d.Kind == kind && d.EndedAt is null);

    public static string Plain(this App app, byte[] sealedColumn) => app.Services.GetRequiredService<ColumnCipher>().Decrypt(sealedColumn);

    public static Dictionary<string, string> Form(this App app, Dossier dossier) => JsonSerializer.Deserialize<Dictionary<string, string>>(app.Plain(dossier.Form))!;

    public static async Task<Dictionary<string, string>> Answers(this App app, Guid draft) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(app.Plain(await app.Tables(db => db.Drafts.Where(d => d.Id == draft).Select(d => d.Answers).SingleAsync())))!;

    /// <summary>The three facts of a dossier as one text: what a refused act must leave as it was.</summary>
    public static async Task<string> Facts(this App app, string code)
    {
        var d = await app.Dossier(code);
        var duties = (await app.Duties(d.Id)).Select(x => $"{x.Kind} {x.UnitId} {x.DueAt:O} {x.Paused} {x.EndedAt:O} {x.Outcome}");
        var papers = (await app.Papers(d.Id)).Select(p => $"{p.Role} {p.FileName} {p.Hash}");
        return string.Join('\n', [$"{d.Version} {Convert.ToHexString(d.Head)} {d.Status} {d.Step} {d.DueAt:O} {d.Clock} {d.Stars}", $"{(await app.Journal(d.Id)).Count} entries", .. duties, .. papers]);
    }

    /// <summary>Another browser signed in with the same account.</summary>
    public static async Task<App.Client> Again(this App app, string login)
    {
        var client = app.Anybody();
        var answer = await client.PostForm("/dang-nhap", new() { ["Input.Login"] = login, ["Input.Password"] = App.Password });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return client;
    }

    /// <summary>The words of a refusal of the API.</summary>
    public static async Task<string> Refused(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} answered {(int)answer.StatusCode}, not {(int)expected}: {text}");
        using var problem = JsonDocument.Parse(text);
        var detail = problem.RootElement.TryGetProperty("detail", out var more) ? more.GetString() : null;
        return problem.RootElement.GetProperty("title").GetString() + " " + detail;
    }
}
