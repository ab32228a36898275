using System.Text.Json;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>What becomes of a call: the answer to it now, and the callback later.</summary>
internal sealed record Verdict(int Status, ErrorBody? Error, Callback? Callback, ScriptedAnswer Script)
{
    public static Verdict Refused(int status, int code, string message) => new(status, new ErrorBody(code, message), null, new ScriptedAnswer());
}

/// <summary>A call that passed the door.</summary>
internal sealed record Admitted(JsonElement Body, Guid RequestId, string Timestamp, string ClientId);
