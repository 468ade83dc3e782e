using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Services.Visits;

public enum VisitStatus { Booked = 1, Received = 2, Cancelled = 3, Missed = 4 }

/// <summary>A person expected at a one-stop desk at an agreed time (lịch hẹn tại quầy). Only this class changes its Status.</summary>
public sealed class Visit : Subject, IUnitOwned
{
    Visit() { } // EF

    public string Code { get; private init; } = "";

    /// <summary>The authority whose desk receives.</summary>
    public Guid UnitId { get; private set; }

    public Guid DeskUnitId { get; private set; }
    public string? ProcedureCode { get; private init; }

    /// <summary>What they come for, as of booking.</summary>
    public string Title { get; private init; } = "";

    public string Person { get; private init; } = "";
    public byte[] Phone { get; private init; } = [];
    public string PhoneKey { get; private init; } = "";
    public Guid? AccountId { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>Which of the clerks of that half-hour, from 1.</summary>
    public int Seat { get; private set; }

    /// <summary>What is called out, from 1 each day at each desk.</summary>
    public int Number { get; private init; }

    /// <summary>Which of the open visits of this phone, from 1: a phone has at most <see cref="MostOpen"/>.</summary>
    public int PhoneSlot { get; private init; }

    public VisitStatus Status { get; private set; }

    public const int MostOpen = 3;

    public DateTimeOffset Until => At + VisitHours.Length;

    public sealed record Booking(
        Guid Id, string Code, Guid UnitId, Guid DeskUnitId, string? ProcedureCode, string Title, string Person, byte[] Phone, string PhoneKey, Guid? AccountId,
        DateTimeOffset At, int Seat, int Number, int PhoneSlot);

    public static Visit Book(Booking b) => new()
    {
        Id = b.Id, Code = b.Code, UnitId = b.UnitId, DeskUnitId = b.DeskUnitId, ProcedureCode = b.ProcedureCode, Title = b.Title, Person = b.Person,
        Phone = b.Phone, PhoneKey = b.PhoneKey, AccountId = b.AccountId, At = b.At, Seat = b.Seat, Number = b.Number, PhoneSlot = b.PhoneSlot, Status = VisitStatus.Booked,
    };

    /// <summary>The authority has been merged away: another desk receives, at the same time.</summary>
    public void MoveTo(Guid unitId, Guid deskUnitId, int seat) => (UnitId, DeskUnitId, Seat) = (unitId, deskUnitId, seat);

    /// <exception cref="Refusal">409 before its day.</exception>
    public void Receive(DateOnly today)
    {
        if (LegalTime.DateOf(At) > today) throw Refusal.Conflict("visit.another-day", "Lịch hẹn này của ngày khác nên chưa ghi là đã tiếp.");
        End(VisitStatus.Received);
    }

    /// <exception cref="Refusal">409 when its time is over.</exception>
    public void Cancel(DateTimeOffset now)
    {
        if (now >= Until) throw Refusal.Conflict("visit.over", "Giờ hẹn đã qua nên không hủy được nữa.");
        End(VisitStatus.Cancelled);
    }

    /// <exception cref="Refusal">409 before its half-hour is over.</exception>
    public void Miss(DateTimeOffset now)
    {
        if (now < Until) throw Refusal.Conflict("visit.early", "Chưa hết giờ hẹn nên chưa ghi là vắng mặt.");
        End(VisitStatus.Missed);
    }

    void End(VisitStatus status)
    {
        if (Status != VisitStatus.Booked) throw Refusal.Conflict("visit.ended", "Lịch hẹn {0} đã kết thúc: {1}.", Code, Words(Status));
        Status = status;
    }

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(VisitStatus status) => status switch
    {
        VisitStatus.Booked => "Đã hẹn",
        VisitStatus.Received => "Đã tiếp",
        VisitStatus.Cancelled => "Đã hủy hẹn",
        _ => "Vắng mặt",
    };
}
