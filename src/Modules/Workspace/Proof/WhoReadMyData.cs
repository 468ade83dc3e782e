using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Workspace.Proof;

/// <summary>Which officials looked at my data, when and why (ai đã xem dữ liệu của tôi, NĐ 13/2023). Everybody sees their own only.</summary>
public static class WhoReadMyData
{
    /// <param name="What">In words, in the language of the page.</param>
    /// <param name="Link">Where the record is, beginning with ~/; null where there is no page for the person.</param>
    public sealed record Line(DateTimeOffset At, string Name, string Title, string Unit, string OnBehalfOf, string What, string Why, string Code, string? Link);

    /// <param name="Next">Given as "after" for the next page; null on the last.</param>
    public sealed record Answer(IReadOnlyList<Line> Lines, string? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspace/readings-of-my-data", async (string? after, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Run(after, ct)));

    public sealed class Handler(AccessReader reader, IAccounts accounts, IRepresentations representations, ColumnCipher cipher, Actor actor, IEnumerable<AccessPurpose> purposes, IEnumerable<AccessPlace> places, Texts T)
    {
        /// <exception cref="Refusal">401 for somebody who is not signed in.</exception>
        public async Task<Answer> Run(string? after, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var me = await accounts.Citizen(actor.AccountId, ct);
            List<string> keys = me is null ? [] : [.. await representations.KeysFor(me.AccountId, ct), .. me.Phone is { } phone ? [cipher.Lookup(phone)] : Array.Empty<string>()];
            var (accesses, next) = await reader.Of(actor.AccountId, keys, after, ct);
            return new([.. accesses.Select(Told)], next);
        }

        Line Told(Access a)
        {
            var place = a.Code.Length == 0 ? null : places.FirstOrDefault(p => p.SubjectKind == a.SubjectKind);
            return new(a.At, a.Name, a.Title, a.UnitName, a.OnBehalfOf, T[Access.Words(a.Kind)], purposes.FirstOrDefault(p => p.Permit == a.Purpose) is { } purpose ? T[purpose.Words] : a.Purpose,
                a.Code, place is null ? null : string.Format(CultureInfo.InvariantCulture, a.AboutAccountId == actor.AccountId ? place.Own : place.Other, a.Code));
        }
    }
}
