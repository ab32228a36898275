using System.Net;
using System.Text;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrpPortal.Tests.Support;

/// <summary>
/// The whole portal on a real port with the sandbox as its gateway, each with a store of its own. Time goes on by itself and
/// can be moved forward; nothing waits for a real minute.
/// </summary>
public sealed class PortalHost : IAsyncDisposable
{
    public const string HipId = "IN0710000001";
    public const string OtherHipId = "IN0710000002";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly WebApplication _sandbox;
    private readonly Func<Factory> _make;
    private readonly TestStore _store;
    private Factory _factory;
    private int _people;

    private PortalHost(WebApplication sandbox, Func<Factory> make, TestStore store)
    {
        (_sandbox, _make, _store, _factory) = (sandbox, make, store, make());
        Sandbox = sandbox.Services.GetRequiredService<SandboxState>();
        Listen();
    }

    public SandboxState Sandbox { get; }

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public Uri SandboxAddress => _sandbox.Address();

    public IServiceProvider Services => _factory.Services;

    public IServiceProvider SandboxServices => _sandbox.Services;

    public TestStore Store => _store;

    public LinkService Links => Services.GetRequiredService<LinkService>();

    public LinkQueries Queries => Services.GetRequiredService<LinkQueries>();

    public MovableClock Clock => (MovableClock)Services.GetRequiredService<TimeProvider>();

    public CapturedLog Log => Services.GetRequiredService<CapturedLog>();

    public static async Task<PortalHost> StartAsync(
        Action<IDictionary<string, string?>>? settings = null, TestEngine engine = TestEngine.Sqlite, Action<SandboxOptions>? sandboxOptions = null,
        Action<IServiceCollection>? services = null)
    {
        var clock = new MovableClock();
        var store = await TestStore.CreateAsync(engine);
        var sandbox = SandboxApp.Build([], options =>
        {
            options.Port = 0;
            options.CallbackDelayMs = 0;
            options.KeyFile = Path.Combine(AppContext.BaseDirectory, "sandbox-keys.json");
            options.Clock = clock;
            foreach (var hipId in (string[])[HipId, OtherHipId]) options.Facilities.Add(new SandboxFacility { HipId = hipId, Name = hipId });
            sandboxOptions?.Invoke(options);
        });
        await sandbox.StartAsync();
        return new PortalHost(sandbox, () => new Factory(clock, new Dictionary<string, string?>(store.Settings), sandbox.Address(), settings, services), store);
    }

    /// <summary>Ends the portal in good order; the sandbox and the store stay.</summary>
    public ValueTask StopAsync() => _factory.DisposeAsync();

    /// <summary>Another portal on the same store, after <see cref="StopAsync"/>; on a port of its own.</summary>
    public void StartAgain()
    {
        _factory = _make();
        Listen();
    }

