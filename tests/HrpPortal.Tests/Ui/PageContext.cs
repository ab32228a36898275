using System.Security.Claims;
using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Discovery;
using HrpPortal.Facilities;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Notices;
using HrpPortal.Office;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Scans;
using HrpPortal.Sms;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using GatewayWeather = HrpPortal.Gateway.GatewayWeather;
using IGatewayApi = HrpPortal.Gateway.IGatewayApi;
using Signed = Microsoft.AspNetCore.Components.Authorization.AuthenticationState;

namespace HrpPortal.Tests.Ui;

/// <summary>
/// Pages on the real services and a store of the test's own, with a clerk signed in. There is no engine: what ABDM says, a
/// test says by <see cref="StepAsync"/>.
/// </summary>
public abstract class PageContext : BunitContext, IAsyncLifetime
{
    public const string HipId = "IN0710000001";

    private readonly TestStore? _shared;
    private TestStore? _store;
    private int _people;

    /// <summary>A deadline for what must come, not a measure: the machine may be busy with other tests.</summary>
    static PageContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(20);

    protected PageContext(TestStore? shared = null) => _shared = shared;

    /// <summary>For a second browser tab on the same portal.</summary>
    protected TestStore Store => _store!;

    /// <summary>22 November 2026, 15:00 in India.</summary>
    protected TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 9, 30, 0, TimeSpan.Zero));

    protected DateOnly Today { get; } = new(2026, 11, 22);

    /// <summary>Takes what a page sends without the outbox.</summary>
    protected TakingGateway Taking { get; } = new();

    protected LiveUpdates Live => Services.GetRequiredService<LiveUpdates>();

    protected LinkQueries Queries => Services.GetRequiredService<LinkQueries>();

    protected List<string> Announced { get; } = [];

    /// <summary>Of the person who is signed in.</summary>
    protected string Role { get; set; } = Roles.Clerk;

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    public virtual async Task InitializeAsync()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        _store = _shared ?? await TestStore.CreateAsync(TestEngine.Sqlite);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(_store.Settings).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Facilities:0:HipId"] = HipId,
            ["Facilities:0:Name"] = "Test Hospital",
        });
        builder.AddData().AddLive().AddOutbox().AddCallbacks().AddFacilities().AddPatients().AddCareContexts().AddLinkingTokens().AddLinking().AddOffice().AddNotices().AddDiscovery().AddScans().AddSms();
        builder.Logging.ClearProviders();
        // The portal's own services, without the workers that would run the engine.
        foreach (var service in builder.Services.Where(service => service.ServiceType != typeof(IHostedService))) Services.Add(service);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<GatewayWeather>().AddSingleton<IGatewayApi>(Taking);
        Services.AddScoped<Announcer>().AddScoped<CurrentUser>();
        Services.AddScoped<AuthenticationStateProvider>(_ => new SignedIn(this));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        if (_shared is null) await Services.GetRequiredService<PortalStore>().PrepareAsync();
        await Services.GetRequiredService<FacilityDirectory>().LoadAsync(builder.Configuration);
        Services.GetRequiredService<Announcer>().Said += Announced.Add;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        if (_shared is null && _store is not null) await _store.DisposeAsync();
    }

    protected async Task<Patient> PatientAsync(string name = "Asha Rao", string? address = "asha.rao@sbx", string mobile = "9840012345")
    {
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(), HipId = HipId, Number = $"T-{++_people:000000}", Name = name, Gender = Gender.F, BirthDate = new DateOnly(1984, 3, 14),
            Mobile = mobile, PhrAddress = address, RegisteredAt = Clock.Utc(), UpdatedAt = Clock.Utc(),
        };
        patient.Index();
        await SaveAsync(patient);
        return patient;
    }

    protected async Task<HealthRecord> RecordAsync(Patient patient, string title = "Consultation note", string visit = "OPD-21", DateOnly? date = null)
    {
        var record = new HealthRecord
        {
            Id = Guid.CreateVersion7(), HipId = HipId, PatientId = patient.Id, VisitNumber = visit, Date = date ?? Today, HiType = HiType.OPConsultation,
            Title = title, Doctor = "Dr Menon", CreatedAt = Clock.Utc(),
        };
        await SaveAsync(record);
        return record;
    }

    /// <summary>Sends records into new care contexts, as another clerk would.</summary>
    protected async Task<Guid> SendAsync(Patient patient, params HealthRecord[] records)
    {
        var command = new LinkCommand(
            HipId, patient.Id, Guid.CreateVersion7(), [.. records.Select(record => new LinkCommandRecord(record.Id, new CareContextChoice.New()))]);
        return ((LinkSubmitted.Sent)await Services.GetRequiredService<LinkService>().SubmitAsync(command, A.Clerk)).RequestIds.Single();
    }

    /// <summary>One step of the state machine, committed and announced as the engine does.</summary>
    protected Task StepAsync(Guid id, Action<LinkRequest, DateTime> step) => Services.GetRequiredService<LinkStore>().ChangeAsync(
        id,
        (_, request) =>
        {
            step(request, Clock.Utc());
            return Task.FromResult(true);
        });

    protected Task AcceptedAsync(Guid id) => StepAsync(id, (request, now) =>
        request.AttemptAccepted(request.BeginAttempt(Guid.NewGuid(), null, now).RequestId, LinkTransition.T3, 202, null, now));

    protected Task LinkedAsync(Guid id) => StepAsync(id, (request, now) => request.Succeeded(request.CurrentAttempt!.RequestId, now));

    protected async Task<Guid> LinkAsync(Patient patient, params HealthRecord[] records)
    {
        var id = await SendAsync(patient, records);
        await AcceptedAsync(id);
        await LinkedAsync(id);
        return id;
    }

    protected async Task SaveAsync(object row)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        db.Add(row);
        await db.SaveChangesAsync();
    }

    private sealed class SignedIn(PageContext page) : AuthenticationStateProvider
    {
        /// <summary>Takes its time, as a store across a network would: what a page does meanwhile is seen.</summary>
        public override async Task<Signed> GetAuthenticationStateAsync()
        {
            await Task.Yield();
            return new Signed(new ClaimsPrincipal(new ClaimsIdentity(
                [new("iss", "https://id.test"), new("sub", "kavita"), new("name", "Kavita Clerk"), new("role", page.Role)], "Test", "name", "role")));
        }
    }
}
