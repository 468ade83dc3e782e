using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using NhatLe.Platform.Facts;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle key FILE</c>: makes the key files of an installation, readable by their owner only; never over existing ones.</summary>
static class MakeKey
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "Where the key goes; the key of the seals goes beside it, as FILE.seal." };
        var seal = new Option<bool>("--seal") { Description = "Makes only a key for the seals, and writes it to FILE." };
        var command = new Command("key", "Makes the key files.") { file, seal };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!.FullName;
            if (!parsed.GetValue(seal))
            {
                Write(path);
                Console.WriteLine($"Key written to {path}. Without it the personal data in the database cannot be read: keep a copy apart.");
                path += ".seal";
            }
            WriteSeal(path);
            Console.WriteLine($"Key of the seals written to {path}. Who has it can sign a false journal: keep it from those who can write to the database.");
        });
        return command;
    }

    /// <exception cref="IOException">There is a file already.</exception>
    public static void Write(string path) => Write(path, RandomNumberGenerator.GetBytes(32));

    /// <inheritdoc cref="Write(string)"/>
    public static void WriteSeal(string path) => Write(path, Encoding.ASCII.GetBytes(SealKey.MakePem()));

    static void Write(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(content);
    }
}
