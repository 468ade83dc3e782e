using System.Text.Encodings.Web;
using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Ui;

namespace NhatLe.Micro;

/// <summary>The components that stand in every row of a list, rendered to text.</summary>
public class PageBenchmarks
{
    static readonly DateTimeOffset Now = new(2024, 11, 22, 15, 30, 0, TimeSpan.FromHours(7));
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    Installation installation = null!;
    AsyncServiceScope scope;
    ViewContext view = null!;

    [GlobalSetup]
    public async Task Begin()
    {
        installation = await Installation.Begin();
        scope = installation.Services.CreateAsyncScope();
        view = new() { HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider } };
    }

    [GlobalCleanup]
    public async Task End()
    {
        await scope.DisposeAsync();
        await installation.DisposeAsync();
    }

    [Benchmark(Description = "nl-due, tomorrow")]
    public string Due() => Render(new DueHelper { ViewContext = view, At = Now.AddDays(1), Now = Now });

    [Benchmark(Description = "nl-time")]
    public string Time() => Render(new TimeHelper { ViewContext = view, At = Now });

    [Benchmark(Description = "nl-icon")]
    public string Icon() => Render(new IconHelper { ViewContext = view, Name = "clock" });

    static string Render(TagHelper component)
    {
        var context = new TagHelperContext([], new Dictionary<object, object>(), "1");
        var output = new TagHelperOutput("span", [], static (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        component.Process(context, output);
        using var text = new StringWriter();
        output.WriteTo(text, Encoder);
        return text.ToString();
    }
}
