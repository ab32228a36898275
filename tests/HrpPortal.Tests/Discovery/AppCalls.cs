using System.Text;
using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Discovery;
using HrpPortal.Gateway;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using AbdmCall = HrpPortal.Calls.AbdmCall;

namespace HrpPortal.Tests.Discovery;

/// <summary>ABDM's calls for a patient's app, posted one by one, and what the portal owes as their answers.</summary>
public abstract class AppCalls(PortalHosts hosts) : IAsyncLifetime
{
    protected PortalHost Portal { get; private set; } = null!;

    public async Task InitializeAsync() => Portal = await hosts.OnAsync(TestEngine.Sqlite);

    public Task DisposeAsync() => Task.CompletedTask;

    protected async Task<AppSearch> FoundAsync(Patient patient, string path = AbdmCalls.Discover)
    {
        await DiscoverAsync(patient, Guid.NewGuid(), Guid.NewGuid(), path: path);
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<AppSearch>().AsNoTracking().SingleAsync(one => one.PatientId == patient.Id);
    }

    protected async Task<AppSearch> CodeSentAsync(Patient patient, HealthRecord record)
    {
        var search = await FoundAsync(patient);
        await CallAsync(AbdmCalls.LinkInit, Guid.NewGuid(), Init(search, patient.PhrAddress!, patient.Number, $"CC-{record.VisitNumber}"));
        return await UntilAsync(search.Id, AppSearchState.CodeSent);
    }

    protected async Task<AppSearch> UntilAsync(Guid id, AppSearchState state)
    {
        AppSearch? seen = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await Portal.OpenDbAsync();
                return (seen = await db.Set<AppSearch>().AsNoTracking().SingleAsync(one => one.Id == id)).State == state;
            },
            () => $"The search is {seen?.State}\n{Portal.Log.Troubles}", TimeSpan.FromSeconds(60));
        return seen!;
    }

    /// <summary>From the phone that the SMS went to.</summary>
    protected async Task<string> CodeOfAsync(AppSearch search)
    {
        var app = new PhoneApp(Portal, search.PhrAddress);
        return await app.CodeAsync();
    }

    protected Task DiscoverAsync(Patient patient, Guid transaction, Guid call, string at = "2026-11-22T09:30:00.000Z", string path = AbdmCalls.Discover) => CallAsync(
        path, call,
        $$$""" "transactionId":"{{{transaction}}}","patient":{"id":"{{{patient.PhrAddress}}}","name":"{{{patient.Name}}}","gender":"F","yearOfBirth":{{{patient.BirthDate.Year}}},"verifiedIdentifiers":[{"type":"MOBILE","value":"+91{{{patient.Mobile}}}"}]} """, at);

    protected async Task<string> InitAsync(AppSearch search, string address, string patient, string context)
    {
        var call = Guid.NewGuid();
        await CallAsync(AbdmCalls.LinkInit, call, Init(search, address, patient, context));
        return await AnswerAsync(call);
    }

    protected static string Init(AppSearch search, string address, string patient, string context) =>
        $$$""" "transactionId":"{{{search.TransactionId}}}","patient":{"id":"{{{address}}}","referenceNumber":"{{{patient}}}","careContexts":[{"referenceNumber":"{{{context}}}"}]} """;

    protected Task ConfirmAsync(Guid call, string reference, string code, string at = "2026-11-22T09:30:00.000Z", string hipId = PortalHost.HipId, string path = AbdmCalls.LinkConfirm) =>
        CallAsync(path, call, $$$""" "confirmation":{"linkRefNumber":"{{{reference}}}","token":"{{{code}}}"} """, at, hipId);

    protected Task CallAsync(string path, Guid id, string members, string at = "2026-11-22T09:30:00.000Z", string hipId = PortalHost.HipId) =>
        Portal.CallTakenAsync(path, id, members, at, hipId);

    protected async Task<int> AnswersAsync(Guid call)
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<AbdmCall>().CountAsync(one => one.RequestId == call);
    }

    protected async Task<string> AnswerAsync(Guid call)
    {
        await using var db = await Portal.OpenDbAsync();
        var row = await db.Set<AbdmCall>().AsNoTracking().SingleAsync(one => one.RequestId == call);
        return Encoding.UTF8.GetString(Portal.Services.GetRequiredService<CallbackBodies>().Open(row.ProtectedAnswer));
    }
}
