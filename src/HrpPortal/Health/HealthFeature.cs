using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HrpPortal.Health;

/// <summary>
/// Live: the process answers. Ready: the store does too, or "Spilling" when it does not and callbacks are kept in files: still 200,
/// because a callback that is turned away never comes again, while a page can. Neither says more, for both are open to the
/// network; what it is about is told to administrators.
/// </summary>
public static class HealthFeature
{
    private const string Store = "store";

    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>(Store);
        return builder;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = SayAsync }).AllowAnonymous();
        app.MapHealthChecks("/healthz/details", new HealthCheckOptions { ResponseWriter = WriteAsync }).RequireAuthorization(Policies.Admin);
        return app;
    }

    private static Task SayAsync(HttpContext http, HealthReport report) =>
        http.Response.WriteAsync(report.Entries[Store].Status == HealthStatus.Degraded ? "Spilling" : report.Status.ToString(), http.RequestAborted);

    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(
        report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), says = entry.Value.Description }), http.RequestAborted);

    private sealed class StoreCheck(IDbContextFactory<PortalDb> databases, CallbackKeeper keeper) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (keeper.IsSpilling) return HealthCheckResult.Degraded("The store is out of reach; callbacks are kept in files.");
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
    }
}
