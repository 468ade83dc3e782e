using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

public sealed class DutyVerbTests(FactsApp app) : IClassFixture<FactsApp>
{
    const string Kind = "test.process";

    DateTimeOffset In(int days) => app.Time.Now.AddDays(days);

    [Fact]
    public async Task A_duty_says_who_owes_what_by_when_and_whom_it_is_for()
    {
        var due = In(3);
        var duty = await app.OnlyDuty((await app.GivenMatter("khai sinh", due, answersCitizen: true)).Id);
        Assert.Equal(("khai sinh", "Hồ Thị Mai Liên", "T-khai sinh", TrongHoa, Process, true), (duty.Title, duty.Person, duty.Code, duty.UnitId, duty.Permit, duty.AnswersCitizen));
        Assert.Equal((due, null, null), (duty.DueAt!.Value, duty.EndedAt, duty.Outcome));
        Assert.Equal("Matter", duty.SubjectKind);
    }

    [Fact]
    public async Task Discharged_before_its_date_it_is_met_on_time()
    {
        var matter = await app.GivenMatter("đúng hạn", In(3));
        await app.Move(matter.Id, (db, m) => db.Discharge(m, Kind));
        var duty = await app.OnlyDuty(matter.Id);
        Assert.Equal(DutyOutcome.OnTime, duty.Outcome);
        Assert.NotNull(duty.EndedAt);
    }

    [Fact]
    public async Task Discharged_after_its_date_it_is_met_late()
    {
        var matter = await app.GivenMatter("trễ", In(1));
        app.Time.MoveTo(In(2));
        await app.Move(matter.Id, (db, m) => db.Discharge(m, Kind));
        Assert.Equal(DutyOutcome.Late, (await app.OnlyDuty(matter.Id)).Outcome);
    }

    [Fact]
    public async Task Released_after_its_date_it_is_not_counted_as_late()
    {
        var matter = await app.GivenMatter("rút hồ sơ", In(1));
        app.Time.MoveTo(In(2));
        await app.Move(matter.Id, (db, m) => db.Release(m, Kind));
        Assert.Equal(DutyOutcome.Released, (await app.OnlyDuty(matter.Id)).Outcome);
    }

    [Fact]
    public async Task A_pause_stops_the_date_and_resuming_and_extending_set_a_new_one()
    {
        var matter = await app.GivenMatter("bổ sung", In(2));
        await app.Move(matter.Id, (db, m) => db.Reschedule(m, Kind, new Deadline(null, IsPaused: true, [])));
        var paused = await app.OnlyDuty(matter.Id);
        Assert.Equal((null, true), (paused.DueAt, paused.Paused));

        var (resumed, extended) = (In(5), In(9));
        await app.Move(matter.Id, (db, m) => db.Reschedule(m, Kind, new Deadline(resumed, IsPaused: false, [])));
        var running = await app.OnlyDuty(matter.Id);
        Assert.Equal((resumed, false), (running.DueAt!.Value, running.Paused));

        await app.Move(matter.Id, (db, m) => db.Reschedule(m, Kind, new Deadline(extended, IsPaused: false, [])));
        Assert.Equal(extended, (await app.OnlyDuty(matter.Id)).DueAt!.Value);
    }

    [Fact]
    public async Task A_reassigned_duty_is_owed_by_the_other_unit_which_may_then_see_the_record()
    {
        var matter = await app.GivenMatter("chuyển huyện", In(2));
        await app.Act(Specialist, async db => Assert.False(await db.Matters.Visible(db, await app.Officer(Specialist), Process).AnyAsync(m => m.Id == matter.Id)));

        await app.Move(matter.Id, (db, m) => db.Reassign(m, Kind, MinhHoa, Specialist));

        var duty = await app.OnlyDuty(matter.Id);
        Assert.Equal((MinhHoa, Specialist), (duty.UnitId, duty.OfficerId!.Value));
        await app.Act(Specialist, async db => Assert.True(await db.Matters.Visible(db, await app.Officer(Specialist), Process).AnyAsync(m => m.Id == matter.Id)));
    }

    [Fact]
    public async Task Of_two_units_that_owe_the_same_only_the_named_one_is_relieved_or_moved()
    {
        var desk = StableId.Of("unit", "18979");
        var matter = await app.GivenMatter("xin ý kiến", In(2));
        await app.Move(matter.Id, (db, m) => db.Owe(m, Kind, MinhHoa, Process, In(2), new DutyCard("xin ý kiến", "", "", "/thu")));
        await app.Move(matter.Id, (db, m) => db.Reassign(m, Kind, desk, toOfficerId: null, unitId: MinhHoa));
        Assert.Equal(new[] { TrongHoa, desk }.Order(), (await app.Duties(matter.Id)).Select(d => d.UnitId).Order());

        await app.Move(matter.Id, (db, m) => db.Discharge(m, Kind, desk));
        Assert.Equal(TrongHoa, Assert.Single(await app.Duties(matter.Id), d => d.EndedAt is null).UnitId);
    }

