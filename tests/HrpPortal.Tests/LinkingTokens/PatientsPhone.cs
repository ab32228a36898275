using System.Net.Http.Json;
using System.Text.Json;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>A clerk and a patient: one asks, the other has the phone. What the phone shows is read, and pressed, by the sandbox's script.</summary>
public static class PatientsPhone
{
    /// <summary>Wrong by a digit, whatever the right one is.</summary>
    public static Secret Wrong(string code) => new((code[0] == '9' ? '0' : '9') + code[1..]);

    public static AskingPatients Asking(this PortalHost portal) => portal.Services.GetRequiredService<AskingPatients>();

    /// <summary>A patient whose account has the mobile that is on file, and an ABHA number: every way is open.</summary>
    /// <param name="name">Of the account; else that of the file.</param>
    /// <param name="file">The name on file.</param>
    public static Task<Patient> WithPhoneAsync(this PortalHost portal, string? name = null, string? file = null) => portal.PatientAsync(name: file, account: account =>
    {
        var number = string.Concat(account.Address.Where(char.IsAsciiDigit)).PadLeft(5, '0');
        return account with { Name = name ?? account.Name, Mobile = $"98400{number}", AbhaNumber = $"911234070{number}" };
    });

    /// <summary>Asks, picks the way, and waits until the phone has it.</summary>
    public static async Task<Guid> AskAsync(this PortalHost portal, Patient patient, AuthenticationMethod method)
    {
        var id = await portal.BeginAskingAsync(patient);
        await portal.ChooseAsync(patient, id, method);
        return id;
    }

    /// <summary>Asks this way, sends a record, and waits until the request waits for the patient.</summary>
    public static async Task<(Patient Patient, Guid Asking, Guid Request)> AskedForAsync(this PortalHost portal, AuthenticationMethod method)
    {
        var patient = await portal.WithPhoneAsync();
        var asking = await portal.AskAsync(patient, method);
        var request = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await portal.WaitsForPatientAsync(request);
        return (patient, asking, request);
    }

    /// <summary>Asks, up to the choice of a way.</summary>
    public static async Task<Guid> BeginAskingAsync(this PortalHost portal, Patient patient)
    {
        var id = await portal.Asking().AskAsync(PortalHost.HipId, patient.Id, LinkRequest.OutboxKeyOf);
        await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsChoice });
        return id!.Value;
    }

    public static async Task ChooseAsync(this PortalHost portal, Patient patient, Guid asking, AuthenticationMethod method)
    {
        Assert.True(await portal.Asking().ChooseAsync(PortalHost.HipId, asking, method));
        await portal.UntilAskedAsync(patient, asked => asked.Open is { State: AuthenticationState.NeedsCode or AuthenticationState.NeedsPatient });
    }

    public static async Task<PatientAsked> UntilAskedAsync(this PortalHost portal, Patient patient, Func<PatientAsked, bool> isSo)
    {
        PatientAsked? asked = null;
        await Eventually.TrueAsync(
            async () => isSo(asked = (await portal.Asking().FindAsync(PortalHost.HipId, patient.Id))!),
            () => $"asking stands at {asked?.Open?.State} {asked?.Open?.ErrorCode}, the last at {asked?.Last?.State}\n{portal.Log.Troubles}");
        return asked!;
    }

    public static Task<bool> TypeAsync(this PortalHost portal, Guid asking, Secret code) => portal.Asking().CodeAsync(PortalHost.HipId, asking, code);

    public static async Task<bool> TypeAsync(this PortalHost portal, Guid asking, Patient patient) => await portal.TypeAsync(asking, new Secret(await portal.CodeAsync(patient)));

    public static async Task WaitsForPatientAsync(this PortalHost portal, Guid request) => await Eventually.TrueAsync(
        async () => (await portal.DetailsAsync(request)).Row.Reason == LinkReason.AskingPatient, () => "the request does not wait for the patient");

    /// <summary>The newest code on the patient's phone.</summary>
    public static async Task<string> CodeAsync(this PortalHost portal, Patient patient) => (await portal.CodesAsync(patient))[^1];

    public static async Task<IReadOnlyList<string>> CodesAsync(this PortalHost portal, Patient patient) =>
        [.. (await PhoneAsync(portal, patient)).GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("code").GetString()).OfType<string>()];

    public static async Task<IReadOnlyList<string>> ApprovalsAsync(this PortalHost portal, Patient patient) =>
        [.. (await PhoneAsync(portal, patient)).GetProperty("approvals").EnumerateArray().Select(one => one.GetProperty("transactionId").GetString()!)];

    /// <summary>The patient touches approve or deny.</summary>
    public static async Task DecideAsync(this PortalHost portal, Patient patient, string action, string? transactionId = null)
    {
        transactionId ??= (await portal.ApprovalsAsync(patient)).Single();
        using var http = new HttpClient { BaseAddress = portal.SandboxAddress };
        using var done = await http.PostAsJsonAsync($"/sandbox/phone/{patient.PhrAddress}", new { action, transactionId });
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> PhoneAsync(PortalHost portal, Patient patient)
    {
        using var http = new HttpClient { BaseAddress = portal.SandboxAddress };
        return await http.GetFromJsonAsync<JsonElement>($"/sandbox/phone/{patient.PhrAddress}");
    }
}
