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

/// <summary>
/// One gateway that lives, one store on the disk, and a portal that dies and is started again on the same port. Each round has
/// a patient of its own, so that a round's facts are those of its patient.
/// </summary>
public sealed class KillLane : IAsyncLifetime
{
    public const string HipId = PortalHost.HipId;

    private const int Patients = 400;

    private readonly Queue<(Patient Patient, HealthRecord Record)> _people = new();
    private TestStore _store = null!;
    private WebApplication _sandbox = null!;
    private Dictionary<string, string?> _settings = null!;
    private PortalProcess? _portal;

    public SandboxState Sandbox { get; private set; } = null!;

    internal PortalProcess Portal => _portal ?? throw new InvalidOperationException("The portal is down.");

    public async Task InitializeAsync()
    {
        _store = await TestStore.CreateAsync(TestEngine.Sqlite);
        _sandbox = SandboxApp.Build([], options =>
        {
            (options.Port, options.CallbackDelayMs, options.PeopleFile) = (0, 0, "");
            options.KeyFile = Path.Combine(AppContext.BaseDirectory, "sandbox-keys.json");
        });
        await _sandbox.StartAsync();
        Sandbox = _sandbox.Services.GetRequiredService<SandboxState>();
        Sandbox.BridgeUrl = $"http://127.0.0.1:{FreePort()}";
        _settings = Settings();
        await SeedAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _sandbox.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>A portal for a round: the one of the round before, or a new one where that round came to grief.</summary>
    public async Task StartAsync()
    {
        await StopAsync();
        _portal = await PortalProcess.StartAsync(_settings);
    }

    public async Task EnsureAliveAsync()
    {
        if (_portal is null) await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
        _portal = null;
    }

    /// <summary>Somebody with an account at the consent manager, no linking token yet, and one record that is not linked.</summary>
    public (Patient Patient, HealthRecord Record) Next()
    {
        var next = _people.Dequeue();
        Sandbox.AddAccount(new Account(next.Patient.PhrAddress!, next.Patient.Name, "F", HrpPortal.Gateway.Demographic.Day(next.Patient.BirthDate)));
        return next;
    }

    /// <summary>The portal's own store, read beside it (or after its death, as it would find it).</summary>
    public PortalDb OpenDb()
    {
        var settings = new DatabaseSettings(DatabaseProvider.Sqlite, _store.ConnectionString);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings);
        return new PortalDb(options.Options, new WriteTurn(settings));
    }

    private async Task SeedAsync()
    {
        var settings = new DatabaseSettings(DatabaseProvider.Sqlite, _store.ConnectionString);
        var options = new DbContextOptionsBuilder<PortalDb>();
        options.UsePortalStore(settings);
        using (var store = new PortalStore(new Databases(OpenDb), settings)) await store.PrepareAsync();
        await using var db = OpenDb();
        var now = TimeProvider.System.Utc();
        for (var number = 1; number <= Patients; number++)
        {
            var patient = new Patient
            {
                Id = Guid.CreateVersion7(), HipId = HipId, Number = $"K-{number:0000}", Name = $"Test Person{number}", Gender = Gender.F,
                BirthDate = new DateOnly(1980, 1, 1).AddDays(number), PhrAddress = $"test.person{number}@sbx", RegisteredAt = now, UpdatedAt = now,
            };
            patient.Index();
            var record = new HealthRecord
            {
                Id = Guid.CreateVersion7(), HipId = HipId, PatientId = patient.Id, VisitNumber = $"VK-{number:0000}", Date = new DateOnly(2026, 11, 22),
                HiType = CareContexts.HiType.OPConsultation, Title = "Consultation note", CreatedAt = now,
            };
            db.AddRange(patient, record);
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
