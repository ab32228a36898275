using System.Reflection;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Browser.EveryPage;

/// <summary>Every page of the portal in the states that it can be brought into. The routes are asked of the code: a page that is not here fails a test.</summary>
internal static class PageTable
{
    private const string Wizard = "/links/drafts/{DraftId:guid}/{StepName}";

    public static IReadOnlyList<string> Routes { get; } =
        [.. typeof(App).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Distinct()];

    public static IReadOnlyList<PageState> States { get; } =
    [
        new("/", "", _ => PortalUrls.Home),
        new("/desk", "empty", _ => PortalUrls.Desk),
        new("/desk", "found", _ => PortalUrls.Desk, PageActs.FindAsync),
        new("/desk", "not found", _ => PortalUrls.Desk, PageActs.FindNobodyAsync),
        new("/desk", "no card", _ => PortalUrls.Desk, PageActs.ScanNoCardAsync),
        new("/desk/p/{PatientId:guid}", "filled", stage => PortalUrls.DeskPatient(stage.Patient.Id)),
        new("/desk/p/{PatientId:guid}", "empty", stage => PortalUrls.DeskPatient(stage.WithoutRecords.Id)),
        new("/desk/p/{PatientId:guid}", "no address", stage => PortalUrls.DeskPatient(stage.WithoutAddress.Id)),
        new("/desk", "scan over", _ => PortalUrls.DeskScan(Guid.NewGuid()), PageActs.ToldAsync),
        new("/scans", "filled", _ => PortalUrls.Scans),
        new("/scans/{Id:guid}/register", "filled", stage => PortalUrls.RegisterScan(stage.Scan)),
        new("/scans/{Id:guid}/register", "error", stage => PortalUrls.RegisterScan(stage.Scan), PageActs.SubmitAsync),
        new("/patients", "empty", _ => PortalUrls.PatientSearch("nobody at all")),
        new("/patients", "filled", _ => PortalUrls.Patients),
        new("/patients", "keys", _ => PortalUrls.Patients, PageActs.KeysAsync),
        new("/patients", "session ends", _ => PortalUrls.Patients, PageActs.SessionEndsAsync),
        new("/patients", "connection lost", _ => PortalUrls.Patients, PageActs.ConnectionLostAsync),
        new("/patients/new", "empty", _ => PortalUrls.NewPatient),
        new("/patients/new", "error", _ => PortalUrls.NewPatient, PageActs.SubmitAsync),
        new("/patients/{Id:guid}", "filled", stage => PortalUrls.Patient(stage.Patient.Id)),
        new("/patients/{Id:guid}", "empty", stage => PortalUrls.Patient(stage.WithoutRecords.Id)),
        new("/patients/{Id:guid}", "no address", stage => PortalUrls.Patient(stage.WithoutAddress.Id)),
        new("/patients/{Id:guid}/edit", "filled", stage => PortalUrls.EditPatient(stage.Patient.Id)),
        new("/patients/{Id:guid}/edit", "for a request", stage => PortalUrls.EditPatient(stage.Patient.Id, stage.Requests[LinkState.NeedsHuman])),
        new("/patients/{Id:guid}/records/new", "empty", stage => PortalUrls.AddRecord(stage.Patient.Id)),
        new("/patients/{Id:guid}/records/new", "error", stage => PortalUrls.AddRecord(stage.Patient.Id), PageActs.SubmitAsync),
        new("/patients/{Id:guid}/link/{DraftId:guid}", "", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid())),
        new(Wizard, "address", stage => PortalUrls.Wizard(stage.WithoutAddress.Id, Guid.NewGuid())),
        new(Wizard, "address, error", stage => PortalUrls.Wizard(stage.WithoutAddress.Id, Guid.NewGuid()), PageActs.WrongAddressAsync),
        new(Wizard, "address, card", stage => PortalUrls.Wizard(stage.WithoutAddress.Id, Guid.NewGuid()), PageActs.ScanAsync),
        new(Wizard, "no records", stage => PortalUrls.Wizard(stage.WithoutRecords.Id, Guid.NewGuid())),
        new(Wizard, "permission", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid())),
        new(Wizard, "permission, error", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid()), PageActs.SubmitAsync),
        new(Wizard, "permission, ways", stage => PortalUrls.Wizard(stage.Asked[AuthenticationState.NeedsChoice].Id, Guid.NewGuid()), PageActs.AskedAsync),
        new(Wizard, "permission, code", stage => PortalUrls.Wizard(stage.Asked[AuthenticationState.NeedsCode].Id, Guid.NewGuid()), PageActs.AskedAsync),
        new(Wizard, "permission, app", stage => PortalUrls.Wizard(stage.Asked[AuthenticationState.NeedsPatient].Id, Guid.NewGuid()), PageActs.AskedAsync),
        new(Wizard, "permission, other profile", stage => PortalUrls.Wizard(stage.Asked[AuthenticationState.NeedsLook].Id, Guid.NewGuid()), PageActs.AskedAsync),
        new(Wizard, "records", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid()), PageActs.ToRecordsAsync),
        new(Wizard, "records, error", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid()), PageActs.ChooseNothingAsync),
        new(Wizard, "check", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid()), PageActs.CheckAsync),
        new(Wizard, "check, error", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid()), PageActs.WrongDisplayAsync),
        new(Wizard, "sent", stage => PortalUrls.Draft(stage.SentDraft, "sent")),
        new("/links", "filled", _ => PortalUrls.Links),
        new("/links", "ticked", _ => PortalUrls.Links, PageActs.TickAsync),
        new("/links", "empty", _ => PortalUrls.LinkList("cancelled", "nobody at all")),
        new("/links/{Id:guid}", "linked", stage => PortalUrls.Link(stage.Requests[LinkState.Linked])),
        new("/links/{Id:guid}", "waiting", stage => PortalUrls.Link(stage.Requests[LinkState.Accepted])),
        new("/links/{Id:guid}", "in the queue", stage => PortalUrls.Link(stage.Requests[LinkState.WaitRetry])),
        new("/links/{Id:guid}", "refused", stage => PortalUrls.Link(stage.Requests[LinkState.Refused])),
        new("/links/{Id:guid}", "needs action", stage => PortalUrls.Link(stage.Requests[LinkState.NeedsHuman])),
        new("/links/{Id:guid}", "no reply", stage => PortalUrls.Link(stage.Requests[LinkState.NoAnswer])),
        new("/links/{Id:guid}", "cancelled", stage => PortalUrls.Link(stage.Requests[LinkState.Cancelled])),
        new("/links/{Id:guid}", "for IT", stage => PortalUrls.Link(stage.Requests[LinkState.Refused]), PageActs.ForItAsync),
        new("/links/{Id:guid}/slip", "roll", stage => PortalUrls.Slip(stage.Requests[LinkState.Linked]), HasCircuit: false),
        new("/links/{Id:guid}/slip", "A5", stage => PortalUrls.Slip(stage.Requests[LinkState.Accepted], "hi-IN", "a5"), HasCircuit: false),
        new("/inbox", "filled", _ => PortalUrls.Inbox),
        new("/audit", "filled", _ => PortalUrls.Audit),
        new("/audit", "of a patient", stage => PortalUrls.AuditOf(stage.Patient.Id)),
        new("/audit", "empty", _ => PortalUrls.AuditList("BridgeRegistered", new DateOnly(2020, 1, 1))),
        new("/callbacks", "filled", _ => PortalUrls.Callbacks),
        new("/admin/errors", "filled", _ => PortalUrls.Errors),
        new("/settings/facilities", "filled", _ => PortalUrls.FacilitySettings),
        new("/settings/facilities", "new", _ => PortalUrls.FacilitySettings, PageActs.AddFacilityAsync),
        new("/settings/facilities", "error", _ => PortalUrls.FacilitySettings, PageActs.AddNoFacilityAsync),
        new("/settings/bridge", "filled", _ => PortalUrls.Bridge, PageActs.BridgeReadAsync),
        new("/status", "filled", _ => PortalUrls.Status, PageActs.CheckedAsync),
        new("/status", "tested", _ => PortalUrls.Status, PageActs.TestCallbacksAsync),
        new("/me", "filled", _ => PortalUrls.Me),
        new("/me", "saved", _ => PortalUrls.MeSaved),
        new("/not-found", "", _ => PortalUrls.NotFound),
        new("/error", "", _ => PortalUrls.Error, HasCircuit: false),
        new("/account/no-access", "", _ => "/account/no-access?needs=Admin", HasCircuit: false),
        new("/account/signed-out", "", _ => "/account/signed-out", HasCircuit: false),
        new("/account/sign-in-failed", "stale", _ => "/account/sign-in-failed?reason=Stale&id=0123abcd", HasCircuit: false),
        new("/account/sign-in-failed", "unreachable", _ => "/account/sign-in-failed?reason=Unreachable", HasCircuit: false),
    ];
}
