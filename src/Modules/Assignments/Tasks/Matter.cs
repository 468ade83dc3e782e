using NhatLe.Platform;
using NhatLe.Platform.Text;

namespace NhatLe.Assignments.Tasks;

/// <summary>A record a task is about, as of then (việc liên quan).</summary>
public sealed record Matter(string Kind, Guid Id, string Code, string Title, string Link, Guid UnitId);

/// <summary>Finds what a task can be about: any record that can be searched for by its code, as far as the actor may read it.</summary>
public sealed class Matters(SearchIndex index)
{
    /// <exception cref="Refusal">404, not there or not in the actor's scope.</exception>
    public async Task<Matter> Find(string kind, string code, CancellationToken ct)
    {
        var found = (await index.Find(code, SearchIndex.Most, ct)).Documents.FirstOrDefault(d => d.Kind == kind && d.Code == code)
            ?? throw Refusal.Missing("matter", "Không thấy hồ sơ mã này trong phạm vi của anh/chị. Kiểm tra mã, hoặc hỏi Trung tâm hành chính công.");
        return new(found.Kind, found.SubjectId, found.Code, found.Person.Length > 0 ? $"{found.Title}, {found.Person}" : found.Title, found.Link, found.UnitId);
    }
}
