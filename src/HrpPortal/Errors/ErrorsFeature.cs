using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Errors;

public static class ErrorsFeature
{
    public static WebApplicationBuilder AddErrors(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ErrorQueries>();
        return builder;
    }
}

/// <summary>What the page of errors shows.</summary>
public sealed class ErrorQueries(IDbContextFactory<PortalDb> databases)
{
    public async Task<IReadOnlyList<UnknownErrorCount>> UnknownAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.UnknownErrorsAsync(cancellationToken);
    }
}
