using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments.Tasks;

/// <summary>A leader gives a task (giao việc): to units in scope, or to an officer of the own unit.</summary>
public static class GiveAssignment
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi việc cần làm, hoặc chọn một câu có sẵn."), StringLength(1000, ErrorMessage = "Nội dung dài quá 1.000 chữ. Hãy rút gọn.")]
        public string What { get; set; } = "";

        /// <summary>Code of the main unit.</summary>
        [Required(ErrorMessage = "Hãy chọn đơn vị hoặc người thực hiện.")]
        public string Unit { get; set; } = "";

        /// <summary>The person, in the giver's own unit.</summary>
        public Guid? Officer { get; set; }

        /// <summary>Codes of the joint units.</summary>
        public IReadOnlyList<string>? JointUnits { get; set; }

        /// <summary>A working day to come; the third from now when it is not said.</summary>
        public DateOnly? DueOn { get; set; }

        public Urgency Urgency { get; set; } = Urgency.Normal;

        /// <summary>Kind and code of the record it is about.</summary>
        public string? AboutKind { get; set; }

        public string? AboutCode { get; set; }
    }

    public const int MostJointUnits = 50;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(AssignmentsDb db, Actor actor, DirectoryCache directory, AssignmentActs acts, Matters matters, Codes codes, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            DemandGiver();
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            if (await First(command.Id, ct) is { } first) return first;
            if (!Enum.IsDefined(command.Urgency)) throw Refusal.Invalid(nameof(Command.Urgency), "Hãy chọn độ khẩn.");

            var snapshot = await directory.Get(ct);
            var (unit, post) = MainUnit(snapshot, command.Unit);
            var meant = Officer(snapshot, unit, command.Officer);
            var officer = meant is null ? null : snapshot.Instead(meant, unit.Id, Permits.Own, time.Today); // who is away gets no new work
            var joint = Joint(snapshot, unit, command.JointUnits ?? []);
            var about = command.AboutCode is { Length: > 0 } code ? await matters.Find(command.AboutKind ?? "", code, ct) : null;
            var state = acts.ClockUntil(command.DueOn, AssignmentActs.UsualLimit, nameof(Command.DueOn));
            var now = time.Now;
            var assignment = Assignment.Give(new()
            {
                Id = command.Id, Code = await NextCode(LegalTime.DateOf(now), ct), What = command.What.Trim(), Urgency = command.Urgency, About = about,
                GivenBy = actor.OfficerId!.Value, GivenByAccount = actor.AccountId, GivenByName = actor.Name, GivenPositionId = post.PositionId, GivenTitle = post.Title, GivenUnitId = post.UnitId, GivenAt = now,
                UnitId = unit.Id, UnitName = unit.FullName, OfficerId = officer?.Id, OfficerName = officer?.FullName, Clock = state, Deadline = acts.Evaluate(state),
            });
            db.Assignments.Add(assignment);
            db.JointUnits.AddRange(joint.Select(j => new JointUnit { AssignmentId = assignment.Id, UnitId = j.Id, UnitName = j.FullName }));
            if (post.UnitId != unit.Id) db.Share(assignment.Id, post.UnitId, Permits.Give);
            db.Record(assignment, new AssignmentGiven(assignment.Id, assignment.Code, unit.Id, [.. joint.Select(j => j.Id)], officer?.Id, assignment.DueAt), assignment.What, post);
            acts.OweDoing(assignment);
            foreach (var other in joint) db.Owe(assignment, Duties.Join, other.Id, Permits.Do, assignment.DueAt, AssignmentActs.CardOf(assignment));
            if (about is not null)
                foreach (var reader in joint.Append(unit).Where(u => !snapshot.SelfAndBelow(u.Id).Any(below => below.Id == about.UnitId))) db.Share(about.Id, reader.Id, Permits.Do);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (Refusal)
            {
                db.ChangeTracker.Clear();
                if (await First(command.Id, ct) is { } faster) return faster; // pressed twice at once
                throw;
            }
            return ActResult.Of(assignment);
        }

        public void DemandGiver()
        {
            actor.MustBeOfficer();
            if (!actor.CanAnywhere(Permits.Give)) throw Refusal.Forbidden("assignment.giver", "Việc giao nhiệm vụ dành cho lãnh đạo đơn vị.");
        }

        async Task<ActResult?> First(Guid id, CancellationToken ct)
        {
            var first = await db.Assignments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
            if (first is null) return null;
            return first.GivenByAccount == actor.AccountId ? ActResult.Of(first) : throw Refusal.Conflict("assignment.id-taken", "Mã của lần gửi này đã dùng cho nhiệm vụ khác.");
        }

        /// <summary>The unit, and the nearest post the actor gives it tasks under.</summary>
        (Unit Unit, Post Post) MainUnit(DirectorySnapshot snapshot, string code)
        {
            if (snapshot.FindUnit(code) is not { } unit || !actor.Can(Permits.Give, unit.Id)) throw Refusal.Invalid(nameof(Command.Unit), "Đơn vị này không nằm trong phạm vi giao việc của anh/chị.");
            var above = snapshot.SelfAndAbove(unit.Id).Select(u => u.Id).ToList();
            return (unit, actor.Posts.Where(p => p.Permits.Contains(Permits.Give) && (p.UnitId == unit.Id || (p.Subtree && above.Contains(p.UnitId))))
                .OrderBy(p => p.OnBehalfOf is null ? 0 : 1).ThenBy(p => above.IndexOf(p.UnitId)).First());
        }

        /// <summary>A person in the giver's own unit; other units decide for themselves who does it.</summary>
        Officer? Officer(DirectorySnapshot snapshot, Unit unit, Guid? id)
        {
            if (actor.Posts.Any(p => p.UnitId == unit.Id && p.Permits.Contains(Permits.Give)))
                return snapshot.Holders(unit.Id, Permits.Own, time.Today).FirstOrDefault(o => o.Id == id && o.Id != actor.OfficerId)
                    ?? throw Refusal.Invalid(nameof(Command.Unit), "Trong đơn vị mình, hãy chọn một người thực hiện khác anh/chị.");
            if (id is not null) throw Refusal.Invalid(nameof(Command.Unit), "Giao cho đơn vị khác thì đơn vị đó tự phân công người làm.");
            DemandTaker(snapshot, unit, nameof(Command.Unit));
            return null;
        }

        List<Unit> Joint(DirectorySnapshot snapshot, Unit main, IReadOnlyList<string> codes)
        {
            if (codes.Count > MostJointUnits) throw Refusal.Invalid(nameof(Command.JointUnits), "Chọn nhiều nhất {0} đơn vị phối hợp.", MostJointUnits);
            List<Unit> joint = [.. codes.Where(c => !string.IsNullOrEmpty(c)).Distinct().Where(c => c != main.Code).Select(code => snapshot.FindUnit(code) is { } unit && actor.Can(Permits.Give, unit.Id)
                ? unit : throw Refusal.Invalid(nameof(Command.JointUnits), "Có đơn vị phối hợp không nằm trong phạm vi giao việc của anh/chị."))];
            foreach (var unit in joint) DemandTaker(snapshot, unit, nameof(Command.JointUnits));
            return joint;
        }

        void DemandTaker(DirectorySnapshot snapshot, Unit unit, string field)
        {
            if (!snapshot.Holders(unit.Id, Permits.Do, time.Today).Any()) throw Refusal.Invalid(field, "{0} chưa có ai nhận nhiệm vụ. Hãy chọn đơn vị khác.", unit.FullName);
        }

        async Task<string> NextCode(DateOnly day, CancellationToken ct)
        {
            var date = day.ToString("yyMMdd", CultureInfo.InvariantCulture);
            var number = await codes.Next("assignment/" + date, ct);
            return string.Create(CultureInfo.InvariantCulture, $"NV-{date}-{number:0000}");
        }
    }
}
