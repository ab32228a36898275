using HrpPortal.Sandbox.Faults;

namespace HrpPortal.Sandbox.Scripting;

/// <summary>
/// How the next calls to a path are answered instead of truthfully. Several settings may be combined; what is left out stays
/// as usual. Calls that the gateway refuses at its door (401, 400, unknown X-CM-ID) use up no script.
/// </summary>
public sealed record ScriptedAnswer
{
    /// <summary>Path of the call, one of <see cref="Gateway.CallPaths"/>; null is any that is answered by a callback.</summary>
    public string? Path { get; init; }

    /// <summary>Only calls that hold this text in their body, such as a patient's address; null is any.</summary>
    public string? Containing { get; init; }

    /// <summary>For how many calls it holds.</summary>
    public int Times { get; init; } = 1;

    /// <summary>With <see cref="Message"/>: an error callback of this code. The consent manager does nothing.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Text of the error, of the gateway's own error or of the HTTP status.</summary>
    public string? Message { get; init; }

    /// <summary>The gateway itself answers 2500 because the consent manager does not: no timestamp, X-HIP-ID bridge_… (protocol §2). The consent manager does nothing, unless <see cref="Taken"/>: then its answer came too late.</summary>
    public bool GatewayError { get; init; }

    /// <summary>HTTP status instead of 202.</summary>
    public int? Status { get; init; }

    /// <summary>With <see cref="Status"/>: the code in its body, such as 2503 or 900901.</summary>
    public string? StatusCode { get; init; }

    /// <summary>With <see cref="Status"/>: how its body is written.</summary>
    public BodyShape Shape { get; init; }

    /// <summary>With <see cref="Status"/>: seconds in a Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>For sessions: what stands for expiresIn, as JSON; empty leaves it out.</summary>
    public string? ExpiresIn { get; init; }

    /// <summary>Milliseconds by which the answer itself is late; whether the caller still waits or not, the rest goes on.</summary>
    public int? AnswerDelayMs { get; init; }

    /// <summary>The connection is cut instead of an answer.</summary>
    public bool Abort { get; init; }

    /// <summary>What the connection does instead of bringing an answer.</summary>
    public WireFault Wire { get; init; }

    /// <summary>With <see cref="WireFault.ResetInRequest"/>: how many bytes of the body are read first.</summary>
    public int Bytes { get; init; }

    /// <summary>With a drip: milliseconds between two bytes.</summary>
    public int EveryMs { get; init; } = 1000;

    /// <summary>With <see cref="Status"/>, <see cref="Abort"/> or <see cref="Wire"/>: the call was taken all the same, takes effect and is called back.</summary>
    public bool Taken { get; init; }

    /// <summary>It takes effect, but no callback ever comes.</summary>
    public bool Silent { get; init; }

    /// <summary>The callback is delivered before the 202 is.</summary>
    public bool Early { get; init; }

    /// <summary>How often the same callback is delivered, at the same time.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Milliseconds between 202 and callback, by the sandbox's clock.</summary>
    public int? DelayMs { get; init; }

    /// <summary>The callback waits until the held ones are released.</summary>
    public bool Hold { get; init; }

    /// <summary>An error callback of this code right before the truthful one, which it contradicts.</summary>
    public int? ErrorBefore { get; init; }

    /// <summary>An error callback of this code right after the truthful one, which it contradicts.</summary>
    public int? ErrorAfter { get; init; }

    /// <summary>What is wrong with the token that the callback carries.</summary>
    public CallbackSignature Signature { get; init; }

    internal bool CutsAnswer => Abort || Wire is not WireFault.None;
}

/// <summary>The token of a callback.</summary>
public enum CallbackSignature
{
    Good,

    /// <summary>Signed by somebody else, under the name of the gateway's key.</summary>
    Wrong,

    /// <summary>Signed with a key that the gateway never published.</summary>
    UnknownKey,
}
