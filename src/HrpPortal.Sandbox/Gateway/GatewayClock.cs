using System.Globalization;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>The clock of the gateway and the consent manager: the sandbox's own, put forward or back by as much as somebody wants (row C8).</summary>
internal sealed class GatewayClock(SandboxOptions options) : TimeProvider
{
    private long skew;

    public TimeSpan Skew
    {
        get => new(Interlocked.Read(ref skew));
        set => Interlocked.Exchange(ref skew, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => options.Clock.GetUtcNow() + Skew;

    /// <summary>What the web server would write by the machine's clock: callers measure our clock by this header.</summary>
    public Task StampAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Date = GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
