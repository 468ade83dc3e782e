using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.Structure;

/// <summary>
/// Units and posts from a spreadsheet (nhập từ bảng tính): first read against the directory, row by row, and written only when the person
/// confirms what they saw. All of it or nothing. What the sheet does not name stays as it is.
/// </summary>
public static class ImportStructure
{
    public sealed record Command
    {
        /// <summary>Made by the client, the same for the check and the import.</summary>
        public Guid Id { get; set; }

        /// <summary>Rows may touch this unit and those below.</summary>
        public string Unit { get; set; } = "";

        public IReadOnlyList<ImportedRow> Rows { get; set; } = [];

        /// <summary>The mark of the check that the person saw.</summary>
        public string? Seen { get; set; }
    }

    /// <summary>What a row does to the post it names.</summary>
    public enum PostChange { None, Give, End }

    /// <param name="Day">Give: the first day. End: the last.</param>
    /// <param name="NewOfficer">Somebody the directory does not know yet.</param>
    /// <param name="Wrong">Why the row cannot be taken.</param>
    public sealed record Line(int Number, string Unit, string Officer, string Position, bool NewUnit, PostChange Post, DateOnly? Day, bool NewOfficer, FieldError? Wrong)
    {
        public bool Changes => NewUnit || Post != PostChange.None;
    }

    /// <param name="Mark">Of all that would change; another one later means the directory is not what was seen.</param>
    public sealed record Checked(string Unit, IReadOnlyList<Line> Lines, string Mark)
    {
        public int Wrong => Lines.Count(l => l.Wrong is not null);
        public int Changing => Lines.Count(l => l.Changes);
    }

    public sealed record Done(int Units, int Given, int Ended);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/organization/units/{code}/import-checks", async (string code, Command command, Handler handler, CancellationToken ct) => await handler.Look(command with { Unit = code }, ct));
        routes.MapPost("/api/organization/units/{code}/imports", async (string code, Command command, Handler handler, CancellationToken ct) => await handler.Run(command with { Unit = code }, ct));
    }

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, PositionTemplates templates, LegalTime time)
    {
        /// <summary>Changes nothing.</summary>
        /// <exception cref="Refusal">401, 403, 404, 409, 422.</exception>
        public async Task<Checked> Look(Command command, CancellationToken ct) => Say(Read(await directory.Get(ct), command));

        /// <exception cref="Refusal">409: a row is wrong, or the directory changed since the check.</exception>
        public async Task<Done> Run(Command command, CancellationToken ct)
        {
            var reading = Read(await directory.Confirm(ct), command);
            var said = Say(reading);
            if (said.Wrong > 0) throw Refusal.Conflict("import.wrong", "Bảng còn {0} dòng sai nên chưa ghi gì. Sửa các dòng đó rồi tải lại bảng.", said.Wrong);
            if (said.Changing == 0) return new(0, 0, 0); // sent twice, or nothing to do
            if (command.Seen != said.Mark) throw Refusal.Conflict("import.changed", "Danh mục vừa thay đổi sau khi kiểm tra. Xem lại các dòng dưới đây rồi xác nhận.");
            var root = reading.Root;
            var post = actor.PostFor(Permits.Administer, root.Id);
            var state = await db.Directory.SingleAsync(ct);
            foreach (var unit in reading.Created)
            {
                db.Units.Add(unit);
                if (unit.Kind != UnitKind.OneStopDesk) db.Record(state, new UnitCreated(unit.Id, unit.Code, unit.FullName, unit.ParentId, unit.ValidFrom), note: null, post);
            }
            db.Officers.AddRange(reading.Officers);
            foreach (var (position, officer, unit) in reading.Given)
            {
                db.Positions.Add(position);
                db.Record(state, new PostGiven(position.Id, officer.Id, officer.FullName, unit.Id, unit.FullName, position.Title, position.ValidFrom), note: null, post);
            }
            var ends = reading.Ended.ToDictionary(e => e.Position.Id, e => e.Last);
            var ending = ends.Keys.ToList();
            foreach (var position in await db.Positions.Where(p => ending.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
            {
                position.ValidTo = ends[position.Id];
                db.Record(state, new PostEnded(position.Id, position.OfficerId, reading.Units.FindOfficer(position.OfficerId)?.FullName ?? "", position.UnitId, reading.Units.Unit(position.UnitId).FullName, position.Title, ends[position.Id]), note: null, post);
            }
            var done = new Done(reading.Created.Count(u => u.Kind != UnitKind.OneStopDesk), reading.Given.Count, ends.Count);
            db.Record(state, new StructureImported(command.Id, root.Id, root.FullName, done.Units, done.Given, done.Ended), note: null, post);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
            return done;
        }

        ImportReading Read(DirectorySnapshot units, Command command)
        {
            var root = units.Administered(actor, command.Unit);
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            if (command.Rows is not { Count: > 0 and <= ImportedRows.Most }) throw Refusal.Invalid(nameof(Command.Rows), "Bảng phải có từ 1 đến 2.000 dòng.");
            return new ImportReading(command.Id, root, units, actor, templates, time).Read([.. command.Rows.OfType<ImportedRow>().Select(r => r.Cleaned())]);
        }

        static Checked Say(ImportReading reading)
        {
            var lines = string.Join('\n', reading.Lines.Where(l => l.Changes).Select(l => $"{l.Number}|{l.Unit}|{l.Officer}|{l.Position}|{l.NewUnit}|{l.Post}|{l.Day:O}|{l.NewOfficer}"));
            return new(reading.Root.FullName, reading.Lines, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)).AsSpan(0, 16)));
        }
    }
}
