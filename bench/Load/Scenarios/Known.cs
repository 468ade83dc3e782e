using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>The dossiers that are read about: those of the samples file, or some hundreds made for it.</summary>
sealed class Known(Making making, Samples samples)
{
    const int Made = 400;

    /// <summary>The communes of Minh Hóa district, so that its officers find them.</summary>
    static readonly string[] MinhHoa = ["18901", "18904", "18907", "18910", "18913", "18916", "18919", "18922"];

    public Samples Samples => samples;

    public IReadOnlyList<Samples.Dossier> Dossiers()
    {
        if (samples.Dossiers.Count == 0) samples.Dossiers.AddRange(making.Filed(Made, MinhHoa));
        return samples.Dossiers;
    }
}
