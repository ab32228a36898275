using HrpPortal.Browser.Support;
using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Notices;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Scans;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Browser.EveryPage;

/// <summary>A hospital with one patient of every kind and one link request in every state.</summary>
public sealed class EveryPageStage : Stage
{
    private readonly Dictionary<LinkState, Guid> _requests = [];

    /// <summary>Some records linked, one not.</summary>
    public Patient Patient { get; private set; } = null!;

    public Patient WithoutRecords { get; private set; } = null!;

    public Patient WithoutAddress { get; private set; } = null!;

    /// <summary>A draft that became a request.</summary>
    public Guid SentDraft { get; private set; }

    /// <summary>A profile that was shared by somebody who is not on file.</summary>
    public Guid Scan { get; private set; }

    public IReadOnlyDictionary<LinkState, Guid> Requests => _requests;

    /// <summary>What people, places and documents are called, and what ABDM said: the same in every language.</summary>
    public IReadOnlyList<string> Data { get; } = [.. Enumerable.Range(1, 20).Select(number => $"Test Person{number}"), .. Enumerable.Range(1, 20).Append(99).Select(number => $"test.person{number}@sbx"),
        "Test Hospital", "Other Hospital", PortalHost.HipId, PortalHost.OtherHipId, "Consultation note", "Asha Admin", "Kavita Clerk", "(clerk)", "(records)", "(admin)", "name@abdm", "@abdm", "@sbx", "Invalid auth confirm request.", "nobody at all", "zzzz qqqq"];

    protected override async Task StartAsync()
    {
        await base.StartAsync();
        Patient = await Portal.PatientAsync();
        WithoutRecords = await Portal.PatientAsync();
        WithoutAddress = await WithoutAddressAsync();
        await AddAsync(await Portal.PatientAsync(), new ScriptedAnswer { Path = CallPaths.AddContexts, Silent = true }, LinkState.Accepted);
        _requests[LinkState.NoAnswer] = _requests[LinkState.Accepted];
        Portal.Clock.Advance(LinkRequest.AnswerWindow + TimeSpan.FromMinutes(2));
        await Portal.UntilAsync(_requests[LinkState.NoAnswer], LinkState.NoAnswer);
        await AddAsync(Patient, null, LinkState.Linked);
        await using (var db = await Portal.OpenDbAsync())
        {
            SentDraft = (await db.Set<LinkRequest>().SingleAsync(request => request.Id == _requests[LinkState.Linked])).DraftId;
            db.AddRange(Enum.GetValues<NoticeKind>().Select(Notice));
            await db.SaveChangesAsync();
        }

        await Portal.RecordAsync(Patient, "OPD-80");
        await AddAsync(await Portal.PatientAsync(), new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = "no" }, LinkState.Refused);
        await AddAsync(await Portal.PatientAsync(), new ScriptedAnswer { Path = CallPaths.Confirm, ErrorCode = 1441, Message = "Invalid auth confirm request." }, LinkState.NeedsHuman);
        await AddAsync(await Portal.PatientAsync(), new ScriptedAnswer { Path = CallPaths.AddContexts, Status = 503, Times = 5 }, LinkState.WaitRetry);
        _requests[LinkState.Cancelled] = _requests[LinkState.WaitRetry];
        await Portal.Links.CancelAsync(PortalHost.HipId, _requests[LinkState.Cancelled], A.Clerk);
        await Portal.UntilAsync(_requests[LinkState.Cancelled], LinkState.Cancelled);
        Portal.Sandbox.ClearScript();
        // Held for a day: it is still in the queue when its page is looked at.
        await AddAsync(await Portal.PatientAsync(), new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 1423, Message = "no" }, LinkState.WaitRetry);
        await Portal.CallBackAsync(HrpPortal.Gateway.CallbackPaths.OnAddContexts, $$$"""{"requestId":"{{{Guid.NewGuid()}}}","timestamp":"2026-11-22T10:00:00.000000","acknowledgement":{"status":"SUCCESS"},"resp":{"requestId":"{{{Guid.NewGuid()}}}"}}""");
        await AddAsync(await Portal.PatientAsync(), new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true }, LinkState.Accepted);
        Portal.Sandbox.AddAccount(new Account("test.person99@sbx", "Test Person20", "F", "1986-02-27", null, "9111111111"));
        await Portal.ShareAsync("test.person99@sbx", "V1", counter: "1");
        Scan = (await Portal.Services.GetRequiredService<ScanQueries>().ListAsync(PortalHost.HipId, [])).Single().Id;
    }

    private async Task<Patient> WithoutAddressAsync()
    {
        var id = (await Portal.PatientAsync()).Id;
        await using var db = await Portal.OpenDbAsync();
        var patient = await db.Set<Patient>().SingleAsync(one => one.Id == id);
        patient.PhrAddress = null;
        patient.Index();
        await db.SaveChangesAsync();
        return patient;
    }

    private async Task AddAsync(Patient patient, ScriptedAnswer? script, LinkState state)
    {
        if (script is not null) Portal.Sandbox.Script(script);
        var id = await Portal.SendAsync(patient, await Portal.RecordAsync(patient));
        await Portal.UntilAsync(id, state);
        _requests[state] = id;
    }

    private AbdmNotice Notice(NoticeKind kind) => new()
    {
        Id = Guid.CreateVersion7(), HipId = PortalHost.HipId, PatientId = Patient.Id, Kind = kind, ConsentId = $"{kind}", Purpose = kind == NoticeKind.ConsentGranted ? "CAREMGT" : null,
        Until = kind == NoticeKind.ConsentGranted ? new DateTime(2027, 11, 22, 6, 0, 0, DateTimeKind.Utc) : null, CmId = "sbx", ReceivedAt = Portal.Clock.Utc(),
    };
}
