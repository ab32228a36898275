using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Faults;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Verify;

/// <summary>A store in which much has happened, one an engine; its portal goes on running while it is verified.</summary>
public sealed class BusyStore : IAsyncLifetime
{
    private readonly Dictionary<TestEngine, BusyPortal> _portals = [];

    public async Task<BusyPortal> OnAsync(TestEngine engine)
    {
        if (_portals.TryGetValue(engine, out var portal)) return portal;
        return _portals[engine] = await BusyPortal.StartAsync(engine);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var portal in _portals.Values) await portal.Portal.DisposeAsync();
    }
}

/// <summary>Ids of rows that a test breaks.</summary>
public sealed record BusyPortal(PortalHost Portal, Guid Linked, Guid OtherLinked, Guid Refused, Guid Waiting)
{
    public Guid LinkedAttempt { get; private set; }
    public Guid OtherAttempt { get; private set; }
    public Guid LinkedContext { get; private set; }
    public Guid Token { get; private set; }
    public Guid Callback { get; private set; }
    public Guid Orphan { get; private set; }
    public Guid Exchange { get; private set; }
    public Guid WaitingPermission { get; private set; }

    public static async Task<BusyPortal> StartAsync(TestEngine engine)
    {
        var portal = await PortalHost.StartAsync(engine: engine);
        var linked = await LinkAsync(portal, LinkState.Linked);
        var other = await LinkAsync(portal, LinkState.Linked, records: 2);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1402 });
        var refused = await LinkAsync(portal, LinkState.Refused);
        portal.ToAddContexts(new ScriptedAnswer { Abort = true });
        var doubtful = await LinkAsync(portal, LinkState.Unknown);
        portal.Clock.Advance(TimeSpan.FromSeconds(25));
        await portal.UntilAsync(doubtful, LinkState.Linked);
        portal.ToAddContexts(new ScriptedAnswer { ErrorCode = 1439 });
        await LinkAsync(portal, LinkState.Linked, records: 2);
        await LinkAsync(portal, LinkState.NeedsHuman, known: false);
        var orphan = Guid.NewGuid();
        await portal.AnswerAsync(Says.Success(orphan));
        portal.ToAddContexts(new ScriptedAnswer { Hold = true });
        var waiting = await LinkAsync(portal, LinkState.Accepted);
        await portal.AnswerAsync(Says.Success((await portal.DetailsAsync(waiting)).Attempts[0].RequestId), PortalHost.OtherHipId);
        await portal.CalmAsync();

        var busy = new BusyPortal(portal, linked, other, refused, waiting);
        await using var db = await portal.OpenDbAsync();
        var attempt = await db.Set<LinkAttempt>().SingleAsync(one => one.LinkRequestId == linked);
        (busy.LinkedAttempt, busy.Token) = (attempt.RequestId, attempt.LinkingTokenId!.Value);
        busy.OtherAttempt = (await db.Set<LinkAttempt>().SingleAsync(one => one.LinkRequestId == other)).RequestId;
        busy.LinkedContext = (await db.Set<LinkContext>().SingleAsync(one => one.LinkRequestId == linked)).CareContextId;
        busy.Callback = (await db.Set<InboxCallback>().SingleAsync(one => one.RespRequestId == busy.LinkedAttempt)).Id;
        busy.Orphan = (await db.Set<InboxCallback>().SingleAsync(one => one.RespRequestId == orphan)).Id;
        busy.Exchange = (await db.Set<AuthenticationExchange>().FirstAsync()).RequestId;
        busy.WaitingPermission = (await db.Set<LinkAttempt>().SingleAsync(one => one.LinkRequestId == waiting)).LinkingTokenId!.Value;
        return busy;
    }

    private static async Task<Guid> LinkAsync(PortalHost portal, LinkState until, int records = 1, bool known = true)
    {
        var patient = await portal.PatientAsync(known ? null : _ => null);
        var made = new List<HealthRecord>();
        for (var i = 0; i < records; i++) made.Add(await portal.RecordAsync(patient));
        var id = await portal.SendAsync(patient, [.. made]);
        await portal.UntilAsync(id, until);
        return id;
    }
}
