using System.Text.Json;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>What becomes of a call: the answer to it now, and the callbacks later, one after the other.</summary>
internal sealed record Verdict(int Status, ErrorBody? Error, IReadOnlyList<Callback> Callbacks, ScriptedAnswer Script)
{
    /// <summary>No status, or none that counts, reaches the caller.</summary>
    public bool IsCut => Script.Abort || Script.Wire is not (WireFault.None or WireFault.HalfBody or WireFault.DripBody or WireFault.HugeBody or WireFault.GzipBomb);

    public static Verdict Refused(int status, int code, string message) => new(status, new ErrorBody(code, message), [], new ScriptedAnswer());
}

/// <summary>A call that passed the door.</summary>
internal sealed record Admitted(JsonElement Body, Guid RequestId, string Timestamp, string ClientId);
