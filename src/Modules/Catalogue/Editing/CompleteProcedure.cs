using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

/// <summary>
/// An editor says what the source does not: who decides, how long, how much, which papers. That makes a new version, published as
/// soon as nothing is missing; running dossiers keep theirs.
/// </summary>
public static class CompleteProcedure
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>The version of the record the editor was looking at.</summary>
        public long Version { get; set; }

        [StringLength(300, ErrorMessage = "Tên thường gọi dài nhất 300 chữ.")]
        public string? EverydayName { get; set; }

        public ProcedureLevel? Level { get; set; }

        /// <summary>The department, for level Province.</summary>
        public string? DecidingUnitCode { get; set; }

        public List<ChannelInput> Channels { get; set; } = [];

        [StringLength(500, ErrorMessage = "Ghi chú dài nhất 500 chữ.")]
        public string? FeeNote { get; set; }

        /// <summary>One a line; asked for only where the source has none.</summary>
        [StringLength(8000, ErrorMessage = "Danh sách giấy tờ dài nhất 8.000 chữ.")]
        public string? Papers { get; set; }

        public bool NeedsNoPapers { get; set; }

        /// <summary>Compared with the decision that announces the procedure.</summary>
        public bool IsChecked { get; set; }

        [StringLength(500, ErrorMessage = "Lý do dài nhất 500 chữ.")]
        public string? Reason { get; set; }
    }

    public sealed record ChannelInput
    {
        public string Channel { get; set; } = "";
        public bool IsOffered { get; set; }
        public int? Value { get; set; }
        public TimeLimitUnit? Unit { get; set; }
        public long? FeeVnd { get; set; }
    }

    public sealed record Outcome(string Code, int Number, bool IsPublished, IReadOnlyList<Need> StillMissing);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/catalogue/procedures/{code}/completion", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(CatalogueDb db, Actor actor, LegalTime time, DirectoryCache directory, Flows flows, CatalogueIndex index)
    {
        public async Task<Outcome> Run(Command command, CancellationToken ct)
        {
            Editors.Require(actor);
            var papers = PapersOf(command.Papers); // before the check puts their lines on one
            Check.Input(command);
            var procedure = await db.Procedures.SingleOrDefaultAsync(p => p.Code == command.Code, ct)
                ?? throw Refusal.Missing("procedure", "Không có thủ tục mã {0} trong danh mục.", command.Code);
            if (procedure.Version != command.Version)
                throw Refusal.Conflict("changed", "Thủ tục này vừa được sửa. Mở lại để xem bản mới; nội dung anh/chị nhập còn ở dưới.");
            var before = await db.Versions.Where(v => v.ProcedureId == procedure.Id && v.Status != VersionStatus.Retired).ToListAsync(ct);
            var old = before.Single(v => v.Id == procedure.LatestVersionId).Read();
            if (old.IsElsewhere)
                throw Refusal.Conflict("procedure.elsewhere", "Thủ tục này do cơ quan khác giải quyết, nên không sửa ở đây.");
            var content = Complete(old, command, papers, await directory.Get(ct));
            var version = procedure.Take(content, Origin.Edited, sourceHash: null, before, time.Now, time.Today);
            db.Versions.Add(version);
            db.RecordVersion(procedure, version, command.Reason);
            await db.SaveChangesAsync(ct);
            index.Expire();
            return new(procedure.Code, version.Number, version.Status == VersionStatus.Published, procedure.OpenNeeds);
        }

        ProcedureContent Complete(ProcedureContent old, Command command, IReadOnlyList<Paper> papers, DirectorySnapshot units)
        {
            var faults = Faults(command, units).ToList();
            if (faults.Count > 0) throw Refusal.Invalid(faults);
            var content = old with
            {
                EverydayName = string.IsNullOrEmpty(command.EverydayName) ? null : command.EverydayName,
                Level = command.Level ?? old.Level,
                DecidingUnitCode = (command.Level ?? old.Level) == ProcedureLevel.Province ? Chosen(command.DecidingUnitCode) : null,
                Channels = [.. command.Channels.Where(c => c.IsOffered).Select(c => new ChannelTerms(c.Channel, c.Value, c.Unit, c.FeeVnd, FeeHasNote: false))],
                FeeNote = Chosen(command.FeeNote) ?? old.FeeNote,
                Papers = old.Papers.Count > 0 ? old.Papers : papers,
                NeedsNoPapers = command.NeedsNoPapers,
                IsUnverified = old.IsUnverified && !command.IsChecked,
            };
            return content.Level is { } level && (level != old.Level || old.Flow is null || content.TimeLimit != old.TimeLimit)
                ? content with { Flow = flows.For(level, content.TimeLimit) }
                : content;
        }

        static IEnumerable<FieldError> Faults(Command command, DirectorySnapshot units)
        {
            if (command.Channels is null || command.Channels.Exists(c => c is null))
            {
                yield return new("Channels", "Cách nộp này không có.");
                yield break;
            }
            if (command.Level is { } level && !Enum.IsDefined(level)) yield return new("Level", "Hãy chọn cấp giải quyết trong danh sách.");
            foreach (var (i, channel) in command.Channels.Index())
            {
                if (!Channel.All.Contains(channel.Channel)) yield return new($"Channels[{i}].Channel", "Cách nộp này không có.");
                if (channel.Value is < 0 or > TimeLimit.Longest) yield return new($"Channels[{i}].Value", "Thời hạn là số từ 0 đến {0}.", TimeLimit.Longest);
                else if (channel is { Value: { } value, Unit: { } unit } && !new TimeLimit(value, unit).IsPossible) yield return new($"Channels[{i}].Value", "Chỉ thời hạn tính bằng ngày mới được là 0, nghĩa là trong ngày.");
                if (channel is { Value: null, Unit: not null, IsOffered: true }) yield return new($"Channels[{i}].Value", "Hãy nhập số của thời hạn.");
                if (channel is { Value: not null, Unit: null, IsOffered: true }) yield return new($"Channels[{i}].Unit", "Hãy chọn đơn vị tính của thời hạn.");
                if (channel.FeeVnd is < 0) yield return new($"Channels[{i}].FeeVnd", "Phí là số đồng, không âm. Miễn phí thì nhập 0.");
            }
            if (command.Channels.GroupBy(c => c.Channel).Any(g => g.Count() > 1)) yield return new("Channels", "Mỗi cách nộp chỉ ghi một lần.");
            if (Chosen(command.DecidingUnitCode) is { } code && units.FindUnit(code) is not { Kind: UnitKind.Department })
                yield return new("DecidingUnitCode", "Không có sở, ban, ngành này trong danh bạ.");
        }

        static IReadOnlyList<Paper> PapersOf(string? lines) =>
            [.. (lines ?? "").Split('\n').Select(Nfc.Clean).Where(name => name.Length > 0)
                .Select((name, i) => new Paper($"p{i + 1}", name, null, PaperForm.Original, 1, 0, Required: true, null, null, IsForm: false))];

        static string? Chosen(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;
    }
}
