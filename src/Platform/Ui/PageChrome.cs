using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Ui;

/// <summary>One place in the rail of officials. Modules register their own as singletons.</summary>
/// <param name="Text">In Vietnamese; the key of its translation.</param>
/// <param name="Permit">Shown to those who hold it anywhere; null for every official.</param>
/// <param name="Heading">The small heading it stands under; null for the first group.</param>
/// <param name="Short">The word in the tab bar of phones, which shows the first five.</param>
public sealed record NavItem(string Icon, string Text, string Href, string? Permit = null, int Order = 100, string? Heading = null, string? Short = null);

/// <summary>The page that the search box of officials leads to; its handler "Suggest" gives the first hits while one types.</summary>
public sealed record SearchPlace(string Href);

/// <summary>What stands around every page.</summary>
/// <param name="Search">Without it there is no search box.</param>
/// <param name="Banner">Shown on top of every page of a demonstration, in Vietnamese; null in production.</param>
/// <param name="Directory">Whose province it is: the name changes by law.</param>
public sealed record PageChrome(IReadOnlyList<NavItem> OfficialNav, DirectoryCache Directory, string? Banner = null, SearchPlace? Search = null)
{
    /// <summary>"Quảng Bình": its name of now, from memory. Empty before the first reading of the directory.</summary>
    public string Province => Directory.Known?.Province?.Name ?? "";

    public IEnumerable<NavItem> NavFor(Actor actor) => OfficialNav.Where(n => n.Permit is null || actor.CanAnywhere(n.Permit));

    /// <summary>The place the request is in: the longest address that the path begins with.</summary>
    public NavItem? Current(PathString path, string? told) =>
        OfficialNav.Where(n => told is null ? IsUnder(path, n.Href) : n.Href == told).MaxBy(n => n.Href.Length);

    public static bool IsUnder(PathString path, string href) => path.StartsWithSegments(href.TrimStart('~').TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}

/// <summary>The number on the bell. A module that keeps notices implements it; without one the bell has no number.</summary>
public interface IUnreadNotices
{
    Task<int> Count(Actor actor, CancellationToken ct);
}

public static class UiServices
{
    /// <summary>Registers what layouts and tag helpers need.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services, string? banner = null)
    {
        services.TryAddSingleton<Assets>();
        services.TryAddSingleton(s => new PageChrome([.. s.GetServices<NavItem>().OrderBy(n => n.Order)], s.GetRequiredService<DirectoryCache>(), banner, s.GetService<SearchPlace>()));
        // Cross-site posts are refused by Origin and Sec-Fetch-Site; form tokens would break cached pages and expired sessions.
        services.AddSingleton<ITagHelperInitializer<FormTagHelper>>(new TagHelperInitializer<FormTagHelper>((form, _) => form.Antiforgery = false));
        return services;
    }
}
