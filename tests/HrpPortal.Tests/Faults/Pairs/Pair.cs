using HrpPortal.CareContexts;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Faults.Pairs;

/// <summary>One patient's link under one fault of the gateway and one way of the callback; the seed decides the rest.</summary>
internal sealed class Pair
{
    private readonly bool _taken;
    private readonly string _wayPath;
    private readonly ScriptedAnswer _way;

    public Pair(GatewayDialect dialect, GatewayFault fault, CallbackWay way, int seed, int number)
    {
        LinkPath = dialect == GatewayDialect.V05 ? CallPaths.AddContexts : CallPaths.LinkCareContext;
        string[] asking = dialect == GatewayDialect.V05 ? [CallPaths.Init, CallPaths.Confirm] : [CallPaths.GenerateToken];
        (Fault, Way, Seed) = (fault, way, seed);
        // Another draw for every cell, the same one whenever the seed is given back.
        var random = new Random((seed * 100_003) + (fault.Name + way.Name).Sum(letter => letter * 31));
        FaultPath = random.Next(10) switch { < 6 => LinkPath, < 8 => asking[0], _ => asking[^1] };
        _wayPath = random.Next(3) == 0 ? FaultPath : LinkPath;
        _taken = fault.Taken is Effect.Always || (fault.Taken is Effect.Perhaps && random.Next(2) == 0);
        _way = way.Script(random);
        var contexts = random.Next(2) == 0 ? 1 : 3;
        Before = contexts == 3 && random.Next(2) == 0 ? random.Next(3) : null;
        Patient = new Patient
        {
            Id = Guid.CreateVersion7(), HipId = PortalHost.HipId, Number = $"M-{number:000000}", Name = "Matrix " + string.Concat($"{number:000000}".Select(digit => (char)('a' + digit - '0'))), Gender = Gender.F,
            BirthDate = new DateOnly(1990, 1, 1), PhrAddress = $"matrix.person{number:000000}@sbx", Mobile = $"98{number:00000000}",
            RegisteredAt = DateTime.UnixEpoch, UpdatedAt = DateTime.UnixEpoch,
        };
        Patient.Index();
        Records = [.. Enumerable.Range(0, contexts).Select(index => new HealthRecord
        {
            Id = Guid.CreateVersion7(), HipId = PortalHost.HipId, PatientId = Patient.Id, VisitNumber = $"M-{number:000000}-{index}", Date = new DateOnly(2026, 11, 22),
            HiType = HrpPortal.CareContexts.HiType.OPConsultation, Title = "Consultation note", CreatedAt = DateTime.UnixEpoch,
        })];
    }

    public GatewayFault Fault { get; }

    public CallbackWay Way { get; }

    public int Seed { get; }

    /// <summary>The call that links, in the pair's dialect.</summary>
    public string LinkPath { get; }

    /// <summary>The call that the gateway's fault befalls.</summary>
    public string FaultPath { get; }

    public Patient Patient { get; }

    public HealthRecord[] Records { get; }

    /// <summary>Which of the care contexts ABDM has from before, if any: the first answer is 1439 then.</summary>
    public int? Before { get; }

    public Guid RequestId { get; set; }

    /// <summary>The gateway or the consent manager said no, and never took it back: a person must hear of it, and nothing is linked.</summary>
    public bool MayEndUnlinked => Fault.Refuses || (Way.ErrorFirst && (_wayPath != LinkPath || Before is not null));

    public string Name => $"{Fault.Name} × {Way.Name}, seed {Seed}: fault at {FaultPath}, taken {_taken}, way at {_wayPath}, {Records.Length} contexts, linked before {Before}";

    public string ReferenceOf(int index) => "CC-" + Records[index].VisitNumber;

    public void Prepare(PortalHost portal)
    {
        portal.Sandbox.AddAccount(new Account(Patient.PhrAddress!, Patient.Name, "F", Demographic.Day(Patient.BirthDate)));
        if (Before is { } index) portal.Sandbox.AddLink(Patient.HipId, Patient.PhrAddress!, ReferenceOf(index));
        if (Fault.Script is not { } script)
        {
            portal.Befalls(Patient, _wayPath, _way);
        }
        else if (_taken && _wayPath == FaultPath)
        {
            portal.Befalls(Patient, FaultPath, CallbackWay.Join(script(_taken), _way));
        }
        else
        {
            portal.Befalls(Patient, FaultPath, script(_taken));
            portal.Befalls(Patient, _wayPath, _way);
        }
    }
}
