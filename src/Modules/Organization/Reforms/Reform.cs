using System.Linq.Expressions;
using System.Text.Json;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Organization.Reforms;

public enum ReformStatus { Draft = 1, Scheduled = 2, Running = 3, Done = 4, Cancelled = 5 }

/// <summary>How a reform ended.</summary>
/// <param name="Communes">How many communes ended with it.</param>
/// <param name="Moved">By the name of the participant.</param>
/// <param name="Left">Open records still with a unit that ended; none in a sound reform.</param>
/// <param name="Lost">Dossiers and other records that were there before and are not there after.</param>
public sealed record ReformOutcome(int Units, int Communes, IReadOnlyDictionary<string, long> Moved, IReadOnlyDictionary<string, long> Left, long Lost, double Seconds);

/// <summary>One reform of units by law, from the plan to the outcome (phương án sắp xếp). Only this class changes its Status.</summary>
public sealed class Reform : Subject
{
    Reform() { } // EF

    public string Key { get; private init; } = "";
    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";

    /// <summary>It is executed at the midnight that begins this day.</summary>
    public DateOnly Day { get; private set; }

    public ReformStatus Status { get; private set; }
    public bool AtOnce { get; private set; }
    public string Plan { get; private set; } = "";
    public string Answers { get; private set; } = "{}";

    /// <summary>What is done exactly: made when it begins, so that it goes on after a crash.</summary>
    public string? TheOrder { get; private set; }

    /// <summary>How many records of each kind there were when it began.</summary>
    public string? Before { get; private set; }

    public string? Result { get; private set; }

    /// <summary>Why it did not begin on its day.</summary>
    public string? Held { get; private set; }

    public string MadeBy { get; private init; } = "";
    public DateTimeOffset MadeAt { get; private init; }
    public string? ScheduledBy { get; private set; }
    public DateTimeOffset? ScheduledAt { get; private set; }
    public DateTimeOffset? BegunAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public ReformPlan ThePlan => ReformPlan.Parse(Plan);
    public IReadOnlyDictionary<string, string> Given => Read<Dictionary<string, string>>(Answers)!;
    public ReformOrder? Order => Read<ReformOrder>(TheOrder);
    public IReadOnlyDictionary<string, long> Counted => Read<Dictionary<string, long>>(Before) ?? [];
    public ReformOutcome? Outcome => Read<ReformOutcome>(Result);

    /// <summary>Neither executed nor given up.</summary>
    public static readonly Expression<Func<Reform, bool>> IsOpen = r => r.Status == ReformStatus.Draft || r.Status == ReformStatus.Scheduled || r.Status == ReformStatus.Running;

    static T? Read<T>(string? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web);

    static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    public static Reform Make(Guid id, ReformPlan plan, string by, DateTimeOffset at) => new()
    {
        Id = id, Key = plan.Key, Name = plan.Name, NameEn = plan.NameEn, Day = plan.Day, Status = ReformStatus.Draft, Plan = plan.Write(), MadeBy = by, MadeAt = at,
    };

    public void Change(ReformPlan plan)
    {
        Expect(ReformStatus.Draft);
        (Name, NameEn, Day, Plan) = (plan.Name, plan.NameEn, plan.Day, plan.Write());
    }

    public void Answer(IReadOnlyDictionary<string, string> answers)
    {
        Expect(ReformStatus.Draft);
        Answers = Write(answers);
    }

    /// <param name="today">The day it holds from, where it is executed at once.</param>
    public void Schedule(bool atOnce, DateOnly today, string by, DateTimeOffset at)
    {
        Expect(ReformStatus.Draft);
        if (atOnce) (Day, Plan) = (today, (ThePlan with { Day = today }).Write());
        (Status, AtOnce, ScheduledBy, ScheduledAt, Held) = (ReformStatus.Scheduled, atOnce, by, at, null);
    }

    /// <summary>Back to the draft: on its day the tree was not what the plan says.</summary>
    public void Hold(string why)
    {
        Expect(ReformStatus.Scheduled);
        (Status, AtOnce, Held) = (ReformStatus.Draft, false, why);
    }

    /// <param name="before">How many records there are with the units that end, by the name of the participant.</param>
    public void Begin(ReformOrder order, IReadOnlyDictionary<string, long> before, DateTimeOffset at)
    {
        Expect(ReformStatus.Scheduled);
        (Status, TheOrder, Before, BegunAt) = (ReformStatus.Running, Write(order), Write(before), at);
    }

    public void End(ReformOutcome outcome, DateTimeOffset at)
    {
        Expect(ReformStatus.Running);
        (Status, Result, EndedAt) = (ReformStatus.Done, Write(outcome), at);
    }

    public void Cancel(DateTimeOffset at)
    {
        if (Status is not (ReformStatus.Draft or ReformStatus.Scheduled)) throw WrongState();
        (Status, EndedAt) = (ReformStatus.Cancelled, at);
    }

    void Expect(ReformStatus status)
    {
        if (Status != status) throw WrongState();
    }

    Refusal WrongState() => Refusal.Conflict("reform.state", "Phương án “{0}” đang ở trạng thái “{1}” nên chưa làm được việc này.", Name, Words(Status));

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(ReformStatus status) => status switch
    {
        ReformStatus.Draft => "Đang soạn",
        ReformStatus.Scheduled => "Chờ thi hành",
        ReformStatus.Running => "Đang thi hành",
        ReformStatus.Done => "Đã thi hành",
        _ => "Đã hủy",
    };
}
