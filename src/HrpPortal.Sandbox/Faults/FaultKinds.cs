using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Sandbox.Faults;

/// <summary>Every fault by its name. A test writes a <see cref="ScriptedAnswer"/>; a person, or a program in another language, orders from this table.</summary>
public static class FaultKinds
{
    private const string Answer = "The answer to a call";
    private const string Wires = "The connection";
    private const string Callbacks = "The callback";
    private const string Sessions = "Sessions and clock";
    private const int Ever = 1_000_000;

    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("slow", Answer, "The 202 is late (Ms).", order => new() { AnswerDelayMs = order.Ms ?? 3000 }),
        new("status", Answer, "Another HTTP status (Value), its body in the chosen shape.",
            order => new() { Status = order.Number(503), Shape = order.Shape, Taken = order.Taken }),
        new("ok-200", Answer, "200 instead of 202.", _ => new() { Status = 200, Taken = true }),
        new("no-content-204", Answer, "204 instead of 202.", _ => new() { Status = 204, Taken = true }),
        new("busy-503", Answer, "503 with Retry-After (Seconds).",
            order => new() { Status = 503, RetryAfter = order.Seconds ?? 120, Shape = order.Shape, Taken = order.Taken }),

        new("black-hole", Wires, "Accepted, read, and never a byte of an answer.", order => Cut(order, WireFault.BlackHole)),
        new("reset-in-request", Wires, "Reset after so many bytes of the body (Value); never taken.", order => new() { Wire = WireFault.ResetInRequest, Bytes = order.Number(0) }),
        new("reset", Wires, "Reset instead of an answer.", order => Cut(order, WireFault.ResetBeforeAnswer)),
        new("reset-after-status", Wires, "Reset after the status line of a 202.", order => Cut(order, WireFault.ResetAfterStatus)),
        new("half-head", Wires, "The headers of a 202 break off.", order => Cut(order, WireFault.HalfHead)),
        new("half-body", Wires, "The body of a 202 breaks off.", _ => new() { Wire = WireFault.HalfBody, Taken = true }),
        new("not-http", Wires, "Something answers that is not HTTP.", order => Cut(order, WireFault.NotHttp)),
        new("drip", Wires, "The answer comes byte by byte (Ms between two).", order => Cut(order, WireFault.DripHead)),
        new("drip-body", Wires, "The body of a 202 comes byte by byte (Ms).", order => Cut(order, WireFault.DripBody) with { Taken = true }),
        new("huge-body", Wires, "A 202 with a body of 10 MB.", _ => new() { Wire = WireFault.HugeBody, Taken = true }),
        new("gzip-bomb", Wires, "A 202 with a body that unpacks to 100 MB.", _ => new() { Wire = WireFault.GzipBomb, Taken = true }),
        new("refused", Wires, "Nobody listens, for so many Seconds.", null, (state, order) => state.ShutAsync(TimeSpan.FromSeconds(order.Seconds ?? 30))),

        new("callback-never", Callbacks, "It takes effect, but no callback comes.", _ => new() { Silent = true }),
        new("callback-twice", Callbacks, "The same callback so many times (Value).", order => new() { Copies = Math.Clamp(order.Number(2), 1, 100) }),
        new("callback-early", Callbacks, "Before the 202.", order => new() { Early = true, AnswerDelayMs = order.Ms }),
        new("callback-late", Callbacks, "So many Seconds after the 202.", order => new() { DelayMs = (order.Seconds ?? 60) * 1000 }),
        new("callback-held", Callbacks, "Held until it is released; released newest first, callbacks come out of order.", _ => new() { Hold = true }),
        new("callback-forged", Callbacks, "Its token has a wrong signature.", _ => new() { Signature = CallbackSignature.Wrong }),
        new("callback-unknown-key", Callbacks, "Its token is signed with an unknown key.", _ => new() { Signature = CallbackSignature.UnknownKey }),
        new("success-then-error", Callbacks, "The truth, then an error of this code (Value).", order => new() { ErrorAfter = order.Number(1402) }),
        new("error-then-success", Callbacks, "An error of this code (Value), then the truth.", order => new() { ErrorBefore = order.Number(1402) }),
        new("error", Callbacks, "An error of this code (Value); nothing happens.", order => new() { ErrorCode = order.Number(1500) }),
        new("gateway-error", Callbacks, "2500, made by the gateway itself.", order => new() { GatewayError = true, Taken = order.Taken }),

        new("session-ended", Sessions, "Sessions opened so far are refused.", null, (state, _) => Now(state.EndSessions)),
        new("session-refused", Sessions, "Every call is answered 401, for ever.", null, (state, order) => Now(() => state.Script(Refused(order)))),
        new("session-down", Sessions, "No session can be had (Value: HTTP status).", null,
            (state, order) => Now(() => state.Script(new() { Path = CallPaths.Sessions, Times = order.Times, Status = order.Number(503), Shape = order.Shape }))),
        new("session-expires-in", Sessions, "expiresIn of the next session is this (Value): 0, -1, \"600\", or left out.", null,
            (state, order) => Now(() => state.Script(new() { Path = CallPaths.Sessions, Times = order.Times, ExpiresIn = order.Value ?? "" }))),
        new("clock-skew", Sessions, "The gateway's clock is ahead by so many Seconds (behind, when below 0).", null,
            (state, order) => Now(() => state.Skew = TimeSpan.FromSeconds(order.Seconds ?? 0))),
    ];

    public static FaultKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>What is wrong with an order, or null.</summary>
    public static string? Check(FaultOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order switch
        {
            _ when Find(order.Kind) is null => "kind must be one of " + string.Join(", ", All.Select(kind => kind.Name)),
            { Path: { } path } when !CallPaths.Scriptable.Contains(path) => "path must be one of " + string.Join(", ", CallPaths.Scriptable),
            { Times: < 1 } => "times counts from 1",
            { Ms: < 0 or > 600_000 } => "ms must be 0 to 600000",
            { Seconds: < -86_400 or > 604_800 } => "seconds must be at most a week, and not below a day",
            { Kind: "status" or "session-down", Value: { } status } when !int.TryParse(status, out var number) || number is < 200 or > 599 => "value must be an HTTP status",
            { Kind: "session-expires-in", Value: { Length: > 0 } json } when JsonReading.Parse(json) is null => "value must be JSON",
            _ => null,
        };
    }

    private static ScriptedAnswer Cut(FaultOrder order, WireFault wire) => new() { Wire = wire, Taken = order.Taken, EveryMs = order.Ms ?? 1000 };

    private static ScriptedAnswer Refused(FaultOrder order) =>
        new() { Path = order.Path, Times = Ever, Status = 401, StatusCode = order.Shape is BodyShape.Manager ? "900901" : null, Shape = order.Shape };

    private static Task Now(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
