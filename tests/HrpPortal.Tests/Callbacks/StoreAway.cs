using System.Net;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrpPortal.Tests.Callbacks;

/// <summary>
/// A portal whose store a test can take away: another connection holds the SQLite file, or the network to PostgreSQL ends.
/// </summary>
internal sealed class StoreAway : IAsyncDisposable
{
    /// <summary>Stands in every body; no file may show it.</summary>
    public const string Canary = "canary-7f1e";

    private readonly TcpProxy? _network;
    private SqliteConnection? _holder;

    private StoreAway(PortalHost portal, TcpProxy? network) => (Portal, _network) = (portal, network);

    public PortalHost Portal { get; }

    public static async Task<StoreAway> StartAsync(TestEngine engine, Action<IDictionary<string, string?>>? settings = null)
    {
        TcpProxy? network = null;
        var portal = await PortalHost.StartAsync(
            values =>
            {
                values["Callbacks:StoreWaitMilliseconds"] = "300";
                if (engine == TestEngine.PostgreSql)
                {
                    var server = new NpgsqlConnectionStringBuilder(values["ConnectionStrings:Portal"]) { Timeout = 2 };
                    network ??= new TcpProxy(server.Host!, server.Port);
                    (server.Host, server.Port) = ("127.0.0.1", network.Port);
                    values["ConnectionStrings:Portal"] = server.ToString();
                }

                settings?.Invoke(values);
            },
            engine);
        var away = new StoreAway(portal, network);

        // The gateway's keys are fetched with the first callback.
        Assert.Equal(HttpStatusCode.Accepted, await away.CallAsync(Guid.NewGuid()));
        return away;
    }

    public async Task GoAsync(Flow flow = Flow.Cut)
    {
        if (_network is not null)
        {
            _network.Become(flow);
            return;
        }

        _holder = new SqliteConnection(new SqliteConnectionStringBuilder(Portal.Store.ConnectionString) { Pooling = false }.ToString());
        await _holder.OpenAsync();
        await RunAsync("BEGIN EXCLUSIVE");
    }

    public async Task ComeBackAsync()
    {
        _network?.Become(Flow.Through);
        if (_holder is null) return;
        await RunAsync("ROLLBACK");
        await _holder.DisposeAsync();
        _holder = null;
    }

    public Task<HttpStatusCode> CallAsync(Guid respRequestId, int padding = 0) => Portal.CallBackAsync(
        CallbackPaths.OnAddContexts, Says.Error(respRequestId, 1402, Canary + new string('x', padding)));

    /// <summary>All of them, sixteen at a time; how many were answered 202.</summary>
    public async Task<int> CallAsync(IEnumerable<Guid> respRequestIds)
    {
        var kept = 0;
        await Parallel.ForEachAsync(respRequestIds, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (id, _) =>
        {
            if (await CallAsync(id) == HttpStatusCode.Accepted) Interlocked.Increment(ref kept);
        });
        return kept;
    }

    public string[] Files(string ending = ".spill") =>
        Directory.Exists(Portal.Store.SpillFolder) ? Directory.GetFiles(Portal.Store.SpillFolder, "*" + ending) : [];

    /// <summary>Every callback is in the store, once, and no file is left.</summary>
    public async Task HasAllAsync(IReadOnlyCollection<Guid> respRequestIds)
    {
        var missing = respRequestIds.Count;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = Portal.Store.Open();
                var inStore = await db.Set<InboxCallback>().Select(one => one.RespRequestId).ToListAsync();
                missing = respRequestIds.Except(inStore).Count();
                Assert.Equal(inStore.Count, inStore.Distinct().Count());
                return missing == 0 && Files().Length == 0;
            },
            () => $"{missing} of {respRequestIds.Count} callbacks are not in the store, {Files().Length} files are left.\n{Portal.Log.Troubles}",
            TimeSpan.FromMinutes(1));
    }

    public async Task<string> ReadyAsync()
    {
        using var client = Portal.Anonymous();
        return await client.GetStringAsync("/healthz/ready");
    }

    public async ValueTask DisposeAsync()
    {
        await ComeBackAsync();
        await Portal.DisposeAsync();
        if (_network is not null) await _network.DisposeAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _holder!.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
