using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace HrpPortal.Data;

/// <summary>SQLite for one machine, PostgreSQL when it is outgrown: one setting, one set of migrations.</summary>
public static class DataFeature
{
    /// <summary>Contexts that wait to be used again. Each keeps the room of the largest commit it ever made: a thousand, as is usual, keep tens of megabytes.</summary>
    private const int MostKept = 64;

    /// <summary>SQLite's connections that wait to be used again; each may keep two megabytes of the file's pages and its statements.</summary>
    private const int MostConnections = 24;

    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        var settings = DatabaseSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<StoreFile>();
        builder.Services.AddHostedService<StoreWatch>();
        builder.Services.AddSingleton<WriteTurn>();
        builder.Services.AddSingleton(services => new KeptConnections(settings, services.GetRequiredService<StoreFile>(), MostConnections));
        builder.Services.AddHostedService<Checkpoints>();
        builder.Services.AddPooledDbContextFactory<PortalDb>(
            (services, options) => options.UsePortalStore(settings, services.GetRequiredService<WriteTurn>(), services.GetRequiredService<KeptConnections>()),
            MostKept);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<PortalTime>();
        builder.Services.AddSingleton<LeaseClock>();
        builder.Services.AddSingleton<PortalStore>();
        builder.Services.AddSingleton<CrashPoints>();

        // The key ring lies in the store: every node reads the same keys, and a backup of the store can be opened again.
        // GCM goes over a body once, where the framework's usual encrypts and signs one after the other.
        builder.Services.AddDataProtection().SetApplicationName("hrp-portal")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((options, keys) => options.XmlRepository = keys);
        return builder;
    }

    public static void UsePortalStore(this DbContextOptionsBuilder options, DatabaseSettings settings, WriteTurn turn, KeptConnections? kept = null)
    {
        // Who loses a race decides anew, and who cannot go on hears of it by the exception: the store's own error line adds nothing.
        // Some rows of many in no order: the search asks whether there are more than it may show, and sorts what it shows itself.
        options.ConfigureWarnings(warnings => warnings.Log(
            (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug),
            (CoreEventId.RowLimitingOperationWithoutOrderByWarning, LogLevel.Debug)));
        if (settings.Provider == DatabaseProvider.PostgreSql) options.UseNpgsql(settings.ConnectionString);
        else options.UseSqlite(settings.ConnectionString, AsOneParameter).AddInterceptors(new SqliteDurability(turn, kept ?? new KeptConnections(settings)));
    }

    /// <summary>A list in a query: as a parameter for each element, SQLite would look for each by its name among all the others, and each length be another statement.</summary>
    private static void AsOneParameter(SqliteDbContextOptionsBuilder sqlite) => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter);
}

public enum DatabaseProvider { Sqlite, PostgreSql }

/// <summary>Which database, and where. SQLite's file is taken relative to the content root.</summary>
public sealed record DatabaseSettings(DatabaseProvider Provider, string ConnectionString)
{
    public static DatabaseSettings Read(IConfiguration configuration, string contentRoot)
    {
        var connection = configuration.GetConnectionString("Portal");
        if (string.IsNullOrWhiteSpace(connection))
            throw new InvalidOperationException("ConnectionStrings:Portal is not set. Give the SQLite file (Data Source=data/portal.db) or the PostgreSQL server.");
        var name = configuration["Database:Provider"] ?? nameof(DatabaseProvider.Sqlite);
        if (!Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var provider))
            throw new InvalidOperationException($"Database:Provider is '{name}'. Use Sqlite or PostgreSql.");
        if (provider == DatabaseProvider.PostgreSql) return new DatabaseSettings(provider, connection);

        var sqlite = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(connection);
        sqlite.DataSource = Path.GetFullPath(sqlite.DataSource, contentRoot);
        return new DatabaseSettings(provider, sqlite.ToString());
    }
}
