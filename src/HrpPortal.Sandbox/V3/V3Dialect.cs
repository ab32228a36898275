using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.V3;

/// <summary>HIE-CM v3: the id and the time of a call stand in its headers, error codes are texts, and refusals come in many shapes (protocol §7.1).</summary>
internal sealed class V3Dialect(GatewayDoor door, ReplayWindow replay, GatewayClock clock) : Dialect
{
    public override string Prefix => "/api/hiecm";

    public override string SessionsPath => CallPaths.SessionsV3;

    public override string CertsPath => CallPaths.CertsV3;

    public override Verdict BadSessionRequest => V3Refusals.Error("ABDM-1006", "Bad Request, invalid request Body");

    public override Verdict UnknownClient => V3Refusals.Unauthorized(missing: false);

    public override string? RequestId(HttpRequest request, JsonElement? body) =>
        request.Headers[WireHeaders.RequestId].ToString() is { Length: > 0 } id ? id : null;

    public override Verdict? CheckHeaders(HttpRequest request)
    {
        if (Missing(request, WireHeaders.RequestId) || Missing(request, WireHeaders.Timestamp) || Missing(request, WireHeaders.Manager)) return V3Refusals.Denied;
        if (!GatewayDoor.IsManager(request.Headers[WireHeaders.Manager].ToString())) return V3Refusals.Denied;
        if (!Guid.TryParseExact(request.Headers[WireHeaders.RequestId], "D", out _)) return V3Refusals.Error("ABDM-1030", "Invalid request ID");
        return replay.IsTimely(WireTime.ReadZ(request.Headers[WireHeaders.Timestamp].ToString())) ? null : V3Refusals.Error("ABDM-1016", "Invalid TimeStamp");
    }

    /// <summary>Session and headers, for calls that have no callback as well; the client's id when both are good.</summary>
    public async Task<(Verdict? Refusal, string? Client)> EnterAsync(HttpRequest request)
    {
        if (await door.ClientAsync(request) is not { } client) return (V3Refusals.Unauthorized(GatewayDoor.Bearer(request) is null), null);
        return (CheckHeaders(request), client);
    }

    public override async Task<(Verdict? Refusal, Admitted? Call)> AdmitAsync(HttpRequest request, string text, ForwardedCall call)
    {
        var (refusal, client) = await EnterAsync(request);
        if (refusal is not null) return (refusal, null);
        if (call.Headers.Any(name => Missing(request, name))) return (V3Refusals.Denied, null);
        if (text.Length == 0) return (V3Refusals.Error("ABDM-1064", "Request body was missing"), null);
        if (!request.HasJsonContentType() || GatewayDoor.Parse(text) is not { } body) return (V3Refusals.Unreadable, null);
        if (call.Contract(body, "") is { } problem)
            return (problem.EndsWith(V3Rules.Unreadable, StringComparison.Ordinal) ? V3Refusals.Unreadable : V3Refusals.Field(problem, clock.GetUtcNow()), null);

        string? Header(string name) => Missing(request, name) ? null : request.Headers[name].ToString();
        var admitted = new Admitted(
            body, Guid.ParseExact(Header(WireHeaders.RequestId)!, "D"), Header(WireHeaders.Timestamp)!, client!, Header(WireHeaders.Hip), Header(WireHeaders.LinkToken));
        return GatewayDoor.Fits(Header(WireHeaders.Manager)!, call.AddressOf(admitted)) ? (null, admitted) : (V3Refusals.Error("ABDM-1032", "Invalid header"), null);
    }

    public override Verdict? Remember(Admitted call, string path)
    {
        if (replay.Remember(call.RequestId)) return null;
        return path == CallPaths.LinkCareContext ? V3Refusals.Error("ABDM-1090", "Duplicate HIP link request") : V3Refusals.Error("ABDM-1064", "Request id already exists");
    }

    public override Callback Say(ForwardedCall call, Admitted admitted, Answer answer, CallbackSignature signature)
    {
        var body = answer.Payload as JsonObject ?? [];
        if (answer.Error is { } error) body["error"] = error.ToJson();
        body[call.Slot] = new JsonObject { ["requestId"] = admitted.RequestId.ToString() };
        return Post(call.CallbackPath!, answer.HipId ?? "bridge_" + admitted.ClientId, body, signature);
    }

    public override Callback GatewayError(ForwardedCall call, Admitted admitted, ScriptedAnswer script) =>
        Say(call, admitted, new Answer(call.HipOf(admitted), null, Error(1024, script.Message ?? "Dependent service unavailable")), script.Signature);

    public override Callback Ask(string path, string hipId, JsonObject body, Guid id) => Post(path, hipId, body) with { RequestId = id.ToString() };

    public override Answer UnknownInquiry => Answer.AtOnce("ABDM-1052", "Invalid TransactionId or response's requestId");

    public override ErrorBody Error(int code, string message) => new(code < 10_000 ? $"ABDM-{code:0000}" : code.ToString(CultureInfo.InvariantCulture), message);

    public override string CodeOf(int status) => status switch { 401 => "900901", 403 => "900908", 429 => "ABDM-2429", 503 => "ABDM-1024", _ => "ABDM-9999" };

    private Callback Post(string path, string hipId, JsonObject body, CallbackSignature signature = CallbackSignature.Good) =>
        new(path, hipId, body, signature) { RequestId = Guid.NewGuid().ToString(), Timestamp = WireTime.WriteZ(clock.GetUtcNow()) };

    private static bool Missing(HttpRequest request, string header) => string.IsNullOrWhiteSpace(request.Headers[header].ToString());
}
