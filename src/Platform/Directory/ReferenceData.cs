namespace NhatLe.Platform.Directory;

/// <summary>The folder of reference data the platform ships (data/).</summary>
public sealed record ReferenceData(string Folder)
{
    public string PathOf(string file) => Path.Combine(Folder, file);
}
