using HrpPortal.Sandbox.Scripting;

namespace HrpPortal.Tests.Faults.Pairs;

/// <summary>The other side of a pair: how the answer of the consent manager comes back.</summary>
/// <param name="IsNoise">Callbacks of unknown ids and of garbage come in between.</param>
/// <param name="ErrorFirst">An error comes first, which a person may be shown until the truth has come.</param>
internal sealed record CallbackWay(string Name, Func<Random, ScriptedAnswer> Script, bool IsNoise = false, bool ErrorFirst = false)
{
    public static IReadOnlyList<CallbackWay> All { get; } =
    [
        new("normal", _ => new()),
        new("early", _ => new() { Early = true }),
        new("never", _ => new() { Silent = true }),
        new("twice", _ => new() { Copies = 2 }),
        new("S, E", _ => new() { ErrorAfter = 1402 }),
        new("E, S", _ => new() { ErrorBefore = 1402 }, ErrorFirst: true),
        new("4:59", _ => new() { DelayMs = 299_000 }),
        new("6 min", _ => new() { DelayMs = 361_000 }),
        new("25 h", _ => new() { DelayMs = 25 * 3600 * 1000 }),
        new("noise", _ => new(), IsNoise: true),
        new("shuffled", random => new() { DelayMs = random.Next(1, 240_000) }),
    ];

    /// <summary>The same call suffers the gateway's fault and is answered this way.</summary>
    public static ScriptedAnswer Join(ScriptedAnswer fault, ScriptedAnswer way) => fault with
    {
        Early = way.Early,
        Silent = way.Silent,
        Copies = way.Copies,
        ErrorAfter = way.ErrorAfter,
        ErrorBefore = way.ErrorBefore,
        DelayMs = way.DelayMs,
    };
}
