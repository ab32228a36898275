using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Kill;

/// <summary>
/// A clerk sends one record; the portal is killed at the point and started again; the clerk's page sends the same draft again.
/// Then everything must come to its end, once.
/// </summary>
internal sealed class KillRound(KillLane lane, CrashPoint point, int passes, bool late)
{
    private readonly Guid _draft = Guid.CreateVersion7();
    private Patient _patient = null!;
    private Facts _facts = null!;
    private (int Received, int Sent) _since;

    public async Task PlayAsync()
    {
        await lane.EnsureAliveAsync();
        var (patient, record) = lane.Next();
        _patient = patient;
        _since = (lane.Sandbox.Received.Count, lane.Sandbox.Callbacks.Count);
        lane.Sandbox.ClearScript();
        if (late) lane.Sandbox.Script(new ScriptedAnswer { Path = GatewayPaths.AddContexts, Hold = true });

        await lane.Portal.ArmAsync(point, passes);
        var submit = $"submit {patient.Id} {record.Id} {_draft}";
        var heard = await lane.Portal.SayAsync(submit);
        await lane.Portal.DiesAsync($"{point} after {passes} passes");
        using (var left = StoreCopy.Of(lane.Folder))
        {
            await using var db = left.Open();
            _facts = await Facts.ReadAsync(db, lane.Sandbox, _patient, _since);
        }

        AfterDeath(heard);

        await lane.StartAsync();
        var again = await lane.Portal.SayAsync(submit);
        if (_facts.Request is { } known) Assert.Equal($"already {known.Id}", again);
        else Assert.StartsWith("sent ", again, StringComparison.Ordinal);

        await LinkedAsync();
        _facts.CheckEnd(Reference(record));
    }

    private static string Reference(HealthRecord record) => $"CC-{record.VisitNumber}";

    private async Task ReadAsync()
    {
        await using var db = lane.OpenDb();
        _facts = await Facts.ReadAsync(db, lane.Sandbox, _patient, _since);
    }

    /// <summary>I1 and I2: what somebody was told is on the disk. I3 and I10 hold at every moment.</summary>
    private void AfterDeath(string? heard)
    {
        if (heard is not null) Assert.Equal(heard, $"sent {_facts.Request?.Id}");
        _facts.CheckAlways();
    }

    /// <summary>
    /// Until it is linked, by itself. The gateway never repeats a callback: where the portal died with one in its hands, minutes
    /// must pass, then it asks again (T14, T15); until then the state stays honest.
    /// </summary>
    private async Task LinkedAsync()
    {
        var patience = new Patience(lane);
        await Eventually.TrueAsync(
            async () =>
            {
                if (lane.Sandbox.Held > 0) await lane.Sandbox.ReleaseAsync();
                await ReadAsync();
                _facts.CheckAlways();
                if (_facts.Request?.State == LinkState.Linked) return true;
                await patience.LookAsync(_facts.Describe());
                return false;
            },
            () => $"{point} after {passes} passes: {_facts.Describe()}\n{lane.Portal.Log}");
    }
}
