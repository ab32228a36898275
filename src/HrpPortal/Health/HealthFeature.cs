using HrpPortal.Callbacks;
using HrpPortal.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HrpPortal.Health;

/// <summary>
/// Live: the process answers. Ready: the store does too, or "Spilling" when it does not and callbacks are kept in files: still 200,
/// because a callback that is turned away never comes again, while a page can. Neither says more, for both are open to the network.
/// </summary>
public static class HealthFeature
{
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store");
        return builder;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        return app;
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) =>
        http.Response.WriteAsync(report.Status == HealthStatus.Degraded ? "Spilling" : report.Status.ToString(), http.RequestAborted);

    private sealed class StoreCheck(IDbContextFactory<PortalDb> databases, CallbackKeeper keeper) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (keeper.IsSpilling) return HealthCheckResult.Degraded();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
    }
}
