using System.Text.Json.Serialization;

namespace NhatLe.Platform.Flow;

/// <summary>What is done in a step of a dossier (bước xử lý). Accept comes first, Return last.</summary>
public enum StepKind { Accept = 1, Process = 2, Approve = 3, Return = 4 }

/// <summary>One step of a procedure's flow (quy trình nội bộ): what is done, and the permit that lets a person do it.</summary>
/// <param name="Key">Unique within the flow: "accept", "process", "verify", …</param>
/// <param name="Name">Vietnamese, the key of its translation: "Tiếp nhận".</param>
public sealed record FlowStep(string Key, StepKind Kind, string Name, string Permit);

/// <summary>The steps of a procedure in order. A version of a procedure holds its own copy, so running dossiers keep theirs.</summary>
public sealed record Flow(IReadOnlyList<FlowStep> Steps)
{
    [JsonIgnore] public FlowStep First => Steps[0];

    public FlowStep Step(string key) => Steps.First(s => s.Key == key);

    /// <summary>Null after the last step.</summary>
    public FlowStep? After(string key) => Steps.SkipWhile(s => s.Key != key).Skip(1).FirstOrDefault();
}
