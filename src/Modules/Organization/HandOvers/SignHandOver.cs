using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.HandOvers;

/// <summary>What a signature carries.</summary>
public record Signature
{
    public Guid Id { get; set; }

    /// <summary>The version that was read: nobody signs what they did not see.</summary>
    public long? Version { get; set; }

    /// <summary>Of who administers the unit, where the account of the party is closed.</summary>
    [StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
    public string? Reason { get; set; }

    /// <exception cref="Refusal">422, where somebody signs in the place of another without saying why.</exception>
    public string MustSayWhy() => string.IsNullOrWhiteSpace(Reason) ? throw Refusal.Invalid(nameof(Reason), "Hãy ghi lý do ký thay, ví dụ: đã nghỉ hưu, tài khoản đã khóa.") : Reason.Trim();
}

/// <summary>Who hands over signs (bên giao ký): the list is closed, the other one counts.</summary>
public static class GiveHandOver
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/hand-overs/{id:guid}/giving", (Guid id, Signature command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(HandOverActs acts, LegalTime time)
    {
        /// <exception cref="Refusal">401, 403, 404, 409.</exception>
        public async Task<PrepareHandOver.Answer> Run(Signature command, CancellationToken ct)
        {
            Check.Input(command);
            var handOver = await acts.Find(command.Id, command.Version, ct);
            string? inPlace = null;
            if (!acts.IsGiver(handOver))
                inPlace = await acts.MaySignFor(handOver.FromId, handOver, ct) ? acts.InPlace(command.MustSayWhy()) : throw Refusal.Forbidden("hand-over.giver", "Bên giao tự ký bằng tài khoản của mình. Khi tài khoản đã khóa, người quản trị đơn vị ký thay.");
            await acts.MustHoldNothing(handOver, ct);
            var duties = HandOverActs.Said(await acts.Open(handOver, ct));
            handOver.Give(duties, inPlace, time.Now);
            return await acts.Save(handOver, new HandOverGiven(handOver.Id, handOver.FromId, handOver.FromName, handOver.ToId, handOver.ToName, duties.Count, [.. handOver.Items.Select(Say)]), command.Reason, ct);
        }
    }

    /// <summary>A line as the journal keeps it.</summary>
    public static string Say(HandedLine line) => $"{line.Kind}: {line.What}: {line.Count}{(line.Remark is null ? "" : " – " + line.Remark)}";
}

/// <summary>Who takes over has counted something else: the list goes back with a reason.</summary>
public static class ReturnHandOver
{
    public sealed record Command
    {
        public Guid Id { get; set; }
        public long? Version { get; set; }

        [Required(ErrorMessage = "Hãy ghi chỗ chưa đúng, để bên giao sửa."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/hand-overs/{id:guid}/return", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(HandOverActs acts)
    {
        public async Task<PrepareHandOver.Answer> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var handOver = await acts.Find(command.Id, command.Version, ct);
            if (!acts.IsTaker(handOver)) throw Refusal.Forbidden("hand-over.taker", "Bên nhận tự ký bằng tài khoản của mình. Khi tài khoản đã khóa, người quản trị đơn vị ký thay.");
            handOver.Return(command.Reason);
            return await acts.Save(handOver, new HandOverReturned(handOver.Id, handOver.FromId, handOver.FromName, handOver.ToId, handOver.ToName, command.Reason), command.Reason, ct);
        }
    }
}

/// <summary>
/// Who takes over signs (bên nhận ký): from then on what is laid on the other one in this unit is theirs, with its dates. Where their
/// account is closed, who administers the unit takes it for the unit.
/// </summary>
public static class TakeHandOver
{
    public sealed record Command : Signature
    {
        [StringLength(1000, ErrorMessage = "Ghi chú dài quá 1.000 chữ. Hãy rút gọn.")]
        public string? Note { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/hand-overs/{id:guid}/taking", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(HandOverActs acts, DirectoryCache directory, LegalTime time)
    {
        /// <exception cref="Refusal">401, 403, 404, 409.</exception>
        public async Task<PrepareHandOver.Answer> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var handOver = await acts.Find(command.Id, command.Version, ct);
            string? inPlace = null;
            if (!acts.IsTaker(handOver))
                inPlace = await acts.MaySignFor(handOver.ToId, handOver, ct) ? acts.InPlace(command.MustSayWhy()) : throw Refusal.Forbidden("hand-over.taker", "Bên nhận tự ký bằng tài khoản của mình. Khi tài khoản đã khóa, người quản trị đơn vị ký thay.");
            await acts.MustHoldNothing(handOver, ct); // opened again since the other one signed
            var units = await directory.Confirm(ct);
            var unit = units.Now(handOver.UnitId);
            var open = await acts.Open(handOver, ct);
            if (inPlace is null) MustBeAble(handOver, unit, units, open);
            handOver.Take(HandOverActs.Said(open), string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim(), inPlace, time.Now);
            var taker = inPlace is null ? (Id: handOver.ToId, Name: handOver.ToName) : ((Guid Id, string Name)?)null;
            return await acts.Save(handOver, new HandOverTaken(handOver.Id, unit.Id, unit.FullName, handOver.FromId, handOver.FromName, taker?.Id, taker?.Name, open.Count, [.. handOver.Items.Select(GiveHandOver.Say)]), inPlace is null ? handOver.TakerNote : command.Reason, ct);
        }

        /// <summary>Nothing may come to lie with somebody who cannot do it.</summary>
        void MustBeAble(HandOver handOver, Unit unit, DirectorySnapshot units, IReadOnlyList<Duty> open)
        {
            var posts = units.Positions.Where(p => p.UnitId == unit.Id && p.OfficerId == handOver.ToId && p.IsValidOn(time.Today)).ToList();
            if (posts.Count == 0) throw Refusal.Conflict("hand-over.no-post", "Hôm nay {0} chưa giữ chức vụ nào ở {1}. Người quản trị giao chức vụ trước.", handOver.ToName, unit.FullName);
            var permits = posts.SelectMany(p => p.Permits.Split(' ')).ToHashSet();
            if (open.FirstOrDefault(d => !permits.Contains(d.Permit)) is { } beyond)
                throw Refusal.Conflict("hand-over.permits", "{0} chưa có quyền làm việc “{1}”. Người quản trị giao chức vụ trước, hoặc chọn người khác.", handOver.ToName, beyond.Title);
        }
    }
}
