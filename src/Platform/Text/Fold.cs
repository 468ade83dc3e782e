namespace NhatLe.Platform.Text;

public static class Nfc
{
    public static string Clean(string text) => text.Normalize().Trim();
}
