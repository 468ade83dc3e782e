using NhatLe.Contracts.Identity;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;

namespace NhatLe.Identity.Systems;

/// <summary>How a system is, for administrators: in words, and in a colour beside them.</summary>
public static class HealthWords
{
    public static string Of(SystemHealth health, Texts t)
    {
        var since = WrittenTime.Short(health.Since);
        return health.State switch { SystemState.Up => t["Hoạt động tốt từ {0}", since], SystemState.Slow => t["Chạy chậm từ {0}", since], _ => t["Gián đoạn từ {0}", since] };
    }

    public static string ColorOf(SystemState state) => state switch { SystemState.Up => "success", SystemState.Slow => "warning", _ => "danger" };
}
