using HrpPortal.Data;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrpPortal.Tests.Data;

/// <summary>The migrations are written by hand: here they are held to what the model asks for, on both engines.</summary>
public sealed class SchemaTests
{
    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public async Task The_migrations_build_what_the_model_asks_for(TestEngine engine)
    {
        var migrated = await SchemaAsync(engine, db => db.Database.MigrateAsync());
        var modelled = await SchemaAsync(engine, db => db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync());

        Assert.Contains(migrated, line => line.StartsWith("column link_attempt.RequestId ", StringComparison.Ordinal));
        Assert.Contains(migrated, line => line.Contains("ux_link_item_record", StringComparison.Ordinal) && line.Contains("WHERE", StringComparison.Ordinal));
        Assert.Contains(migrated, line => line.StartsWith("foreign key link_attempt", StringComparison.Ordinal));
        var missing = modelled.Except(migrated).Select(line => $"the model asks for    {line}");
        var surplus = migrated.Except(modelled).Select(line => $"the migrations build  {line}");
        Assert.True(migrated.SequenceEqual(modelled), string.Join('\n', missing.Concat(surplus)));
    }

    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public async Task Migrating_twice_changes_nothing(TestEngine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var db = Open(store);
        await db.Database.MigrateAsync();
        var first = await Schema.ReadAsync(db);
        await db.Database.MigrateAsync();

        Assert.Equal(first, await Schema.ReadAsync(db));
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    private static async Task<List<string>> SchemaAsync(TestEngine engine, Func<PortalDb, Task> build)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var db = Open(store);
        await build(db);
        var schema = await Schema.ReadAsync(db);
        Assert.True(schema.Count > 100, $"{schema.Count} lines of schema were read.");
        return schema;
    }

    private static PortalDb Open(TestStore store)
    {
        var settings = new DatabaseSettings(store.Provider, store.ConnectionString);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings, new WriteTurn(settings));
        return new PortalDb(options.Options);
    }
}
