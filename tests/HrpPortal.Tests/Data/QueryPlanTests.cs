using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Data;

/// <summary>
/// What a link asks of the store is found by an index: a walk through a table costs nothing on a test's few rows, and each link more
/// than the last when there are thousands.
/// </summary>
public sealed partial class QueryPlanTests
{
    /// <summary>They do not grow with the patients.</summary>
    private static readonly string[] Small = ["facility", "DataProtectionKeys", "__EFMigrationsHistory"];

    /// <summary>Once an hour: which facilities have a trail, from an index that knows nothing else.</summary>
    private const string Hourly = "SCAN a USING COVERING INDEX IX_audit_entry_HipId_At";

    [Fact]
    public async Task No_statement_of_a_link_or_of_the_desk_walks_through_a_table()
    {
        var said = new Statements();
        await using var host = await PortalHost.StartAsync(services: services => services.ConfigureDbContext<PortalDb>(options => options.AddInterceptors(said)));
        var patient = await host.PatientAsync();
        var id = await host.SendAsync(patient, await host.RecordAsync(patient));
        await host.UntilAsync(id, LinkState.Linked);
        var context = await ContextOfAsync(host, id);
        var update = (LinkSubmitted.Sent)await host.Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.Existing(context), await host.RecordAsync(patient)), A.Clerk);
        await host.UntilAsync(update.RequestIds.Single(), LinkState.Linked);
        await host.Services.GetRequiredService<AskingPatients>().FindAsync(PortalHost.HipId, patient.Id);
        await host.Services.GetRequiredService<PatientSearch>().FindAsync(PortalHost.HipId, patient.Name);
        await host.Services.GetRequiredService<PatientQueries>().NewestAsync(PortalHost.HipId);
        await host.Queries.OfPatientAsync(PortalHost.HipId, patient.Id);
        await host.Queries.NotLinkedAsync(PortalHost.HipId, [patient.Id]);
        await host.Queries.ListAsync(PortalHost.HipId, new LinkFilter());
        await host.Queries.CountsAsync(PortalHost.HipId, new LinkFilter());

        var walks = new List<string>();
        await using var connection = new SqliteConnection(host.Store.ConnectionString);
        await connection.OpenAsync();
        var partial = await PartialIndexesAsync(connection);
        foreach (var sql in said.Texts)
            walks.AddRange((await QueryPlan.ReadAsync(connection, sql)).Where(step => IsWalk(step, sql, partial)).Select(step => $"{step}\n{sql}\n"));
        Assert.True(said.Texts.Count > 60, $"{said.Texts.Count} statements were heard.");
        Assert.True(walks.Count == 0, string.Join('\n', walks));
    }

    private static async Task<Guid> ContextOfAsync(PortalHost host, Guid id)
    {
        await using var db = host.Store.Open();
        return await db.Set<HrpPortal.Linking.LinkContext>().Where(one => one.LinkRequestId == id).Select(one => one.CareContextId).SingleAsync();
    }

    private static async Task<List<string>> PartialIndexesAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>To walk through an index of a part, of what is still to be done, is what it is for.</summary>
    private static bool IsWalk(string step, string sql, List<string> partial) =>
        step != Hourly && Walk().Match(step) is { Success: true, Groups: [_, var name, var index] } && !partial.Contains(index.Value)
        && TableOf(name.Value, sql) is { } table && !Small.Contains(table);

    /// <summary>Null: no table, but a list of values or what another part of the statement made.</summary>
    private static string? TableOf(string name, string sql) => Regex.Match(sql, $"\"(\\w+)\" AS \"{name}\"") is { Success: true, Groups: [_, var table] } ? table.Value : null;

    [GeneratedRegex(@"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")]
    private static partial Regex Walk();

    private sealed class Statements : DbCommandInterceptor
    {
        private readonly ConcurrentDictionary<string, bool> _texts = new();

        public ICollection<string> Texts => _texts.Keys;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            _texts.TryAdd(command.CommandText, true);
            return ValueTask.FromResult(result);
        }
    }
}
