using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Tests.Support;
using HrpPortal.Verify;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Verify;

/// <summary>`portal verify`: says nothing of a sound store, names the row of one that is not, and touches neither.</summary>
public sealed class VerifyTests(BusyStore store) : IClassFixture<BusyStore>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>What is broken → by which statement ({name}: an id of the busy store), and the row that must be named for it.</summary>
    private static readonly (string Rule, string Sql, string Row)[] Breaches =
    [
        ("I3", """UPDATE link_event SET "Transition" = 'T3' WHERE "LinkRequestId" = {Linked} AND "Seq" = 2""", "link_attempt {LinkedAttempt}"),
        ("I3", """UPDATE link_event SET "AttemptRequestId" = {OtherAttempt} WHERE "LinkRequestId" = {Linked} AND "Seq" = 2""", "link_event {Linked}/2"),
        ("I3", """UPDATE callback_inbox SET "Outcome" = 'Applied' WHERE "Id" = {Orphan}""", "callback_inbox {Orphan}"),
        ("I4", """UPDATE link_attempt SET "Number" = 7 WHERE "RequestId" = {LinkedAttempt}""", "link_request {Linked}"),
        ("I4", """UPDATE authentication_exchange SET "RequestId" = {LinkedAttempt} WHERE "RequestId" = {Exchange}""", "link_attempt {LinkedAttempt}"),
        ("I5", """UPDATE link_request SET "State" = 'Refused' WHERE "Id" = {Linked}""", "link_request {Linked}"),
        ("I5", """DELETE FROM link_event WHERE "LinkRequestId" = {Linked} AND "Seq" = 2""", "link_event {Linked}/3"),
        ("I6", """UPDATE link_attempt SET "State" = 'Accepted', "LinkRequestId" = {Waiting} WHERE "RequestId" = {LinkedAttempt}""", "link_request {Waiting}"),
        ("I7", """UPDATE link_context SET "State" = 'Open' WHERE "LinkRequestId" = {Linked}""", "link_request {Linked}"),
        ("I7", """UPDATE link_context SET "CareContextId" = {LinkedContext}, "State" = 'Linked', "AddressKey" = (SELECT "AddressKey" FROM link_request WHERE "Id" = {Linked}) WHERE "LinkRequestId" = {Refused}""", "care_context {LinkedContext}"),
        ("I7", """UPDATE care_context SET "LinkedAt" = NULL WHERE "Id" = {LinkedContext}""", "care_context {LinkedContext}"),
        ("I8", """UPDATE link_event SET "To" = 'Linked' WHERE "LinkRequestId" = {Waiting} AND "Seq" = 2""", "link_event {Waiting}/3"),
        ("I9", """UPDATE link_attempt SET "State" = 'Unanswered' WHERE "LinkRequestId" = {Refused}""", "link_request {Refused}"),
        ("I10", """UPDATE link_attempt SET "LinkRequestId" = {Linked} WHERE "RequestId" = {OtherAttempt}""", "link_context {Linked}/{LinkedContext}"),
        ("I11", """UPDATE link_request SET "UpdatedAt" = '2020-01-01 00:00:00' WHERE "Id" = {Waiting}; DELETE FROM outbox WHERE "SubjectId" = {Waiting}""", "link_request {Waiting}"),
        ("I12", """UPDATE link_event SET "ActorName" = 'Kavitb' WHERE "LinkRequestId" = {Linked} AND "Seq" = 1""", "link_event {Linked}/1"),
        ("I12", """UPDATE link_event SET "Hash" = '' WHERE "LinkRequestId" = {Linked} AND "Seq" = 2""", "link_event {Linked}/2"),
        ("I13", """UPDATE callback_inbox SET "HipId" = 'IN0710000002' WHERE "Id" = {Callback}""", "callback_inbox {Callback}"),
        ("outbox", """DELETE FROM outbox WHERE "SubjectId" = {Waiting}""", "link_request {Waiting}"),
        ("outbox", """UPDATE outbox SET "ParkedReason" = 'x' WHERE "SubjectId" = {Waiting}""", "link_request {Waiting}"),
        ("outbox", """UPDATE outbox SET "SubjectId" = {Linked} WHERE "SubjectId" = {Waiting}""", "link_request {Linked}"),
        ("outbox", """UPDATE outbox SET "SubjectId" = {Token} WHERE "SubjectId" = {Waiting}""", "outbox link/{Token}"),
        ("inbox", """UPDATE callback_inbox SET "AppliedAt" = NULL, "Outcome" = NULL, "ReceivedAt" = '2020-01-01 00:00:00' WHERE "Id" = {Callback}""", "callback_inbox {Callback}"),
        ("inbox", """UPDATE link_event SET "Transition" = 'T14' WHERE "LinkRequestId" = {Linked} AND "AttemptRequestId" = {LinkedAttempt}""", "callback_inbox {Callback}"),
        ("tokens", """UPDATE linking_token SET "UsedAt" = NULL WHERE "Id" = {Token}""", "linking_token {Token}"),
        ("tokens", """UPDATE linking_token SET "ReservedFor" = {Refused} WHERE "Id" = {WaitingPermission}""", "linking_token {WaitingPermission}"),
        ("tokens", """UPDATE linking_token SET "UsedAt" = '2026-01-01 00:00:00' WHERE "Id" = {WaitingPermission}""", "linking_token {WaitingPermission}"),
        ("tokens", """UPDATE link_attempt SET "LinkingTokenId" = {Token} WHERE "RequestId" = {OtherAttempt}""", "linking_token {Token}"),
        ("secrets", """UPDATE linking_token SET "ProtectedText" = 'eyJhbGciOiJSUzUxMiJ9.e30.x' WHERE "Id" = {Token}""", "linking_token {Token}"),
        ("secrets", """UPDATE callback_inbox SET "ProtectedBody" = {bytes} WHERE "Id" = {Callback}""", "callback_inbox {Callback}"),
    ];

    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I5"), Trait("Row", "I12")]
    public async Task A_sound_store_is_verified_while_its_portal_runs(TestEngine engine)
    {
        var busy = await store.OnAsync(engine);
        var output = new StringWriter();
        var code = await VerifyCommand.RunAsync(Settings(busy), Patience, busy.Portal.Clock, output, default);

        Assert.True(code == 0, output.ToString());
        foreach (var rule in Breaches.Select(one => one.Rule).Distinct()) Assert.Matches($@"(?m)^{rule} +ok \([1-9]", output.ToString());
        Assert.DoesNotContain("sbx", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Person", output.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines)), Trait("Row", "I3"), Trait("Row", "I4"), Trait("Row", "I5"), Trait("Row", "I6"), Trait("Row", "I7"), Trait("Row", "I8")]
    [Trait("Row", "I9"), Trait("Row", "I10"), Trait("Row", "I11"), Trait("Row", "I12"), Trait("Row", "I13")]
    public async Task Every_breach_is_found_and_its_row_is_named(TestEngine engine)
    {
        var busy = await store.OnAsync(engine);
        await using var db = busy.Portal.Store.Open();
        foreach (var (rule, sql, row) in Breaches)
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlRawAsync(Fill(sql, busy, id => $"'{id.ToString().ToUpperInvariant()}'").Replace("{bytes}", engine == TestEngine.Sqlite ? "X'7B7D'" : @"'\x7b7d'", StringComparison.Ordinal));
            var findings = await VerifyCommand.CheckAsync(db, Patience, busy.Portal.Clock.Utc(), default);
            Assert.True(findings.Found.Any(one => one.Rule == rule && one.Row == Fill(row, busy, id => id.ToString())), $"{rule} was not found after {sql}: {string.Join("; ", findings.Found)}");
            await transaction.RollbackAsync();
            db.ChangeTracker.Clear();
        }

        Assert.Empty((await VerifyCommand.CheckAsync(db, Patience, busy.Portal.Clock.Utc(), default)).Found);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_store_is_opened_without_the_right_to_write(TestEngine engine)
    {
        var busy = await store.OnAsync(engine);
        await using var db = await ReadOnlyStore.OpenAsync(Settings(busy), default);
        Assert.NotEqual(0, await db.Set<LinkRequest>().CountAsync());
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM link_event"));
        Assert.Contains("read", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_there_or_is_older_is_said_to_be_so_and_not_made()
    {
        await using var none = await TestStore.CreateAsync(TestEngine.Sqlite);
        var output = new StringWriter();
        Assert.Equal(1, await VerifyCommand.RunAsync(new DatabaseSettings(none.Provider, none.ConnectionString), Patience, TimeProvider.System, output, default));
        Assert.StartsWith("The store cannot be read", output.ToString(), StringComparison.Ordinal);

        await using (var db = none.Open()) await db.Database.ExecuteSqlRawAsync("CREATE TABLE something (id int)");
        output = new StringWriter();
        Assert.Equal(1, await VerifyCommand.RunAsync(new DatabaseSettings(none.Provider, none.ConnectionString), Patience, TimeProvider.System, output, default));
        Assert.StartsWith("The store is older", output.ToString(), StringComparison.Ordinal);
    }

    private static DatabaseSettings Settings(BusyPortal busy) => new(busy.Portal.Store.Provider, busy.Portal.Store.ConnectionString);

    private static string Fill(string text, BusyPortal busy, Func<Guid, string> write) => typeof(BusyPortal).GetProperties().Where(one => one.PropertyType == typeof(Guid))
        .Aggregate(text, (filled, one) => filled.Replace($"{{{one.Name}}}", write((Guid)one.GetValue(busy)!), StringComparison.Ordinal));
}
