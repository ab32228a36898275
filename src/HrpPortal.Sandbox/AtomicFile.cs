namespace HrpPortal.Sandbox;

internal static class AtomicFile
{
    /// <summary>Old content or new content, never half of it, whenever the process is killed. Readable by its owner only.</summary>
    public static void Write(string path, string text)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var draft = path + ".new";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, how))
        {
            using var writer = new StreamWriter(stream);
            writer.Write(text);
        }
        File.Move(draft, path, overwrite: true);
    }
}
