using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;

namespace NhatLe.Exchange.Reports;

/// <summary>The draft goes to the Government (gửi Chính phủ): to every receiver, in order, once.</summary>
public static class SendReport
{
    public sealed record Command
    {
        public string Period { get; set; } = "";
        public long? Version { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/exchange/government-reports/{period}/sending", (string period, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Period = period }, ct));

    public sealed class Handler(ExchangeDb db, ReportActs acts, ReportIndicators indicators, ParcelSignal signal)
    {
        /// <exception cref="Refusal">401, 403, 404, 409, 422 with one message a value that is missing.</exception>
        public async Task<ReportVersion> Run(Command command, CancellationToken ct)
        {
            var report = await acts.Find(command.Period, command.Version, ct);
            await acts.Send(report, FieldOf(report.Of), ct);
            await db.SaveChangesAsync(ct);
            signal.Raise();
            return ReportVersion.Of(report);
        }

        /// <summary>As the lines of the page stand.</summary>
        Func<GovernmentIndicator, string> FieldOf(ReportPeriod period)
        {
            var places = indicators.Of(period).Index().ToDictionary(i => i.Item.Code, i => i.Index);
            return i => SaveReport.FieldOf(places[i.Code]);
        }
    }
}

/// <summary>What was sent is corrected (đính chính): a new edition, with the reason; receivers are told which edition it is.</summary>
public static class CorrectReport
{
    public sealed record Command
    {
        public string Period { get; set; } = "";
        public long? Version { get; set; }

        [Required(ErrorMessage = "Hãy ghi vì sao đính chính."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/exchange/government-reports/{period}/correction", (string period, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Period = period }, ct));

    public sealed class Handler(ExchangeDb db, ReportActs acts)
    {
        /// <exception cref="Refusal">401, 403, 404, 409, 422.</exception>
        public async Task<ReportVersion> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var report = await acts.Find(command.Period, command.Version, ct);
            await acts.Reopen(report, command.Reason, ct);
            await db.SaveChangesAsync(ct);
            return ReportVersion.Of(report);
        }
    }
}
