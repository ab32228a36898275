using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>One call's way: door, script, replay window, consent manager, 202, callback.</summary>
internal sealed class Forwarding(GatewayDoor door, ReplayWindow replay, ScriptQueue script, CallbackPost post, CallbackDesk desk, Journal journal, SandboxOptions options, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext http, ForwardedCall call)
    {
        http.Response.Headers["CORRELATION-ID"] = Guid.NewGuid().ToString();
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var json = GatewayDoor.Parse(body);
        var verdict = await JudgeAsync(http.Request, call, json);
        var scripted = verdict.Script;
        if (verdict.Callback is { } early && scripted.Early)
            await Task.WhenAll(Enumerable.Range(0, scripted.Copies).Select(_ => post.SendAsync(early)));
        if (scripted.AnswerDelayMs is { } late) await Task.Delay(late, lifetime.ApplicationStopping);

        journal.Add(new ReceivedRequest(json?.TextOrNull("requestId"), call.Path, options.Clock.GetUtcNow(), body, scripted.Abort ? 0 : verdict.Status));
        if (scripted.Abort) http.Abort();
        else await WriteAsync(http.Response, verdict);

        if (verdict.Callback is { } callback && !scripted.Early) desk.Schedule(callback, scripted);
    }

    public static async Task WriteAsync(HttpResponse response, Verdict verdict)
    {
        response.StatusCode = verdict.Status;
        if (verdict.Error is { } error) await response.WriteAsJsonAsync(new JsonObject { ["error"] = error.ToJson() });
        // The 202 is out before the callback may start: "before the 202" is a script, not an accident.
        await response.CompleteAsync();
    }

    private async Task<Verdict> JudgeAsync(HttpRequest request, ForwardedCall call, JsonElement? body)
    {
        var (refusal, admitted) = await door.CheckAsync(request, body, call.Contract, call.AddressOf);
        if (admitted is null) return refusal!;

        var scripted = script.Next(call.Path);
        var scriptedError = scripted.Status is >= 400 ? new ErrorBody(2500, scripted.Message ?? "Scripted refusal") : null;
        var status = new Verdict(scripted.Status ?? 202, scriptedError, null, scripted);
        if ((scripted.Abort || scripted.Status is not null) && !scripted.Taken) return status;
        if (!replay.Take(admitted.RequestId, admitted.Timestamp)) return Verdict.Refused(429, 2429, "Too many requests found");
        return status with { Callback = await CallbackAsync(call, admitted, scripted) };
    }

    private async Task<Callback?> CallbackAsync(ForwardedCall call, Admitted admitted, ScriptedAnswer scripted)
    {
        var bridge = "bridge_" + admitted.ClientId;
        var body = new JsonObject { ["requestId"] = Guid.NewGuid().ToString() };
        var resp = new JsonObject { ["requestId"] = admitted.RequestId.ToString() };
        if (scripted.GatewayError)
        {
            // Protocol §2 step 4: only these three keys, and the bridge's name where the facility's would be.
            body["error"] = new ErrorBody(2500, scripted.Message ?? "Cannot process the request at the moment, please try later.").ToJson();
            body["resp"] = resp;
            return new Callback(call.CallbackPath, bridge, body);
        }

        var answer = scripted.ErrorCode is { } code
            ? Answer.Refused(call.HipOf(admitted.Body), code, scripted.Message ?? "Scripted error")
            : await call.AnswerAsync(admitted.Body);
        if (answer is null || scripted.Silent) return null;
        body["timestamp"] = WireTime.Write(options.Clock.GetUtcNow());
        body[call.Slot] = answer.Payload;
        body["error"] = answer.Error?.ToJson();
        body["resp"] = resp;
        return new Callback(call.CallbackPath, answer.HipId ?? bridge, body);
    }
}
