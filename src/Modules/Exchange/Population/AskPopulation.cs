using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Calls;
using NhatLe.Exchange.Log;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Population;

/// <summary>Asks the population database over the exchange; a person may be waiting, so it gives up soon, and the log keeps what was asked all the same.</summary>
public sealed class AskPopulation(ExchangeSettings settings, Lazy<XRoadCalls> calls, ColumnCipher cipher, TimeProvider time) : IPopulation
{
    /// <summary>The key of the partner in the settings.</summary>
    public const string Partner = "dan-cu";

    /// <summary>So long anybody waits, also where the settings give the partner longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    PartnerSettings? Database => settings.IsSetUp && settings.Find(Partner) is { IsCalled: true } partner ? partner : null;

    public bool IsSetUp => Database is not null;

    public async Task<PopulationAnswer> Find(PopulationQuestion question, CancellationToken ct)
    {
        if (Database is not { } database) return new(PopulationOutcome.Away, Why: "The population database is not among the partners of the exchange.");
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            var answer = await calls.Value.Call(new(database, PopulationWire.Service, HttpMethod.Post, PopulationWire.Path, question.Id)
            {
                Body = PopulationWire.Ask(question), UserId = question.AccountId?.ToString() ?? "",
                Cause = new(question.Issue, question.SubjectId, question.AccountId, question.EntryId, cipher.Lookup(question.CitizenNumber)),
            }, either.Token);
            return PopulationWire.Read(answer.Status, answer.Body.Span, question.CitizenNumber) ?? new(PopulationOutcome.Away, Why: $"What it answered (HTTP {answer.Status}) is no record of the person who was asked about.");
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests or RefusedByPartner) { return new(PopulationOutcome.Away, Why: e.Message); }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return new(PopulationOutcome.Away, Why: $"It did not answer within {LongestWait.TotalSeconds:0} s."); }
    }
}
