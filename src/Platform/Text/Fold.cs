namespace NhatLe.Platform.Text;

public static class Nfc
{
    public static string Clean(string text) => text.Normalize().Trim();
}

public static class SortKey
{
    public static string Of(string fullName) => fullName;
}
