using System.Reflection;

namespace NhatLe.Tests.House;

/// <summary>
/// The gate runs every test on SQLite, and on PostgreSQL all but the classes marked <c>[Trait("Run", "Once")]</c>: those that know no
/// database, or are always on SQLite, so that the second run would say nothing new.
/// </summary>
[Trait("Run", "Once")]
public sealed class RunOnceTests
{
    const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static IEnumerable<Type> Marked => typeof(RunOnceTests).Assembly.GetTypes().Where(t => t.GetCustomAttributesData().Any(a => a.AttributeType == typeof(TraitAttribute) && a.ConstructorArguments is [{ Value: "Run" }, { Value: "Once" }]));

    [Fact]
    public void What_runs_once_starts_no_application_on_the_database_of_the_run()
    {
        Assert.True(Marked.Count() > 30);
        Repo.None(from type in Marked from used in Used(type) where IsOfTheRun(used) select $"{type.Name} uses {used}, which is on the database of the run: take [Trait(\"Run\", \"Once\")] away");
        Repo.None(from file in Repo.Files("tests/Tests", "Tests.cs") let text = Repo.Read(file) where file != "tests/Tests/House/RunOnceTests.cs" && text.Contains("\n[Trait(\"Run\", \"Once\")]", StringComparison.Ordinal) && text.Contains("Template.", StringComparison.Ordinal) select $"{file} makes databases of the run");
    }

    [Fact]
    public void A_class_on_the_database_of_the_run_is_recognised() =>
        Assert.All([typeof(StartTests), typeof(Organization.ScopeOnDatabaseTests)], type => Assert.Contains(Used(type), IsOfTheRun));

    static bool IsOfTheRun(Type type) => typeof(App).IsAssignableFrom(type) || type.GenericTypeArguments.Any(IsOfTheRun);

    /// <summary>What it is given, and what it makes: the fields, parameters and variables of it, its bases and what the compiler made of its methods.</summary>
    static IEnumerable<Type> Used(Type type)
    {
        foreach (var given in type.GetInterfaces()) yield return given;
        foreach (var field in type.GetFields(All)) yield return field.FieldType;
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
            foreach (var variable in method.GetMethodBody()?.LocalVariables ?? []) yield return variable.LocalType;
        }
        foreach (var inner in type.GetNestedTypes(All).SelectMany(Used)) yield return inner;
        if (type.BaseType is { } above && above.Assembly == type.Assembly)
            foreach (var inherited in Used(above)) yield return inherited;
    }
}
