using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;

namespace NhatLe.Platform.Ui;

/// <summary>The built stylesheet, fonts and scripts by their plain names. Hashed names never change content, so they are cached for ever.</summary>
public sealed class Assets
{
    readonly FrozenDictionary<string, string> files;

    public Assets(IWebHostEnvironment environment) : this(environment.WebRootFileProvider)
    {
    }

    public Assets(IFileProvider root)
    {
        var manifest = root.GetFileInfo("assets/manifest.json");
        if (!manifest.Exists)
        {
            files = FrozenDictionary<string, string>.Empty;
            return;
        }
        using var stream = manifest.CreateReadStream();
        files = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>False until `npm run build` has run in src/Web: pages then come without look, but come.</summary>
    public bool AreBuilt => files.Count > 0;

    /// <summary>The absolute address of a built file, outside PathBase: both languages share one cache.</summary>
    public string Url(string name) => "/assets/" + (files.TryGetValue(name, out var hashed) ? hashed : name);
}
