using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>One call's way: door, script, replay window, consent manager, 202, callback.</summary>
internal sealed class Forwarding(
    GatewayDoor door, ReplayWindow replay, ScriptQueue script, CallbackDesk desk, Wire wire, Journal journal, GatewayClock clock, IHostApplicationLifetime lifetime)
{
    private int handling;

    /// <summary>Calls that are being answered.</summary>
    public int Handling => Volatile.Read(ref handling);

    public async Task HandleAsync(HttpContext http, ForwardedCall call)
    {
        Interlocked.Increment(ref handling);
        try
        {
            await AnswerAsync(http, call);
        }
        finally
        {
            Interlocked.Decrement(ref handling);
        }
    }

    private async Task AnswerAsync(HttpContext http, ForwardedCall call)
    {
        http.Response.Headers["CORRELATION-ID"] = Guid.NewGuid().ToString();
        if (script.NextCut(call.Path) is { } cut)
        {
            journal.Add(new ReceivedRequest(null, call.Path, clock.GetUtcNow(), "", 0));
            await Wire.CutRequestAsync(http, cut.Bytes);
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var json = GatewayDoor.Parse(body);
        var verdict = await JudgeAsync(http.Request, call, json, body);
        var scripted = verdict.Script;
        if (verdict.Callbacks.Count > 0 && scripted.Early) await desk.SendNowAsync(verdict.Callbacks, scripted.Copies);
        if (scripted.AnswerDelayMs is { } late) await Task.Delay(late, lifetime.ApplicationStopping);

        journal.Add(new ReceivedRequest(json?.TextOrNull("requestId"), call.Path, clock.GetUtcNow(), body, verdict.IsCut ? 0 : verdict.Status));
        var sendLater = verdict.Callbacks.Count > 0 && !scripted.Early;
        if (scripted.Wire is WireFault.None)
        {
            if (scripted.Abort) http.Abort();
            else await WriteAsync(http.Response, verdict);
            if (sendLater) desk.Schedule(verdict.Callbacks, scripted);
        }
        else
        {
            // The caller may never hear an end of this answer: what the gateway does with the call does not wait for it.
            if (sendLater) desk.Schedule(verdict.Callbacks, scripted);
            await wire.AnswerAsync(http, scripted);
        }
    }

    public static async Task WriteAsync(HttpResponse response, Verdict verdict)
    {
        response.StatusCode = verdict.Status;
        if (verdict.Script is { Status: >= 300 } scripted)
        {
            var (type, text) = scripted.Shape.Write(scripted.StatusCode ?? "2500", scripted.Message ?? "Scripted refusal");
            if (scripted.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            response.ContentType = type;
            await response.WriteAsync(text);
        }
        else if (verdict.Error is { } error)
        {
            await response.WriteAsJsonAsync(new JsonObject { ["error"] = error.ToJson() });
        }

        // The 202 is out before the callback may start: "before the 202" is a script, not an accident.
        await response.CompleteAsync();
    }

    private async Task<Verdict> JudgeAsync(HttpRequest request, ForwardedCall call, JsonElement? body, string text)
    {
        var (refusal, admitted) = await door.CheckAsync(request, body, call.Contract, call.AddressOf);
        if (admitted is null) return refusal!;

        var scripted = script.Next(call.Path, text);
        var status = new Verdict(scripted.Status ?? 202, null, [], scripted);
        if (scripted.Wire is WireFault.ResetInRequest) return status; // Half a body is no call.
        if ((scripted.CutsAnswer || scripted.Status is not null) && !scripted.Taken) return status;
        if (!replay.Take(admitted.RequestId, admitted.Timestamp)) return Verdict.Refused(429, 2429, "Too many requests found");
        return status with { Callbacks = await CallbacksAsync(call, admitted, scripted) };
    }

    private async Task<IReadOnlyList<Callback>> CallbacksAsync(ForwardedCall call, Admitted admitted, ScriptedAnswer scripted)
    {
        var bridge = "bridge_" + admitted.ClientId;
        JsonObject Body() => new() { ["requestId"] = Guid.NewGuid().ToString() };
        JsonObject Resp() => new() { ["requestId"] = admitted.RequestId.ToString() };
        Callback Make(string hipId, JsonObject body) => new(call.CallbackPath, hipId, body, scripted.Signature);
        Callback Say(Answer answer)
        {
            var body = Body();
            body["timestamp"] = WireTime.Write(clock.GetUtcNow());
            body[call.Slot] = answer.Payload;
            body["error"] = answer.Error?.ToJson();
            body["resp"] = Resp();
            return Make(answer.HipId ?? bridge, body);
        }

        Callback Contradict(int code) => Say(Answer.Refused(call.HipOf(admitted.Body), code, scripted.Message ?? "Scripted error"));

        if (scripted.GatewayError)
        {
            if (scripted.Taken) await call.AnswerAsync(admitted.Body);
            // Protocol §2 step 4: only these three keys, and the bridge's name where the facility's would be.
            var body = Body();
            body["error"] = new ErrorBody(2500, scripted.Message ?? "Cannot process the request at the moment, please try later.").ToJson();
            body["resp"] = Resp();
            return [Make(bridge, body)];
        }

        if (scripted.ErrorCode is { } code) return scripted.Silent ? [] : [Contradict(code)];
        var answer = await call.AnswerAsync(admitted.Body);
        if (answer is null || scripted.Silent) return [];
        return
        [
            .. scripted.ErrorBefore is { } before ? [Contradict(before)] : Array.Empty<Callback>(),
            Say(answer),
            .. scripted.ErrorAfter is { } after ? [Contradict(after)] : Array.Empty<Callback>(),
        ];
    }
}
