using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Faults;

/// <summary>One portal for the tests of a class, patient with an answer that does not come: a second is enough to give up.</summary>
public sealed class FaultHost : IAsyncLifetime
{
    private PortalHost? _portal;

    public PortalHost Portal => _portal ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync(Configure);

    public async Task DisposeAsync() => await Portal.DisposeAsync();

    public static void Configure(IDictionary<string, string?> settings) =>
        (settings["Gateway:TimeoutSeconds"], settings["Outbox:Parallel"]) = ("1", "32");

    /// <summary>Sends a record of a patient with permission while this befalls the add-contexts calls; ends when it is under way.</summary>
    public async Task<(Patient Patient, Guid Id)> SendAsync(params ScriptedAnswer[] befalls)
    {
        // The circuit to the gateway may be open from the fault before.
        Portal.Clock.Advance(TimeSpan.FromSeconds(15));
        var patient = await Portal.PermittedAsync();
        foreach (var script in befalls) Portal.Befalls(patient, CallPaths.AddContexts, script);
        return (patient, await Portal.SendAsync(patient, await Portal.RecordAsync(patient)));
    }

    /// <summary>The end of the story must be the consent manager's truth, and Linked.</summary>
    public async Task<LinkDetails> LinkedAsync(Guid id)
    {
        var settled = await Portal.SettledAsync(id);
        Assert.True(settled.Row.State == LinkState.Linked, $"{settled.Row.State} ({settled.Row.Reason}): {string.Join(' ', settled.Steps())}");
        await Truth.HoldsAsync(Portal, id);
        return settled;
    }

    /// <summary>
    /// One attempt, in doubt until the question ended it: it had been taken (T5), or is taken now (T6). On a busy machine the answer to
    /// the question may be late as well; then the next question, or the callback, is the end of the doubt.
    /// </summary>
    public static void ClearedUp(LinkDetails details, bool taken)
    {
        LinkTransition[] ends = [LinkTransition.T5, LinkTransition.T6];
        Assert.Equal([LinkTransition.T1, LinkTransition.T2, LinkTransition.T4, LinkTransition.T9], details.Steps().Except(ends));
        if (Assert.Single(details.Attempts).Questions == 1) Assert.Equal([taken ? LinkTransition.T5 : LinkTransition.T6], details.Steps().Intersect(ends));
    }

    /// <summary>HTTP statuses that the calls of this request got, in order; 0 where the connection was cut.</summary>
    public int[] Statuses(LinkDetails details) =>
        [.. Portal.Sandbox.Received.Where(one => details.Attempts.Any(attempt => attempt.RequestId.ToString() == one.RequestId)).Select(one => one.Status)];
}
