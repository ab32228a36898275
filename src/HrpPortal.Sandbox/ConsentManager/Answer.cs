using System.Text.Json.Nodes;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>What the consent manager says to one call: either a payload or an error, and the facility that it is for.</summary>
/// <param name="HipId">Null when the consent manager cannot tell; the gateway then names the bridge.</param>
internal sealed record Answer(string? HipId, JsonObject? Payload, ErrorBody? Error)
{
    public static Answer Of(string hipId, JsonObject payload) => new(hipId, payload, null);

    public static Answer Refused(string? hipId, int code, string message) => new(hipId, null, new ErrorBody(code, message));
}

/// <summary>The <c>error</c> of callbacks and refusals (protocol §2).</summary>
internal sealed record ErrorBody(int Code, string Message)
{
    public JsonObject ToJson() => new() { ["code"] = Code, ["message"] = Message };
}
