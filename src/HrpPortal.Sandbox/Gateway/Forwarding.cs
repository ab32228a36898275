using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>One call's way in either dialect: door, script, replay window, consent manager, 202, callback.</summary>
internal sealed class Forwarding(ScriptQueue script, Facilities facilities, CallbackDesk desk, Wire wire, Journal journal, GatewayClock clock, IHostApplicationLifetime lifetime)
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
        var verdict = await JudgeAsync(http.Request, call, body);
        var scripted = verdict.Script;
        if (verdict.Callbacks.Count > 0 && scripted.Early) await desk.SendNowAsync(verdict.Callbacks, scripted.Copies);
        if (scripted.AnswerDelayMs is { } late) await Task.Delay(late, lifetime.ApplicationStopping);

        journal.Add(new ReceivedRequest(call.Dialect.RequestId(http.Request, GatewayDoor.Parse(body)), call.Path, clock.GetUtcNow(), body, verdict.IsCut ? 0 : verdict.Status)
        {
            Headers = WireHeaders.Of(http.Request),
        });
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
        if (verdict.Script.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (verdict.Body is { } body)
        {
            response.ContentType = body.Type;
            await response.WriteAsync(body.Text);
        }

        // The 202 is out before the callback may start: "before the 202" is a script, not an accident.
        await response.CompleteAsync();
    }

    private async Task<Verdict> JudgeAsync(HttpRequest request, ForwardedCall call, string text)
    {
        var (refusal, admitted) = await call.Dialect.AdmitAsync(request, text, call);
        if (admitted is null) return refusal!;

        var scripted = script.Next(call.Path, text);
        var verdict = call.Dialect.Scripted(scripted.Status is null && call.Success != 202 ? scripted with { Status = call.Success } : scripted) with { Script = scripted };
        facilities.Heard(call.HipOf(admitted), call.Dialect.IsV3);
        if (scripted.Wire is WireFault.ResetInRequest) return verdict; // Half a body is no call.
        if ((scripted.CutsAnswer || scripted.Status is not null) && !scripted.Taken) return verdict;
        return call.Dialect.Remember(admitted, call.Path) ?? await CarryOutAsync(call, admitted, verdict);
    }

    private static async Task<Verdict> CarryOutAsync(ForwardedCall call, Admitted admitted, Verdict verdict)
    {
        var scripted = verdict.Script;
        Callback Say(Answer answer) => call.Dialect.Say(call, admitted, answer, scripted.Signature);
        Callback Contradict(int code) => Say(new Answer(call.HipOf(admitted), null, call.Dialect.Error(code, scripted.Message ?? "Scripted error")));

        if (scripted.GatewayError)
        {
            if (scripted.Taken) await call.AnswerAsync(admitted);
            return call.CallbackPath is null ? verdict : verdict with { Callbacks = [call.Dialect.GatewayError(call, admitted, scripted)] };
        }

        if (scripted.ErrorCode is { } code) return scripted.Silent || call.CallbackPath is null ? verdict : verdict with { Callbacks = [Contradict(code)] };
        var answer = await call.AnswerAsync(admitted);
        if (answer?.Status is { } status)
        {
            return scripted.Status is null && !scripted.CutsAnswer
                ? verdict with { Status = status, Body = Reply.Of(answer) }
                : verdict;
        }

        if (answer is null || scripted.Silent || call.CallbackPath is null) return verdict;
        return verdict with
        {
            Callbacks =
            [
                .. scripted.ErrorBefore is { } before ? [Contradict(before)] : Array.Empty<Callback>(),
                Say(answer),
                .. scripted.ErrorAfter is { } after ? [Contradict(after)] : Array.Empty<Callback>(),
            ],
        };
    }
}
