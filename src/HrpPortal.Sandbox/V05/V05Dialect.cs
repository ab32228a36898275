using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.V05;

/// <summary>Gateway v0.5: the id and the time of a call stand in its body, error codes are numbers (protocol §2).</summary>
internal sealed class V05Dialect(GatewayDoor door, ReplayWindow replay, GatewayClock clock) : Dialect
{
    public override string Prefix => "/gateway";

    public override string SessionsPath => CallPaths.Sessions;

    public override string CertsPath => CallPaths.Certs;

    public override Verdict BadSessionRequest => Verdict.Refused(400, 2500, "Invalid request; please mention client id, secret and grant type");

    public override Verdict UnknownClient => Verdict.Refused(401, 2500, "Invalid client or Invalid client credentials");

    public override string? RequestId(HttpRequest request, JsonElement? body) => body?.TextOrNull("requestId");

    public override Verdict? CheckHeaders(HttpRequest request) => null;

    public override async Task<(Verdict? Refusal, Admitted? Call)> AdmitAsync(HttpRequest request, string text, ForwardedCall call)
    {
        // First of all, so that what is refused here was never remembered and may be sent again under its id.
        if (await door.ClientAsync(request) is not { } client) return (Verdict.Refused(401, 2401, "Invalid bearer token."), null);

        var manager = request.Headers["X-CM-ID"].ToString();
        if (!GatewayDoor.IsManager(manager)) return (Verdict.Refused(500, 2500, "No mapping found for X-CM-ID"), null);

        if (!request.HasJsonContentType()) return (Verdict.Refused(415, 2500, "Content-Type must be application/json"), null);
        if (GatewayDoor.Parse(text) is not { } body) return (Verdict.Refused(400, 2500, "Invalid request"), null);
        if (Rules.Uuid(body.ValueKind is JsonValueKind.Object && body.TryGetProperty("requestId", out var id) ? id : default, "requestId") is not null)
            return (Verdict.Refused(400, 2500, "Empty/Invalid requestId found on the payload"), null);
        if (call.Contract(body, "") is { } problem) return (Verdict.Refused(400, 2500, "Invalid request: " + problem), null);

        var admitted = new Admitted(body, Guid.Parse(body.Text("requestId")), body.Text("timestamp"), client);

        // The live gateway would forward to the wrong consent manager, who does not know the patient. A slip of the caller either way.
        if (!GatewayDoor.Fits(manager, call.AddressOf(admitted)))
            return (Verdict.Refused(400, 2500, "Invalid request: X-CM-ID is not the domain of the patient's address"), null);
        return (null, admitted);
    }

    public override Verdict? Remember(Admitted call, string path) =>
        replay.Take(call.RequestId, WireTime.Read(call.Timestamp)) ? null : Verdict.Refused(429, 2429, "Too many requests found");

    public override Callback Say(ForwardedCall call, Admitted admitted, Answer answer, CallbackSignature signature)
    {
        var body = Body();
        body["timestamp"] = WireTime.Write(clock.GetUtcNow());
        body[call.Slot] = answer.Payload;
        body["error"] = answer.Error?.ToJson();
        body["resp"] = Resp(admitted);
        return new Callback(call.CallbackPath!, answer.HipId ?? Bridge(admitted), body, signature);
    }

    /// <summary>Protocol §2 step 4: only these three keys, and the bridge's name where the facility's would be.</summary>
    public override Callback GatewayError(ForwardedCall call, Admitted admitted, ScriptedAnswer script)
    {
        var body = Body();
        body["error"] = Error(2500, script.Message ?? "Cannot process the request at the moment, please try later.").ToJson();
        body["resp"] = Resp(admitted);
        return new Callback(call.CallbackPath!, Bridge(admitted), body, script.Signature);
    }

    public override Callback Ask(string path, string hipId, JsonObject body, Guid id)
    {
        body.Insert(0, "requestId", id.ToString());
        body.Insert(1, "timestamp", WireTime.Write(clock.GetUtcNow()));
        return new Callback(path, hipId, body);
    }

    public override Answer UnknownInquiry => Answer.AtOnce("2500", "Invalid request: resp.requestId or transactionId answers nothing that was asked");

    public override ErrorBody Error(int code, string message) => new(code.ToString(CultureInfo.InvariantCulture), message);

    public override string CodeOf(int status) => status switch { 401 => "2401", 429 => "2429", 503 => "2503", _ => "2500" };

    private static JsonObject Body() => new() { ["requestId"] = Guid.NewGuid().ToString() };

    private static JsonObject Resp(Admitted admitted) => new() { ["requestId"] = admitted.RequestId.ToString() };

    private static string Bridge(Admitted admitted) => "bridge_" + admitted.ClientId;
}
