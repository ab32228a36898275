using HrpPortal.Data;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Data;

public sealed class DurabilityTests
{
    /// <summary>2 is FULL. The pool hands a connection out again and again: what it was told the first time must still hold.</summary>
    [Fact, Trait("Row", "I1"), Trait("Row", "I2")]
    public async Task Every_connection_syncs_at_each_commit_also_one_from_the_pool()
    {
        await using var store = await TestStore.CreateAsync(TestEngine.Sqlite);
        var settings = new DatabaseSettings(store.Provider, store.ConnectionString);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings, new WriteTurn(settings));
        for (var i = 0; i < 5; i++)
        {
            await using var first = new PortalDb(options.Options);
            await using var second = new PortalDb(options.Options);
            foreach (var db in (PortalDb[])[first, second])
            {
                Assert.Equal(2, await db.Database.SqlQuery<int>($"SELECT synchronous AS \"Value\" FROM pragma_synchronous").SingleAsync());
                Assert.Equal(5000, await db.Database.SqlQuery<int>($"SELECT timeout AS \"Value\" FROM pragma_busy_timeout").SingleAsync());
                Assert.Equal(1, await db.Database.SqlQuery<int>($"SELECT foreign_keys AS \"Value\" FROM pragma_foreign_keys").SingleAsync());
            }
        }
    }
}
