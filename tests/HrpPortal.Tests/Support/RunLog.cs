namespace HrpPortal.Tests.Support;

/// <summary>
/// Where HRP_TEST_LOG names a file, every line that a portal under test writes goes there too: after the whole run that file
/// is searched for what must never be in a log.
/// </summary>
public static class RunLog
{
    private static readonly TextWriter Lines = Open(Environment.GetEnvironmentVariable("HRP_TEST_LOG"));

    public static void Write(string line) => Lines.WriteLine(line);

    private static TextWriter Open(string? file) => string.IsNullOrEmpty(file)
        ? TextWriter.Null
        : TextWriter.Synchronized(new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
}
