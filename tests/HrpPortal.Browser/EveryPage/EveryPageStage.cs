using HrpPortal.Browser.Support;
using HrpPortal.Data;
using HrpPortal.Discovery;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Notices;
using HrpPortal.Patients;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Scans;
using HrpPortal.Tests.LinkingTokens;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Browser.EveryPage;

/// <summary>A hospital with one patient of every kind and one link request in every state.</summary>
public sealed class EveryPageStage : Stage
{
    private readonly Dictionary<LinkState, Guid> _requests = [];
    private readonly Dictionary<AuthenticationState, Patient> _asked = [];

    /// <summary>Some records linked, one not.</summary>
    public Patient Patient { get; private set; } = null!;

    public Patient WithoutRecords { get; private set; } = null!;

    public Patient WithoutAddress { get; private set; } = null!;

    /// <summary>Patients who are asked for their permission: by state.</summary>
    public IReadOnlyDictionary<AuthenticationState, Patient> Asked => _asked;

    /// <summary>A draft that became a request.</summary>
    public Guid SentDraft { get; private set; }

    /// <summary>A profile that was shared by somebody who is not on file.</summary>
    public Guid Scan { get; private set; }

    public IReadOnlyDictionary<LinkState, Guid> Requests => _requests;

    /// <summary>What people, places and documents are called, and what ABDM said: the same in every language.</summary>
    public IReadOnlyList<string> Data { get; } = [.. Enumerable.Range(1, 40).Select(number => $"Test Person{number}"), .. Enumerable.Range(1, 40).Append(99).Select(number => $"test.person{number}@sbx"),
        "Test Hospital", "Other Hospital", PortalHost.HipId, PortalHost.OtherHipId, "Consultation note", "Asha Admin", "Kavita Clerk", "(clerk)", "(records)", "(admin)", "name@abdm", "@abdm", "@sbx", "Invalid auth confirm request.", "nobody at all", "zzzz qqqq"];

    protected override async Task StartAsync()
    {
        await base.StartAsync();
        Patient = await Portal.PatientAsync();
        WithoutRecords = await Portal.PatientAsync();
        WithoutAddress = await Portal.WithoutAddressAsync();
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
        await SearchesAsync(Patient);
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
        await AskAllAsync();
    }

    /// <summary>Asked, and waiting for the patient in each way.</summary>
    private async Task AskAllAsync()
    {
        foreach (var (state, method) in new[]
        {
            (AuthenticationState.NeedsChoice, AuthenticationMethod.Unchosen), (AuthenticationState.NeedsCode, AuthenticationMethod.MobileOtp),
            (AuthenticationState.NeedsPatient, AuthenticationMethod.Direct),
        })
        {
            var patient = _asked[state] = await Portal.WithPhoneAsync();
            await Portal.RecordAsync(patient, $"OPD-9{_asked.Count}");
            if (method != AuthenticationMethod.Unchosen) await Portal.AskAsync(patient, method);
            else await Portal.BeginAskingAsync(patient);
        }

        var other = _asked[AuthenticationState.NeedsLook] = await Portal.PatientAsync(account => account with { Name = "Test Person1", Gender = "M", DateOfBirth = "1950-01-01", Mobile = "9840055555" });
        await Portal.RecordAsync(other, "OPD-99");
        await Portal.TypeAsync(await Portal.AskAsync(other, AuthenticationMethod.MobileOtp), other);
        await Portal.UntilAskedAsync(other, asked => asked.Open is { State: AuthenticationState.NeedsLook });
    }

    /// <summary>What this patient did in the app, in words of several kinds.</summary>
    private async Task SearchesAsync(Patient patient)
    {
        var now = Portal.Clock.GetUtcNow().UtcDateTime;
        await using var db = await Portal.OpenDbAsync();
        foreach (var state in (AppSearchState[])[AppSearchState.Found, AppSearchState.NothingToLink, AppSearchState.Several])
            db.Add(Search(state));
        var noMobile = Search(AppSearchState.Found);
        noMobile.Choose(new Dictionary<Guid, string>(), Guid.NewGuid(), "", now);
        noMobile.CannotProve(CodeTrouble.NoMobile, now);
        db.Add(noMobile);
        await db.SaveChangesAsync();

        AppSearch Search(AppSearchState state) => new()
        {
            Id = Guid.CreateVersion7(), HipId = patient.HipId, Dialect = HrpPortal.Gateway.GatewayDialect.V05, PatientId = patient.Id, TransactionId = Guid.NewGuid().ToString(),
            RequestId = Guid.NewGuid(), PhrAddress = patient.PhrAddress!, AddressKey = patient.AddressKey!, AskedAt = now, Shown = 2, State = state,
        };
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
