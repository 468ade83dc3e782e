using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;

namespace NhatLe.Tests.Catalogue;

/// <summary>The hash of a content tells whether a source says something else: what a release adds must not make every procedure look changed.</summary>
[Trait("Run", "Once")]
public sealed class ContentHashTests
{
    static readonly ProcedureContent Plain = new() { Name = "Thủ tục", Field = "Hộ tịch", Papers = [new("p1", "Giấy", null, PaperForm.Original, 1, 0, true, null, null, IsForm: false)] };

    [Fact]
    public void What_is_not_said_is_not_written()
    {
        var json = Plain.ToJson();
        Assert.DoesNotContain("feeRules", json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("reusable", json, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ProcedureContent.HashOf(json), ProcedureContent.HashOf(ProcedureContent.FromJson(json).ToJson()));
    }

    [Fact]
    public void The_hash_is_the_one_of_the_first_release() =>
        Assert.Equal(FirstRelease, Plain.ToJson());

    /// <summary>As written before there were rules for fees.</summary>
    const string FirstRelease = """{"name":"Thủ tục","field":"Hộ tịch","subjects":[],"statedLevels":[],"channels":[],"papers":[{"key":"p1","name":"Giấy","originals":1,"copies":0,"required":true}],"results":[],"legalBasis":[]}""";

    [Fact]
    public void Rules_are_written_and_read_again()
    {
        var content = Plain with { FeeRules = [new(FeeSubject.Child, 0, null, "Nghị quyết 34", null, null)] };
        Assert.Equal(content.FeeRules, ProcedureContent.FromJson(content.ToJson()).FeeRules);
        Assert.NotEqual(Plain.ToJson(), content.ToJson());
    }
}
