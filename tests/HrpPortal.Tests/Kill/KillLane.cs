using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Patients;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Kill;

/// <summary>What a lane has beside the usual.</summary>
internal sealed record LaneOptions
{
    public TestEngine Engine { get; init; } = TestEngine.Sqlite;

    /// <summary>A PostgreSQL of the test's own; the run's when null.</summary>
    public string? Server { get; init; }

    /// <summary>Patients with one record each, made before the first portal.</summary>
    public int People { get; init; } = 400;

    /// <summary>Settings and variables of the environment that the portal gets on top.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}

/// <summary>
/// One gateway that lives, one store on the disk, and a portal that dies and is started again on the same port. Each round has
/// patients of its own, so that a round's facts are those of its patients.
/// </summary>
public sealed class KillLane : IAsyncLifetime
{
    public const string HipId = PortalHost.HipId;

    private readonly LaneOptions _options;
    private readonly Queue<(Patient Patient, HealthRecord Record)> _people = new();
    private readonly MovableClock _clock = new();
    private TestStore _store = null!;
    private WebApplication _sandbox = null!;
    private Dictionary<string, string?> _settings = null!;
    private PortalProcess? _portal;
    private TimeSpan _ahead;
    private int _numbers;

    public KillLane()
        : this(new LaneOptions())
    {
    }

    internal KillLane(LaneOptions options) => _options = options;

    public SandboxState Sandbox { get; private set; } = null!;

    public IServiceProvider SandboxServices => _sandbox.Services;

    /// <summary>Where a SQLite store lies.</summary>
    public string Folder => Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(_store.ConnectionString).DataSource)!;

    internal PortalProcess Portal => _portal ?? throw new InvalidOperationException("The portal is down.");

    internal int PeopleLeft => _people.Count;

    public async Task InitializeAsync()
    {
        _store = await TestStore.CreateAsync(_options.Engine, _options.Server);
        _sandbox = SandboxApp.Build([], options =>
        {
            (options.Port, options.CallbackDelayMs, options.PeopleFile, options.Clock) = (0, 0, "", _clock);
            options.KeyFile = Path.Combine(AppContext.BaseDirectory, "sandbox-keys.json");
        });
        await _sandbox.StartAsync();
        Sandbox = _sandbox.Services.GetRequiredService<SandboxState>();
        Sandbox.BridgeUrl = $"http://127.0.0.1:{FreePort()}";
        _settings = Settings();
        foreach (var (key, value) in _options.Settings) _settings[key] = value;
        var settings = new DatabaseSettings(_store.Provider, _store.ConnectionString + (_options.Engine == TestEngine.Sqlite ? ";Pooling=False" : ""));
        using (var file = new StoreFile(settings)) await new PortalStore(new Databases(OpenDb), file).PrepareAsync();
        await SeedAsync(_options.People);
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _sandbox.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>A portal for a round: the one of the round before, or a new one where that round came to grief.</summary>
    public async Task StartAsync(params string[] under)
    {
        await LaunchAsync(under);
        await Portal.ReadyAsync();
    }

    /// <summary>Starts it and does not wait until it listens.</summary>
    internal async Task<PortalProcess> LaunchAsync(params string[] under)
    {
        await StopAsync();
        _settings["Demo:ClockAhead"] = _ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return _portal = PortalProcess.Launch(_settings, under);
    }

    /// <summary>A setting, or a variable of the environment, for the portals to come; null takes it away.</summary>
    internal void Set(string key, string? value) => _settings[key] = value;

    public async Task EnsureAliveAsync()
    {
        if (_portal is null) await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
        _portal = null;
    }

    /// <summary>Time passes for all: the gateway, the consent manager and the portal.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        _ahead += time;
        _clock.Advance(time);
        Assert.Equal("ahead", await Portal.SayAsync($"ahead {_ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>Somebody with an account at the consent manager, no linking token yet, and one record that is not linked.</summary>
    public (Patient Patient, HealthRecord Record) Next()
    {
        var next = _people.Dequeue();
        Sandbox.AddAccount(new Account(next.Patient.PhrAddress!, next.Patient.Name, "F", HrpPortal.Gateway.Demographic.Day(next.Patient.BirthDate)));
        return next;
    }

    /// <summary>A living portal's store, read beside it. Nothing stays open: the next portal must be the first to open what a dead one left.</summary>
    public PortalDb OpenDb() => _options.Engine == TestEngine.Sqlite ? StoreCopy.Open(_store.ConnectionString + ";Pooling=False") : _store.Open();

    public async Task SeedAsync(int people)
    {
        await using var db = OpenDb();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var now = TimeProvider.System.Utc();
        for (var added = 0; added < people; added++)
        {
            var number = ++_numbers;
            var patient = new Patient
            {
                Id = Guid.CreateVersion7(), HipId = HipId, Number = $"K-{number:000000}", Name = $"Test Person{number}", Gender = Gender.F,
                BirthDate = new DateOnly(1940, 1, 1).AddDays(number % 25_000), PhrAddress = $"test.person{number}@sbx", RegisteredAt = now, UpdatedAt = now,
            };
            patient.Index();
            var record = new HealthRecord
            {
                Id = Guid.CreateVersion7(), HipId = HipId, PatientId = patient.Id, VisitNumber = $"VK-{number:000000}", Date = new DateOnly(2026, 11, 22),
                HiType = CareContexts.HiType.OPConsultation, Title = "Consultation note", CreatedAt = now,
            };
            db.Add(patient);
            db.Add(record);
            _people.Enqueue((patient, record));
        }

        await db.SaveChangesAsync();
    }

    private Dictionary<string, string?> Settings() => new(_store.Settings)
    {
        ["DOTNET_ENVIRONMENT"] = "Testing",
        ["ASPNETCORE_ENVIRONMENT"] = "Testing",
        ["DOTNET_TieredPGO"] = "0", // A life of seconds: profiling itself would not pay.
        ["Urls"] = Sandbox.BridgeUrl,
        ["Gateway:BaseUrl"] = new Uri(_sandbox.Address(), "gateway").ToString(),
        ["Gateway:V3BaseUrl"] = new Uri(_sandbox.Address(), "api/hiecm").ToString(),
        ["Gateway:ClientId"] = "SBX_HRP_PORTAL",
        ["Gateway:ClientSecret"] = "sandbox-only",
        ["Gateway:TimeoutSeconds"] = "5",
        ["Facilities:0:HipId"] = HipId,
        ["Facilities:0:Name"] = "Test Hospital",
        ["Oidc:Authority"] = new Uri(_sandbox.Address(), "oidc").ToString(),
        ["Oidc:ClientId"] = "hrp-portal",
        ["Oidc:ClientSecret"] = "sandbox-only",
        ["Oidc:RequireHttpsMetadata"] = "false",
        ["Outbox:PollMilliseconds"] = "50",
        ["Demo:Drill"] = "true",
    };

    /// <summary>Chosen beforehand and kept, so that callbacks find the portal that came back.</summary>
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Databases(Func<PortalDb> open) : IDbContextFactory<PortalDb>
    {
        public PortalDb CreateDbContext() => open();
    }
}
