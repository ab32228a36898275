using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Tests.Support;

/// <summary>Every line that the portal writes, whatever its level.</summary>
public sealed class CapturedLog : ILoggerProvider
{
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
        RunLog.Write(line);
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
