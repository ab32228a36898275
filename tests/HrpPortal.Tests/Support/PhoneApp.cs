using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using HrpPortal.Sandbox;
using HrpPortal.Sandbox.ConsentManager;

namespace HrpPortal.Tests.Support;

/// <summary>A patient's app, which is the sandbox's phone: looks for records, picks some, enters the code.</summary>
public sealed class PhoneApp(PortalHost portal, string address, string dialect = "v0.5")
{
    /// <summary>Of the last search.</summary>
    public string Transaction { get; private set; } = "";

    /// <summary>The sandbox knows our facilities; its consent requests would only be in the way.</summary>
    public static void Facilities(SandboxOptions options)
    {
        options.ConsentDelayMs = -1;
        options.Facilities.Add(new SandboxFacility { HipId = PortalHost.HipId, Name = "Test Hospital" });
        options.Facilities.Add(new SandboxFacility { HipId = PortalHost.OtherHipId, Name = "Other Hospital" });
    }

    /// <summary>A patient whose account at the consent manager says what the file says.</summary>
    public static async Task<Patient> PersonAsync(PortalHost portal, string? name = null, string hipId = PortalHost.HipId)
    {
        var patient = await portal.PatientAsync(_ => null, name: name, hipId: hipId);
        portal.Sandbox.AddAccount(AccountOf(patient));
        return patient;
    }

    public static Account AccountOf(Patient patient) =>
        new(patient.PhrAddress!, patient.Name, patient.Gender.ToString(), Demographic.Day(patient.BirthDate), patient.AbhaNumber, patient.Mobile);

    public async Task<JsonNode> FindAsync(string? number = null, string hipId = PortalHost.HipId)
    {
        await DoAsync(new { action = "find", hipId, dialect, medicalRecord = number });
        Transaction = (string)(await ShownAsync())["searches"]![0]!["transactionId"]!;
        return await UntilAsync("Asked");
    }

    public async Task<JsonNode> PickAsync(params string[] references)
    {
        await DoAsync(new { action = "pick", transactionId = Transaction, references });
        return await UntilAsync("Picked");
    }

    public async Task<JsonNode> CodeAsync(string code)
    {
        await DoAsync(new { action = "code", transactionId = Transaction, code });
        return await UntilAsync("CodeSent");
    }

    /// <summary>The app asks for the data of what is linked.</summary>
    public Task PullAsync() => DoAsync(new { action = "pull", hipId = PortalHost.HipId, dialect });

    /// <summary>Newest last.</summary>
    public async Task<IReadOnlyList<string>> CodesAsync() =>
        [.. (await ShownAsync())["messages"]!.AsArray().Select(one => (string?)one!["code"]).OfType<string>()];

    public async Task<string> CodeAsync() => (await CodesAsync())[^1];

    /// <summary>What the app shows of all kinds.</summary>
    public async Task<JsonNode> ShownAsync()
    {
        using var http = Client();
        return (await http.GetFromJsonAsync<JsonNode>($"/sandbox/phone/{address}"))!;
    }

    public async Task<JsonNode> SearchAsync() => (await ShownAsync())["searches"]!.AsArray().Single(one => (string)one!["transactionId"]! == Transaction)!;

    public static IReadOnlyList<string> References(JsonNode search) => [.. search["found"]!.AsArray().Select(one => (string)one!["reference"]!)];

    public static string Stage(JsonNode search) => (string)search["stage"]!;

    public static string? Trouble(JsonNode search) => (string?)search["trouble"];

    private HttpClient Client() => new() { BaseAddress = portal.SandboxAddress };

    private async Task DoAsync(object order)
    {
        using var http = Client();
        using var answer = await http.PostAsJsonAsync($"/sandbox/phone/{address}", order);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the facility has answered.</summary>
    private async Task<JsonNode> UntilAsync(string not)
    {
        JsonNode? search = null;
        await Eventually.TrueAsync(async () => Stage(search = await SearchAsync()) != not, () => $"The search is {search?.ToJsonString()}\n{portal.Log.Troubles}", TimeSpan.FromSeconds(60));
        return search!;
    }
}
