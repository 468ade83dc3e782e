using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Micro;

/// <summary>What a name, a number and a code cost on their way into the database.</summary>
public class TextBenchmarks
{
    const string Name = "Nguyễn Thị Thanh Hương", Number = "044196004217", Phone = "0912345678", Code = "H46.22.03-241118-0007";

    Installation installation = null!;
    ColumnCipher cipher = null!;
    SearchTokens tokens = null!;
    string form = "";
    byte[] encrypted = [];

    [GlobalSetup]
    public async Task Begin()
    {
        installation = await Installation.Begin();
        cipher = installation.Services.GetRequiredService<ColumnCipher>();
        tokens = new SearchTokens(cipher);
        form = $"{{\"subject_name\":\"{Name}\",\"phone\":\"{Phone}\",\"register_where\":\"Xã Trọng Hóa\",\"kind\":\"birth\",\"for_whom\":\"self\",\"subject_born_on\":\"1990\",\"copies\":\"1\",\"unit\":\"18907\"}}";
        encrypted = cipher.Encrypt(form);
    }

    [GlobalCleanup]
    public async Task End() => await installation.DisposeAsync();

    [Benchmark(Description = "fold a full name to its tokens")]
    public IReadOnlyList<string> Fold() => Platform.Text.Fold.Tokens(Name);

    [Benchmark(Description = "search tokens of a dossier: two names, code, number, phone")]
    public int SearchWords() => SearchTokens.Names(Name, "Hồ Văn Khiêm").Count + tokens.Keys([Code], [Number, Phone]).Count;

    [Benchmark(Description = "encrypt a citizen number")]
    public byte[] EncryptNumber() => cipher.Encrypt(Number);

    [Benchmark(Description = "encrypt a form of 200 characters")]
    public byte[] EncryptForm() => cipher.Encrypt(form);

    [Benchmark(Description = "decrypt it")]
    public string DecryptForm() => cipher.Decrypt(encrypted);

    [Benchmark(Description = "keyed hash of a citizen number")]
    public string Lookup() => cipher.Lookup(Number);
}
