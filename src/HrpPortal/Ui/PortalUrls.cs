using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace HrpPortal.Ui;

/// <summary>Every address of the portal, for its pages and its tests. Ids only: no name, number or address of a patient is ever part of one, except what a person typed into a search.</summary>
public static class PortalUrls
{
    public const string Home = "/";
    public const string Desk = "/desk";
    public const string Patients = "/patients";
    public const string NewPatient = "/patients/new";
    public const string Links = "/links";
    public const string Inbox = "/inbox";
    public const string Scans = "/scans";
    public const string Callbacks = "/callbacks";
    public const string Errors = "/admin/errors";
    public const string FacilitySettings = "/settings/facilities";
    public const string Status = "/status";
    public const string Bridge = "/settings/bridge";
    public const string Audit = "/audit";
    public const string Me = "/me";
    public const string MeSaved = "/me?saved=yes";
    public const string SaveMe = "/me/save";
    public const string SignOut = "/account/sign-out";
    public const string NotFound = "/not-found";
    public const string Error = "/error";
    public const string Workplace = "/facility";

    public static string SetLanguage(string culture, string returnUrl) => With("/culture/set", ("c", culture), ("to", returnUrl));

    public static string SignIn(string returnUrl) => With("/account/sign-in", ("returnUrl", returnUrl));

    public static string PatientSearch(string? text) => With(Patients, ("q", text));

    public static string DeskPatient(Guid id) => $"/desk/p/{id}";

    /// <summary>To the desk with who scanned at the counter.</summary>
    /// <param name="id">Of the shared profile.</param>
    /// <param name="again">Although a colleague has taken the patient.</param>
    public static string DeskScan(Guid id, bool again = false) => With(Desk, ("scan", id.ToString()), ("again", again ? "true" : null));

    public static string RegisterScan(Guid id) => $"/scans/{id}/register";

    public static string Patient(Guid id) => $"/patients/{id}";

    /// <param name="id">The patient.</param>
    /// <param name="forLink">The link request that waits for the correction; the page leads back to it.</param>
    public static string EditPatient(Guid id, Guid? forLink = null) => With($"/patients/{id}/edit", ("link", forLink?.ToString()));

    public static string AddRecord(Guid patientId) => $"/patients/{patientId}/records/new";

    /// <summary>Begins a draft, or goes on with it; with these records ticked instead of today's.</summary>
    public static string Wizard(Guid patientId, Guid draftId, string? records = null) => With($"/patients/{patientId}/link/{draftId}", ("records", records));

    public static string Draft(Guid id, string step) => $"/links/drafts/{id}/{step}";

    public static string Link(Guid id) => $"/links/{id}";

    /// <summary>Who looked at this patient, and what they did.</summary>
    public static string AuditOf(Guid patientId) => AuditList(patient: patientId);

    /// <param name="what">An action's name.</param>
    /// <param name="who">A person's id: no name stands in an address.</param>
    public static string AuditList(string? what = null, DateOnly? day = null, string? who = null, Guid? patient = null, int page = 1) =>
        Audited(Audit, what, day, who, patient, page);

    public static string AuditExport(string? what, DateOnly? day, string? who, Guid? patient) => Audited(Audit + "/export.csv", what, day, who, patient, 1);

    public static string Slip(Guid id, string? culture = null, string? paper = null) => With($"/links/{id}/slip", ("lang", culture), ("paper", paper));

    public static string LinkList(string? status = null, string? text = null, bool mine = false, DateOnly? from = null, string? before = null, string? view = null) =>
        Listed(Links, status, text, mine, from, before, view);

    /// <summary>The same list as a file; the same words choose what is in it.</summary>
    public static string LinkExport(string? status = null, string? text = null, bool mine = false, DateOnly? from = null, string? view = null) =>
        Listed(Links + "/export.csv", status, text, mine, from, null, view);

    /// <summary>22 letters instead of 36: a page's choices are lists of ids in its address.</summary>
    public static string Shorten(Guid id) => Base64Url.EncodeToString(id.ToByteArray());

    /// <summary>Null for anything that <see cref="Shorten"/> did not make.</summary>
    public static Guid? Restore(string text)
    {
        Span<byte> bytes = stackalloc byte[16];
        return text.Length == 22 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == 16 ? new Guid(bytes) : null;
    }

    private static string Audited(string path, string? what, DateOnly? day, string? who, Guid? patient, int page) => With(
        path, ("what", what), ("day", day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("who", who), ("patient", patient?.ToString()),
        ("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));

    private static string Listed(string path, string? status, string? text, bool mine, DateOnly? from, string? before, string? view) => With(path,
        ("status", status), ("q", text), ("mine", mine ? "yes" : null), ("from", from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("before", before), ("view", view));

    private static string With(string path, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString(path, query.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => KeyValuePair.Create(one.Name, one.Value)));
}
