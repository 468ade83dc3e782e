using NhatLe.Platform.Facts;

namespace NhatLe.Workspace.Inbox;

/// <summary>What people read for a kind of duty, as the module that owes it registered; a kind nobody registered shows its name.</summary>
public sealed class DutyWords(IEnumerable<DutyKind> kinds)
{
    readonly Dictionary<string, DutyKind> byName = kinds.GroupBy(k => k.Kind).ToDictionary(g => g.Key, g => g.Last());

    public DutyKind Of(string kind) => byName.GetValueOrDefault(kind) ?? new DutyKind(kind, kind);
}
