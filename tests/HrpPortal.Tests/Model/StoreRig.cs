using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using HrpPortal.Verify;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Model;

/// <summary>The portal's own services on a SQLite file, without its workers: the test is the dispatcher, the applier and the gateway.</summary>
internal sealed class StoreRig : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestStore _store;
    private readonly IOutboxSender _sender;
    private readonly ICallbackHandler _replies;
    private int _people;

    private StoreRig(WebApplication app, TestStore store)
    {
        (_app, _store) = (app, store);
        _sender = app.Services.GetServices<IOutboxSender>().Single(one => one.Kind == LinkStore.OutboxKind);
        _replies = app.Services.GetServices<ICallbackHandler>().Single(one => one.Paths.Contains(CallbackPaths.OnAddContexts));
        ((ScriptedGateway)app.Services.GetRequiredService<IGatewayApi>()).Rig = this;
    }

    public TestClock Clock => (TestClock)_app.Services.GetRequiredService<TimeProvider>();
    public DateTime Now => Clock.Utc();
    public LinkService Links => _app.Services.GetRequiredService<LinkService>();
    public Func<AddContextsRequest, Task<GatewayReply>> OnCall { get; set; } = _ => throw new InvalidOperationException("Nobody is to be called.");

    public static async Task<StoreRig> StartAsync()
    {
        var store = await TestStore.CreateAsync(TestEngine.Sqlite);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ContentRootPath = Repository.Root });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(store.Settings)
        {
            ["Gateway:BaseUrl"] = "http://127.0.0.1:9/gateway", ["Gateway:ClientId"] = "none", ["Gateway:ClientSecret"] = "none",
            ["Facilities:0:HipId"] = PortalHost.HipId, ["Facilities:0:Name"] = "Test Hospital",
        });
        builder.AddData().AddLive().AddOutbox().AddCallbacks().AddFacilities().AddPatients().AddCareContexts().AddLinkingTokens().AddLinking();
        builder.Services.AddGateway(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(new TestClock());
        builder.Services.AddSingleton<IGatewayApi, ScriptedGateway>();
        var app = builder.Build();
        await app.Services.GetRequiredService<PortalStore>().PrepareAsync();
        await app.Services.GetRequiredService<FacilityDirectory>().LoadAsync(app.Configuration);
        return new StoreRig(app, store);
    }

    public PortalDb Open() => _store.Open();

    public async Task<LinkRequest> ReadAsync(Guid id)
    {
        await using var db = Open();
        return await db.Set<LinkRequest>().AsNoTracking().Include(one => one.Contexts).Include(one => one.Attempts).Include(one => one.Events).AsSplitQuery().SingleAsync(one => one.Id == id);
    }

    /// <summary>A patient with permissions at hand, and records of visits of their own, sent together.</summary>
    public async Task<(Guid Id, List<CareContext> Contexts)> SubmitAsync(int contexts, Func<int, bool> isKnown)
    {
        var number = ++_people;
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(), HipId = PortalHost.HipId, Number = $"M-{number:000000}", Name = $"Model Person{number}", Gender = Gender.F,
            BirthDate = new DateOnly(1990, 1, 1), PhrAddress = $"model.person{number}@sbx", RegisteredAt = Now, UpdatedAt = Now,
        };
        patient.Index();
        var records = Enumerable.Range(0, contexts).Select(i => new HealthRecord
        {
            Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, VisitNumber = $"MV-{number}-{i}", Date = new DateOnly(2026, 11, 22),
            HiType = HrpPortal.CareContexts.HiType.OPConsultation, Title = "Note", CreatedAt = Now,
        }).ToList();
        await using (var db = Open())
        {
            db.Add(patient);
            db.AddRange(records);
            var vault = _app.Services.GetRequiredService<TokenVault>();
            db.AddRange(Enumerable.Range(0, 60).Select(_ => new LinkingToken
            {
                Id = Guid.CreateVersion7(), HipId = patient.HipId, Dialect = GatewayDialect.V05, AddressKey = PhrAddress.Key(patient.PhrAddress!), ProtectedText = vault.Close(new Secret("a.b.c")),
                IssuedAt = Now, ExpiresAt = Now.AddYears(20),
            }));
            await db.SaveChangesAsync();
        }

        var sent = (LinkSubmitted.Sent)await Links.SubmitAsync(PortalHost.Command(patient, new CareContextChoice.New(), [.. records]), A.Clerk);
        await using var after = Open();
        var ids = await after.Set<HrpPortal.Linking.LinkContext>().Where(one => one.LinkRequestId == sent.RequestIds.Single()).Select(one => one.CareContextId).Order().ToListAsync();
        var made = await after.Set<CareContext>().Where(one => ids.Contains(one.Id)).OrderBy(one => one.Id).ToListAsync();
        for (var i = 0; i < made.Count; i++) if (isKnown(i)) made[i].MarkLinked(PhrAddress.Key(patient.PhrAddress!), Now);
        await after.SaveChangesAsync();
        return (sent.RequestIds.Single(), made);
    }

    /// <summary>OutboxDispatcher.LeaseAsync, RunAsync and PutOffAsync for one row; a worker that dies leaves its lease behind.</summary>
    public async Task WorkAsync(Guid id, int worker)
    {
        OutboxLease lease;
        await using (var db = Open())
        {
            var row = await db.Set<OutboxMessage>().SingleOrDefaultAsync(one => one.Kind == LinkStore.OutboxKind && one.SubjectId == id);
            if (row is null || row.DueAt > Now || row.ParkedReason is not null || row.LeaseUntil >= Now) return;
            (row.LeaseOwner, row.LeaseUntil) = ($"worker {worker}", Now.AddSeconds(30));
            row.Version++;
            await db.SaveChangesAsync();
            lease = new OutboxLease(row.Kind, id, row.LeaseOwner, row.LeaseUntil.Value);
        }

        try
        {
            await _sender.SendAsync(lease, default);
        }
        catch (Exception problem) when (problem is CrashedException or LeaseLostException)
        {
            // Dead, or too late: others go on when the lease is over.
        }
    }

    public async Task CallBackAsync(Guid respRequestId, string text, string hipId)
    {
        var body = Encoding.UTF8.GetBytes(text);
        Assert.True(CallbackBody.TryParse(body, out var parsed));
        var row = new InboxCallback
        {
            Id = Guid.CreateVersion7(Clock.GetUtcNow()), Path = CallbackPaths.OnAddContexts, HipId = hipId, RequestId = "", RespRequestId = respRequestId, BodyHash = Guid.NewGuid().ToString("N"),
            ProtectedBody = [0x09, 0xF0, 0xC9, 0xF0], Kid = "", ReceivedAt = Now,
        };
        await using var db = Open();
        db.Add(row);
        await db.SaveChangesAsync();
        var outcome = (await _replies.ApplyAsync([new ReceivedCallback(row.Id, row.Path, hipId, false, respRequestId, parsed)], default)).Single();
        if (outcome == CallbackOutcome.Applied) return;
        (row.AppliedAt, row.Outcome) = (Now, outcome);
        await db.SaveChangesAsync();
    }

    /// <summary>The whole store, as `portal verify` looks at it.</summary>
    public async Task VerifyAsync()
    {
        await using var db = Open();
        var findings = await VerifyCommand.CheckAsync(db, TimeSpan.FromMinutes(15), Now, default);
        Assert.True(findings.Found.Count == 0, string.Join("\n", findings.Found));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}

/// <summary>Does with a call as the run says.</summary>
internal sealed class ScriptedGateway : IGatewayApi
{
    public StoreRig? Rig { get; set; }

    public Task<GatewayReply> SendAsync(GatewayRequest body, string cmId, CancellationToken cancellationToken) =>
        body is AddContextsRequest link ? Rig!.OnCall(link) : throw new NotSupportedException();
}
