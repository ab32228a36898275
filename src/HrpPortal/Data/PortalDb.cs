using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HrpPortal.Data;

/// <summary>
/// The portal's store. It names no feature: each feature maps its own rows and reads them by <see cref="DbContext.Set{TEntity}()"/>.
/// Contexts are used again and again (a new one costs as much as a query), so that all they need comes with the options.
/// </summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    private readonly WriteTurn? _turn = options.FindExtension<CoreOptionsExtension>()?.Interceptors?.OfType<SqliteDurability>().Single().Turn;

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (_turn is null) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        // Looked for before the turn, so that nobody waits for it.
        var looks = ChangeTracker.AutoDetectChangesEnabled;
        if (looks) ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            using var mine = await _turn.TakeAsync(cancellationToken);
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = looks;
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);
        if (Database.IsNpgsql()) modelBuilder.OrderBytes();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTime>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    /// <summary>SQLite forgets the kind and PostgreSQL insists on it: inside, every time is UTC.</summary>
    private sealed class UtcTime() : ValueConverter<DateTime, DateTime>(
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
