using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Tests.Faults.Pairs;

/// <summary>One side of a pair: what the gateway does to a call. Null script: it befalls everybody at once, and the run brings it about.</summary>
/// <param name="Taken">Whether the call has its effect: the seed decides where nobody can tell from outside.</param>
/// <param name="Refuses">The call is refused for good: nothing gets linked, and a person must hear of it.</param>
internal sealed record GatewayFault(string Name, Func<bool, ScriptedAnswer>? Script, Effect Taken = Effect.Never, bool Refuses = false)
{
    public static readonly GatewayFault Refused = new("G1 refused", null);
    public static readonly GatewayFault NoSession = new("G7 no session", null);

    public static IReadOnlyList<GatewayFault> OfOneCall { get; } =
    [
        new("G2 black hole", taken => new() { Wire = WireFault.BlackHole, Taken = taken }, Effect.Perhaps),
        new("G4 reset in request", _ => new() { Wire = WireFault.ResetInRequest }),
        new("G4 reset, no answer", taken => new() { Wire = WireFault.ResetBeforeAnswer, Taken = taken }, Effect.Perhaps),
        new("G4 reset after 202", taken => new() { Wire = WireFault.ResetAfterStatus, Taken = taken }, Effect.Perhaps),
        new("G5 200", _ => new() { Status = 200, Taken = true }, Effect.Always),
        new("G5 204", _ => new() { Status = 204, Taken = true }, Effect.Always),
        new("G5 body of 10 MB", _ => new() { Wire = WireFault.HugeBody, Taken = true }, Effect.Always),
        new("G6 400", _ => new() { Status = 400 }, Refuses: true),
        new("G6 401 once", _ => new() { Status = 401, StatusCode = "2401" }),
        new("G6 429", _ => new() { Status = 429, StatusCode = "2429" }),
        new("G6 500", _ => new() { Status = 500 }),
        new("G6 502 HTML", taken => new() { Status = 502, Shape = BodyShape.Html, Taken = taken }, Effect.Perhaps),
        new("G6 503 Retry-After", _ => new() { Status = 503, StatusCode = "2503", RetryAfter = 120 }),
        new("G8 broken JSON", taken => new() { Status = 500, Shape = BodyShape.Broken, Taken = taken }, Effect.Perhaps),
    ];
}

internal enum Effect { Never, Perhaps, Always }
