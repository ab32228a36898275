using System.Reflection;
using HrpPortal.Browser.Support;
using HrpPortal.Linking;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace HrpPortal.Browser.EveryPage;

/// <summary>Every page of the portal in the states that it can be brought into. The routes are asked of the code: a page that is not here fails a test.</summary>
internal static class PageTable
{
    public static IReadOnlyList<string> Routes { get; } =
        [.. typeof(App).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Distinct()];

    /// <summary>Pages that do not speak Hindi yet: the wizard, and of a request what is folded away for IT.</summary>
    public static IReadOnlySet<string> EnglishOnly { get; } = new HashSet<string> { "/patients/{Id:guid}/link/{DraftId:guid}", "/links/{Id:guid}" };

    public static IReadOnlyList<PageState> States { get; } =
    [
        new("/desk", "empty", _ => PortalUrls.Desk),
        new("/desk/p/{PatientId:guid}", "filled", stage => PortalUrls.DeskPatient(stage.Patient.Id)),
        new("/desk/p/{PatientId:guid}", "empty", stage => PortalUrls.DeskPatient(stage.WithoutRecords.Id)),
        new("/patients", "empty", _ => PortalUrls.PatientSearch("nobody at all")),
        new("/patients", "filled", _ => PortalUrls.Patients),
        new("/patients", "keys", _ => PortalUrls.Patients, KeysAsync),
        new("/patients", "session ends", _ => PortalUrls.Patients, SessionEndsAsync),
        new("/patients", "connection lost", _ => PortalUrls.Patients, ConnectionLostAsync),
        new("/patients/new", "empty", _ => PortalUrls.NewPatient),
        new("/patients/new", "error", _ => PortalUrls.NewPatient, SubmitAsync),
        new("/patients/{Id:guid}", "filled", stage => PortalUrls.Patient(stage.Patient.Id)),
        new("/patients/{Id:guid}", "empty", stage => PortalUrls.Patient(stage.WithoutRecords.Id)),
        new("/patients/{Id:guid}/edit", "filled", stage => PortalUrls.EditPatient(stage.Patient.Id)),
        new("/patients/{Id:guid}/edit", "for a request", stage => PortalUrls.EditPatient(stage.Patient.Id, stage.Requests[LinkState.NeedsHuman])),
        new("/patients/{Id:guid}/records/new", "empty", stage => PortalUrls.AddRecord(stage.Patient.Id)),
        new("/patients/{Id:guid}/records/new", "error", stage => PortalUrls.AddRecord(stage.Patient.Id), SubmitAsync),
        new("/", "", _ => PortalUrls.Home),
        new("/desk", "empty", _ => PortalUrls.Desk),
        new("/desk", "found", _ => PortalUrls.Desk, FindAsync),
        new("/desk", "not found", _ => PortalUrls.Desk, FindNobodyAsync),
        new("/desk/p/{PatientId:guid}", "filled", stage => PortalUrls.DeskPatient(stage.Patient.Id)),
        new("/desk/p/{PatientId:guid}", "empty", stage => PortalUrls.DeskPatient(stage.WithoutRecords.Id)),
        new("/inbox", "filled", _ => PortalUrls.Inbox),
        new("/links", "filled", _ => PortalUrls.Links),
        new("/links", "empty", _ => PortalUrls.LinkList("cancelled")),
        new("/links/{Id:guid}", "linked", stage => PortalUrls.Link(stage.Requests[LinkState.Linked])),
        new("/links/{Id:guid}", "waiting", stage => PortalUrls.Link(stage.Requests[LinkState.Accepted])),
        new("/links/{Id:guid}", "in the queue", stage => PortalUrls.Link(stage.Requests[LinkState.WaitRetry])),
        new("/links/{Id:guid}", "refused", stage => PortalUrls.Link(stage.Requests[LinkState.Refused])),
        new("/links/{Id:guid}", "needs action", stage => PortalUrls.Link(stage.Requests[LinkState.NeedsHuman])),
        new("/patients/{Id:guid}/link/{DraftId:guid}", "records", stage => PortalUrls.Wizard(stage.Patient.Id, Guid.NewGuid())),
        new("/inbox", "filled", _ => PortalUrls.Inbox),
        new("/links/drafts/{DraftId:guid}/{StepName}", "permission", stage => PortalUrls.Wizard(stage.WithoutRecords.Id, Guid.NewGuid())),
        new("/callbacks", "empty", _ => PortalUrls.Callbacks),
        new("/admin/errors", "filled", _ => PortalUrls.Errors),
        new("/me", "filled", _ => PortalUrls.Me),
        new("/me", "saved", _ => PortalUrls.MeSaved),
        new("/links/{Id:guid}/slip", "roll", stage => PortalUrls.Slip(stage.Requests[LinkState.Linked]), HasCircuit: false),
        new("/links/{Id:guid}/slip", "A5", stage => PortalUrls.Slip(stage.Requests[LinkState.Accepted], "hi-IN", "a5"), HasCircuit: false),
        new("/not-found", "", _ => PortalUrls.NotFound),
        new("/error", "", _ => PortalUrls.Error, HasCircuit: false),
        new("/account/no-access", "", _ => "/account/no-access?needs=Admin", HasCircuit: false),
        new("/account/signed-out", "", _ => "/account/signed-out", HasCircuit: false),
        new("/account/sign-in-failed", "stale", _ => "/account/sign-in-failed?reason=Stale&id=0123abcd", HasCircuit: false),
        new("/account/sign-in-failed", "unreachable", _ => "/account/sign-in-failed?reason=Unreachable", HasCircuit: false),
    ];

    private static async Task FindAsync(Person person)
    {
        await person.Page.Locator("[data-search]").FillAsync("Test");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
    }

    private static async Task FindNobodyAsync(Person person)
    {
        await person.Page.Locator("[data-search]").FillAsync("zzzz qqqq");
        await Assertions.Expect(person.Page.Locator("#desk-results, main").GetByText("zzzz qqqq").First).ToBeVisibleAsync();
    }

    private static async Task KeysAsync(Person person)
    {
        await person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await person.Page.Keyboard.PressAsync("Shift+Slash");
        await Assertions.Expect(person.Page.Locator("#help")).ToBeVisibleAsync();
    }

    private static async Task SessionEndsAsync(Person person)
    {
        await person.Page.RouteAsync("**/account/session", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"seconds":45,"canStay":true}""" }));
        await person.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(person.Page.Locator("#session-end")).ToBeVisibleAsync();
        await person.Page.UnrouteAllAsync();
    }

    /// <summary>As blazor.web.js says it: by a class.</summary>
    private static async Task ConnectionLostAsync(Person person)
    {
        await person.Page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').classList.add('components-reconnect-failed')");
        await Assertions.Expect(person.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
    }

    private static async Task SubmitAsync(Person person)
    {
        await person.Page.Locator("main button.primary").ClickAsync();
        await Assertions.Expect(person.Page.Locator("[data-error-summary]")).ToBeFocusedAsync();
    }
}
