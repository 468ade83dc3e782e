namespace NhatLe.Platform.Clock;

public sealed class LegalTime(TimeProvider system, bool simulated = false)
{
    TimeSpan offset;
    public static DateTimeOffset ToLocal(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7));
    public static DateTimeOffset At(DateOnly day, TimeOnly at) => new DateTimeOffset(day.ToDateTime(at), TimeSpan.FromHours(7)).ToUniversalTime();
    public bool IsSimulated => simulated;
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds((system.GetUtcNow() + offset).ToUnixTimeMilliseconds());
    public DateOnly Today => DateOnly.FromDateTime(Now.ToOffset(TimeSpan.FromHours(7)).DateTime);
    public void MoveTo(DateTimeOffset to) => offset = to - system.GetUtcNow();
}
