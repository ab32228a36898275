using HrpPortal.Browser.Support;
using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Browser.Screens;

/// <summary>The demo hospital on a busy morning: links in every state.</summary>
public sealed class ScreenStage : Stage
{
    private static readonly LinkActor Kavita = new("clerk", "Kavita Clerk");

    /// <summary>A request that became linked, and one that needs a person.</summary>
    public (Guid Linked, Guid NeedsAction) Requests { get; private set; }

    public async Task<Patient> FindAsync(string name)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<Patient>().SingleAsync(patient => patient.Name == name);
    }

    protected override async Task StartAsync()
    {
        await base.StartAsync();
        foreach (var name in (string[])["Meera Joshi", "Banri Lyngdoh", "Lakshmi Narayanan", "Jaspreet Dhillon", "Thenmozhi Sundaram"]) await SendAsync(name, null, LinkState.Linked);
        await SendAsync("Kyrmen Nongrum", new ScriptedAnswer { Path = CallPaths.AddContexts, ErrorCode = 9999, Message = "Unable to process the request" }, LinkState.Refused);
        var differs = await SendAsync("Imran Qureshi", null, LinkState.NeedsHuman);
        var linked = await SendAsync("Asha Rao", null, LinkState.Linked);
        await SendAsync("Moumita Mondal", new ScriptedAnswer { Path = CallPaths.AddContexts, Status = 503 }, LinkState.WaitRetry);
        await SendAsync("Karthik Narayanan", new ScriptedAnswer { Path = CallPaths.AddContexts, Hold = true }, LinkState.Accepted);
        Requests = (linked, differs);
    }

    protected override void Set(IDictionary<string, string?> settings)
    {
        base.Set(settings);
        settings["Demo:Seed"] = "true";
        settings["Facilities:0:Name"] = "Sanjeevani Hospital";
    }

    private async Task<Guid> SendAsync(string name, ScriptedAnswer? script, LinkState state)
    {
        if (script is not null) Portal.Sandbox.Script(script);
        var patient = await FindAsync(name);
        await using var db = await Portal.OpenDbAsync();
        var newest = await db.Set<HealthRecord>().Where(record => record.PatientId == patient.Id).OrderByDescending(record => record.Date).FirstAsync();
        var command = new LinkCommand(patient.HipId, patient.Id, Guid.CreateVersion7(), [new LinkCommandRecord(newest.Id, new CareContextChoice.New())]);
        var id = ((LinkSubmitted.Sent)await Portal.Links.SubmitAsync(command, Kavita)).RequestIds.Single();
        await Portal.UntilAsync(id, state);
        return id;
    }
}
