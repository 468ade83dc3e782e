using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;

namespace NhatLe.Tests.Jobs;

static class HeldJob
{
    /// <summary>Until this is disposed the schedule finds the job busy: only the test runs it.</summary>
    public static async Task<IAsyncDisposable> Hold(this App app, string job)
    {
        var key = BitConverter.ToInt64(app.Services.GetRequiredService<JobRunner>().Find(job)!.Id.ToByteArray());
        for (var i = 0; i < 400; i++)
        {
            if (await app.Services.GetRequiredService<Database>().TryLock(key, default) is { } held) return held;
            await Task.Delay(25);
        }
        throw new InvalidOperationException($"{job} runs without end.");
    }
}