    public Task<PortalDb> OpenDbAsync() => Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    /// <summary>A client of the portal that follows no redirects and has no session.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <summary>A patient with an account at the consent manager; <paramref name="account"/> changes what that one holds.</summary>
    public async Task<Patient> PatientAsync(Func<Account, Account?>? account = null, string? address = null, string hipId = HipId, string? name = null)
    {
        var number = Interlocked.Increment(ref _people);
        address ??= $"test.person{number}@sbx";
        var now = Clock.Utc();
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(), HipId = hipId, Number = $"T-{number:000000}", Name = name ?? $"Test Person{number}", Gender = Gender.F,
            BirthDate = new DateOnly(1990, 1, 1).AddDays(number), PhrAddress = address, Mobile = $"98400{number:00000}", RegisteredAt = now, UpdatedAt = now,
        };
        patient.Index();
        await using var db = await OpenDbAsync();
        db.Add(patient);
        await db.SaveChangesAsync();
        var known = new Account(address, patient.Name, patient.Gender.ToString(), Demographic.Day(patient.BirthDate));
        if ((account is null ? known : account(known)) is { } put) Sandbox.AddAccount(put);
        return patient;
    }

    public async Task<HealthRecord> RecordAsync(Patient patient, string? visit = null, HrpPortal.CareContexts.HiType hiType = HrpPortal.CareContexts.HiType.OPConsultation)
    {
        var record = new HealthRecord
        {
            Id = Guid.CreateVersion7(), HipId = patient.HipId, PatientId = patient.Id, VisitNumber = visit ?? $"V-{Interlocked.Increment(ref _people):00000}",
            Date = new DateOnly(2026, 11, 22), HiType = hiType, Title = "Consultation note", CreatedAt = Clock.Utc(),
        };
        await using var db = await OpenDbAsync();
        db.Add(record);
        await db.SaveChangesAsync();
        return record;
    }

    /// <summary>Sends records into new care contexts, as the wizard does.</summary>
    public async Task<Guid> SendAsync(Patient patient, params HealthRecord[] records) =>
        ((LinkSubmitted.Sent)await Links.SubmitAsync(Command(patient, new CareContextChoice.New(), records), A.Clerk)).RequestIds.Single();

    /// <summary>A draft of its own with these records, all put into the same choice.</summary>
    public static LinkCommand Command(Patient patient, CareContextChoice choice, params HealthRecord[] records) =>
        new(patient.HipId, patient.Id, Guid.CreateVersion7(), [.. records.Select(record => new LinkCommandRecord(record.Id, choice))]);

    /// <summary>A callback as the gateway posts it, signed with the sandbox's key.</summary>
    /// <param name="requestId">In the header REQUEST-ID, as v3 has it; <paramref name="body"/> then has none.</param>
    public async Task<HttpStatusCode> CallBackAsync(string path, string body, string hipId = HipId, string? requestId = null)
    {
        using var client = Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", _sandbox.Services.GetRequiredService<GatewayTokens>().ForCallback());
        request.Headers.Add("X-HIP-ID", hipId);
        if (requestId is not null) request.Headers.Add("REQUEST-ID", requestId);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    public async Task<LinkDetails> DetailsAsync(Guid id, string hipId = HipId) =>
        await Queries.DetailsAsync(hipId, id) ?? throw new InvalidOperationException($"No link request {id}.");

    /// <summary>Waits for a state; on the deadline says where the request stands instead.</summary>
    public async Task<LinkDetails> UntilAsync(Guid id, LinkState state)
    {
        LinkDetails? seen = null;
        await Eventually.TrueAsync(async () => (seen = await DetailsAsync(id)).Row.State == state, () => $"{id} is {seen?.Row.State} ({seen?.Row.Reason}), not {state}\n{Log.Troubles}", Deadline);
        return seen!;
    }

    private void Listen()
    {
        _factory.UseKestrel(0);
        _factory.StartServer();
        Sandbox.BridgeUrl = Address.ToString().TrimEnd('/');
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _sandbox.DisposeAsync();
        await _store.DisposeAsync();
    }

    private sealed class Factory(MovableClock clock, Dictionary<string, string?> store, Uri sandbox, Action<IDictionary<string, string?>>? settings, Action<IServiceCollection>? more)
        : WebApplicationFactory<PortalDb>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSolutionRelativeContentRoot("", "HrpPortal.sln");
            builder.UseEnvironment("Testing");
            var values = new Dictionary<string, string?>(store)
            {
                ["Gateway:BaseUrl"] = new Uri(sandbox, "gateway").ToString(),
                ["Gateway:V3BaseUrl"] = new Uri(sandbox, "api/hiecm").ToString(),
                ["Gateway:FacilityUrl"] = sandbox.ToString(),
                ["Gateway:ClientId"] = "SBX_HRP_PORTAL",
                ["Gateway:ClientSecret"] = "sandbox-only",
                ["Gateway:TimeoutSeconds"] = "5",
                ["Facilities:0:HipId"] = HipId,
                ["Facilities:0:Name"] = "Test Hospital",
                ["Facilities:1:HipId"] = OtherHipId,
                ["Facilities:1:Name"] = "Other Hospital",
                ["Oidc:Authority"] = new Uri(sandbox, "oidc").ToString(),
                ["Oidc:ClientId"] = "hrp-portal",
                ["Oidc:ClientSecret"] = "sandbox-only",
                ["Oidc:RequireHttpsMetadata"] = "false",
                ["Outbox:PollMilliseconds"] = "50",
                ["Sms:Url"] = new Uri(sandbox, "sandbox/sms").ToString(),
            };
            settings?.Invoke(values);
            foreach (var (key, value) in values) builder.UseSetting(key, value);
            builder.ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.AddSingleton<CapturedLog>();

                // Pages are asked for in plain http here, and only here.
                services.PostConfigure<AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                more?.Invoke(services);
            });
            builder.ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug)
                .Services.AddSingleton<ILoggerProvider>(all => all.GetRequiredService<CapturedLog>()));
        }
    }
}