    [Fact]
    public async Task A_unit_owes_one_thing_once_and_the_whole_act_fails_that_says_it_twice()
    {
        var matter = await app.GivenMatter("một lần", In(2));
        var failed = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            app.Move(matter.Id, (db, m) => { m.Call("đổi tên"); db.Owe(m, Kind, TrongHoa, Process, In(4), new DutyCard("hai lần", "", "", "/thu")); }));
        Assert.Contains("duties", failed.Message, StringComparison.Ordinal);
        Assert.Equal("một lần", (await app.OnlyDuty(matter.Id)).Title);
        Assert.Equal("một lần", await app.Act(Clerk, db => db.Matters.Where(m => m.Id == matter.Id).Select(m => m.Title).SingleAsync()));
        Assert.Single(await app.Journal(matter.Id));
    }

    [Fact]
    public async Task What_was_met_can_be_owed_again()
    {
        var matter = await app.GivenMatter("làm lại", In(2));
        await app.Move(matter.Id, (db, m) => { db.Discharge(m, Kind); db.Owe(m, Kind, TrongHoa, Process, In(4), new DutyCard("làm lại", "", "", "/thu")); });
        Assert.Equal([DutyOutcome.OnTime, null], (await app.Duties(matter.Id)).Select(d => d.Outcome).OrderBy(o => o is null));
    }

    [Fact]
    public async Task Ending_what_nobody_owes_is_an_error_that_undoes_the_act()
    {
        var matter = await app.GivenMatter("không ai nợ", In(2));
        await Assert.ThrowsAsync<NoSuchDuty>(() => app.Move(matter.Id, (db, m) => { m.Call("đổi tên"); db.Discharge(m, "test.never"); }));
        await Assert.ThrowsAsync<NoSuchDuty>(() => app.Move(matter.Id, (db, m) => db.Release(m, "test.never")));
        await Assert.ThrowsAsync<NoSuchDuty>(() => app.Move(matter.Id, (db, m) => db.Reassign(m, "test.never", MinhHoa, null)));
        await Assert.ThrowsAsync<NoSuchDuty>(() => app.Move(matter.Id, (db, m) => db.Discharge(m, Kind, MinhHoa)));
        Assert.Single(await app.Journal(matter.Id));
        Assert.Equal("không ai nợ", await app.Act(Clerk, db => db.Matters.Where(m => m.Id == matter.Id).Select(m => m.Title).SingleAsync()));
    }

    [Fact]
    public async Task Ending_what_nobody_owes_is_no_error_where_the_act_says_if_any()
    {
        var matter = await app.GivenMatter("nếu có", In(2));
        await app.Move(matter.Id, (db, m) => { db.Discharge(m, "test.never", ifAny: true); db.Release(m, "test.never", ifAny: true); });
        Assert.Equal(2, (await app.Journal(matter.Id)).Count);
        Assert.Null((await app.OnlyDuty(matter.Id)).EndedAt);
    }

    [Fact]
    public async Task The_inboxes_of_all_who_owed_it_are_told_without_being_named()
    {
        var matter = await app.GivenMatter("báo tin", In(2));
        await Tells([TrongHoa], () => app.Move(matter.Id, (db, m) => db.Reschedule(m, Kind, new Deadline(null, IsPaused: true, []))));
        await Tells([TrongHoa, MinhHoa], () => app.Move(matter.Id, (db, m) => db.Reassign(m, Kind, MinhHoa, null)));
        await Tells([MinhHoa], () => app.Move(matter.Id, (db, m) => db.Discharge(m, Kind)));
    }

    /// <summary>An act is heard by the inboxes of these units, and by no other of the two.</summary>
    async Task Tells(Guid[] units, Func<Task> act)
    {
        using LiveHub.Subscription here = app.Live.Subscribe([Topic.Unit(TrongHoa)]), there = app.Live.Subscribe([Topic.Unit(MinhHoa)]);
        await act();
        var heard = new[] { (Unit: TrongHoa, Told: here), (Unit: MinhHoa, Told: there) }.Where(h => h.Told.HasNews);
        Assert.Equal(units.Order(), heard.Select(h => h.Unit).Order());
    }

    [Fact]
    public async Task An_act_that_waits_for_its_turn_to_be_written_is_judged_by_when_it_was_done()
    {
        var matter = await app.GivenMatter("chờ lượt ghi", app.Time.Now.AddMinutes(1));
        await app.Move(matter.Id, (db, m) =>
        {
            db.Discharge(m, Kind);
            app.Time.MoveTo(app.Time.Now.AddMinutes(2)); // others were writing
        });
        var duty = await app.OnlyDuty(matter.Id);
        Assert.Equal(DutyOutcome.OnTime, duty.Outcome);
        Assert.Equal((await app.Journal(matter.Id))[^1].Entry.At, duty.EndedAt);
    }
}
