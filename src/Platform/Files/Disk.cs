using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NhatLe.Platform.Files;

/// <summary>What .NET lacks for surviving a power cut: a new name is on the disk only when its folder has been flushed, too.</summary>
static partial class Disk
{
    const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC

    /// <summary>Flushes the folder a file was just put into, and those above it up to <paramref name="root"/>, as they may be new.</summary>
    public static void FlushNames(string path, string root)
    {
        if (!OperatingSystem.IsLinux()) return; // other systems journal names by themselves, or cannot open a folder
        root = Path.GetFullPath(root);
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null && folder.Length >= root.Length; folder = Path.GetDirectoryName(folder))
        {
            using var handle = Open(folder, ReadOnlyDirectory);
            if (handle.IsInvalid || Flush(handle) != 0)
                throw new IOException($"The folder {folder} could not be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle handle);
}
