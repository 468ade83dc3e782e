using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Operations;

/// <summary>Deliveries that failed (thư chết): tried again or skipped by an administrator.</summary>
public sealed class DeadLettersModel(DeadLetters letters, MessageBook messages, TimeProvider time) : FormPage
{
    public const string Address = "~/van-hanh/thu-chet";

    public IReadOnlyList<FailedDelivery> Failed { get; private set; } = [];
    public DateTimeOffset Now => time.GetUtcNow();

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) => Actor.MustAdminister();

    /// <summary>SMS and e-mail that were given up; they are sent again on their own page.</summary>
    public int DeadMessages { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => (Failed, DeadMessages) = (await letters.Read(ct), await messages.CountDead(ct));

    public Task<IActionResult> OnPostRetryAsync(Guid entry, string reaction, CancellationToken ct) => Change(letters.Retry(entry, reaction, ct));

    public Task<IActionResult> OnPostSkipAsync(Guid entry, string reaction, CancellationToken ct) => Change(letters.Skip(entry, reaction, ct));

    async Task<IActionResult> Change(Task change)
    {
        await change;
        return See(Address[1..]);
    }
}
