using System.CommandLine;
using System.Security.Cryptography;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle key FILE</c>: makes the key file of an installation, readable by its owner only; never over an existing one.</summary>
static class MakeKey
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "Where the key goes." };
        var command = new Command("key", "Makes a key file.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!.FullName;
            Write(path);
            Console.WriteLine($"Key written to {path}. Without it the personal data in the database cannot be read: keep a copy apart.");
        });
        return command;
    }

    /// <exception cref="IOException">There is a file already.</exception>
    public static void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(RandomNumberGenerator.GetBytes(32));
    }
}
