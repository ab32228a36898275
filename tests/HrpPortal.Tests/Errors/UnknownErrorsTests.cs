using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Errors;

public sealed class UnknownErrorsTests
{
    private static readonly DateTime Now = new(2031, 5, 4, 9, 0, 0, DateTimeKind.Utc);

    private static async Task<(TestStore Store, Func<PortalDb> Open)> OpenAsync(TestEngine engine)
    {
        var store = await TestStore.CreateAsync(engine);
        var settings = new DatabaseSettings(store.Provider, store.ConnectionString);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings, new WriteTurn(settings));
        await using var db = new PortalDb(options.Options);
        await db.Database.MigrateAsync();
        return (store, () => new PortalDb(options.Options));
    }

    [Theory, InlineData(TestEngine.Sqlite), InlineData(TestEngine.PostgreSql)]
    public async Task Each_kind_is_counted_by_endpoint_code_and_message_with_its_first_and_last_time(TestEngine engine)
    {
        var (store, open) = await OpenAsync(engine);
        await using var _ = store;
        var last = Guid.NewGuid();
        await using (var db = open())
        {
            db.Note(CallbackPaths.OnAddContexts, "1777", "Something new", Guid.NewGuid(), Now);
            db.Note(GatewayPaths.AddContexts, "1777", "Something new", last, Now.AddHours(2));
            db.Note(CallbackPaths.OnAddContexts, "1777", "Something else", Guid.NewGuid(), Now.AddHours(1));
            db.Note(CallbackPaths.OnInit, null, null, Guid.NewGuid(), Now.AddHours(-1));
            await db.SaveChangesAsync();
        }

        await using var again = open();
        var kinds = await again.UnknownErrorsAsync(CancellationToken.None);
        Assert.Equal(3, kinds.Count);
        Assert.Equal(new UnknownErrorCount(GatewayPaths.AddContexts, "1777", "Something new", null, 2, Now, Now.AddHours(2), last), kinds[0]);
        Assert.Equal("Something else", kinds[1].Message);
        Assert.Equal((GatewayPaths.Init, "", ""), (kinds[2].Endpoint, kinds[2].Code, kinds[2].Message));
    }

    [Fact]
    public async Task What_the_catalogue_knows_and_what_never_arrived_is_not_noted()
    {
        var (store, open) = await OpenAsync(TestEngine.Sqlite);
        await using var _ = store;
        await using var db = open();
        db.Note(CallbackPaths.OnAddContexts, "1439", "Some of the Care Contexts are already linked", Guid.NewGuid(), Now);
        db.Note(GatewayPaths.AddContexts, null, "no answer within 10 s", Guid.NewGuid(), Now, 504);
        db.Note(GatewayPaths.AddContexts, null, "<html>", Guid.NewGuid(), Now, 404);
        Assert.Empty(db.ChangeTracker.Entries());

        db.Note(GatewayPaths.AddContexts, "ABDM-1999", "A new one", Guid.NewGuid(), Now, 400);
        Assert.Single(db.ChangeTracker.Entries());
    }

    [Fact]
    public async Task Nothing_of_a_patient_is_kept_whatever_the_message_says()
    {
        var (store, open) = await OpenAsync(TestEngine.Sqlite);
        await using var _ = store;
        await using var db = open();
        db.Note(CallbackPaths.OnConfirm, "1888 for 9840012345", "No 91-1111-2222-3330 of asha.rao@sbx, mobile 98400, " + new string('x', 39) + " " + new string('y', 400), Guid.NewGuid(), Now);
        var kept = (UnknownError)db.ChangeTracker.Entries().Single().Entity;
        Assert.Equal("1888 for ***", kept.Code);
        Assert.StartsWith("No *** of ***, mobile ***", kept.Message, StringComparison.Ordinal);
        Assert.InRange(kept.Message.Length, 1, 300);
        await db.SaveChangesAsync();
    }
}
