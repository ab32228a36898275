using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HrpPortal.Data;

/// <summary>
/// fsync that says when it failed. <see cref="FileStream.Flush(bool)"/> asks for it and keeps an EIO to itself; whoever answers 202
/// for what it wrote would then answer for what the disk never took.
/// </summary>
public static class DiskSync
{
    private delegate int Call(int handle);

    private delegate int OpenCall([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    /// <summary>Returns when the file's content is on the disk.</summary>
    /// <exception cref="IOException">The disk did not take it; what it holds now nobody knows.</exception>
    public static void Flush(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Flush(flushToDisk: OperatingSystem.IsWindows());
        if (!OperatingSystem.IsWindows()) Sync(file.SafeFileHandle);
    }

    /// <summary>A new file is only as safe as its name: its folder is synced as well, where the system has that.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = new SafeFileHandle(Function<OpenCall>("open")(folder, 0), ownsHandle: true);
        if (handle.IsInvalid) throw new IOException($"{folder} cannot be opened to be written to the disk.");
        Sync(handle);
    }

    private static void Sync(SafeFileHandle handle)
    {
        if (Function<Call>("fsync")((int)handle.DangerousGetHandle()) != 0)
            throw new IOException($"The disk failed to write (error {Marshal.GetLastSystemError()}).");
    }

    /// <summary>As the process itself would call it, so that a test can stand between it and the disk.</summary>
    private static TDelegate Function<TDelegate>(string name) =>
        Marshal.GetDelegateForFunctionPointer<TDelegate>(NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name));
}
