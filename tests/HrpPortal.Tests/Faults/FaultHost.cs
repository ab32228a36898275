using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Faults;

/// <summary>One portal for the tests of a class.</summary>
public class FaultHost : IAsyncLifetime
{
    private PortalHost? _portal;

    public PortalHost Portal => _portal ?? throw new InvalidOperationException("Not started.");

    protected virtual int TimeoutSeconds => 10;

    public async Task InitializeAsync() => _portal = await PortalHost.StartAsync(settings =>
        (settings["Gateway:TimeoutSeconds"], settings["Outbox:Parallel"]) = ($"{TimeoutSeconds}", $"{Many.AtOnce}"));

    public async Task DisposeAsync() => await Portal.DisposeAsync();

    /// <summary>Sends a record of a patient while this befalls the add-contexts calls; ends when it is under way.</summary>
    public async Task<(Patient Patient, Guid Id)> SendAsync(params ScriptedAnswer[] befalls)
    {
        Portal.Clock.Advance(TimeSpan.FromSeconds(15));
        var patient = await Portal.PatientAsync();
        foreach (var script in befalls) Portal.Befalls(patient, HrpPortal.Sandbox.Gateway.CallPaths.AddContexts, script);
        return (patient, await Portal.SendAsync(patient, await Portal.RecordAsync(patient)));
    }

    /// <summary>The end of the story must be the consent manager's truth, and Linked.</summary>
    public async Task<LinkDetails> LinkedAsync(Guid id) => (await Portal.EndAsync([id], LinkState.Linked, TimeSpan.FromMilliseconds(500)))[0];

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

    /// <summary>What befalls a call that is to be in doubt, and the question after it: both are answered late enough for the doubt to be ended by the question.</summary>
    public static ScriptedAnswer[] Doubted(ScriptedAnswer broken) => [broken with { DelayMs = 200_000 }, new ScriptedAnswer { DelayMs = 20_000 }];

    /// <summary>HTTP statuses that the calls of this request got, in order; 0 where the connection was cut.</summary>
    public int[] Statuses(LinkDetails details)
    {
        var asked = details.Attempts.Select(attempt => attempt.RequestId.ToString()).ToHashSet();
        return [.. Portal.Sandbox.Received.Where(one => one.RequestId is { } id && asked.Contains(id)).Select(one => one.Status)];
    }
}

/// <summary>One for whom a second is enough to give an answer up that does not come.</summary>
public sealed class HastyHost : FaultHost
{
    protected override int TimeoutSeconds => 1;
}
