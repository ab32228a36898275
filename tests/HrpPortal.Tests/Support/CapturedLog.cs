using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Tests.Support;

/// <summary>
/// Every line that the portal writes, whatever its level. Where HRP_TEST_LOG names a file the lines go there too: after the
/// whole run that file is searched for what must never be in a log.
/// </summary>
public sealed class CapturedLog : ILoggerProvider
{
    private static readonly Lock File = new();
    private static readonly string? FileName = Environment.GetEnvironmentVariable("HRP_TEST_LOG");

    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>What a failing test wants to know first.</summary>
    public string Troubles => string.Join('\n', _lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)).Where(line => !line.Contains("EntityFrameworkCore", StringComparison.Ordinal) || !line.Contains("executing DbCommand", StringComparison.Ordinal))
        .TakeLast(10).Select(line => line.Length > 400 ? line[..400] : line));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        _lines.Enqueue(line);
        if (FileName is null) return;
        lock (File) System.IO.File.AppendAllText(FileName, line + Environment.NewLine);
    }

    private sealed class Logger(CapturedLog owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Write($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
