using System.Globalization;
using System.Text.Json.Nodes;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>What the consent manager says to one call: a payload, an error, or in v3 at times both; and the facility that it is for.</summary>
/// <param name="HipId">Null when the consent manager cannot tell; the gateway then names the bridge.</param>
/// <param name="Status">With an error that is told at once, as the answer to the call: its HTTP status. No callback follows then.</param>
internal sealed record Answer(string? HipId, JsonNode? Payload, ErrorBody? Error, int? Status = null)
{
    /// <summary>Several errors at once, told in a list.</summary>
    public IReadOnlyList<ErrorBody>? Errors { get; init; }

    public static Answer Of(string hipId, JsonObject payload) => new(hipId, payload, null);

    public static Answer Refused(string? hipId, int code, string message) => Refused(hipId, code.ToString(CultureInfo.InvariantCulture), message);

    public static Answer Refused(string? hipId, string code, string message) => new(hipId, null, new ErrorBody(code, message));

    public static Answer AtOnce(string code, string message, int status = 400) => new(null, null, new ErrorBody(code, message), status);

    public static Answer AtOnce(IReadOnlyList<ErrorBody> errors) => new(null, null, errors[0], 400) { Errors = errors };
}

/// <summary>The <c>error</c> of callbacks and refusals: its code a number in v0.5, a text in v3 (protocol §2, §7.1).</summary>
internal sealed record ErrorBody(string Code, string Message)
{
    public JsonObject ToJson() => new() { ["code"] = int.TryParse(Code, out var number) ? number : Code, ["message"] = Message };
}
