namespace HrpPortal.Sandbox.Scripting;

/// <summary>
/// How the next calls to a path are answered instead of truthfully. Several settings may be combined; what is left out stays
/// as usual. Calls that the gateway refuses at its door (401, 400, unknown X-CM-ID) use up no script.
/// </summary>
public sealed record ScriptedAnswer
{
    /// <summary>Path of the call, one of <see cref="Gateway.CallPaths"/>; null is any.</summary>
    public string? Path { get; init; }

    /// <summary>For how many calls it holds.</summary>
    public int Times { get; init; } = 1;

    /// <summary>With <see cref="Message"/>: an error callback of this code. The consent manager does nothing.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Text of the error, of the gateway's own error or of the HTTP status.</summary>
    public string? Message { get; init; }

    /// <summary>The gateway itself answers 2500 because the consent manager does not: no timestamp, X-HIP-ID bridge_… (protocol §2). The consent manager does nothing.</summary>
    public bool GatewayError { get; init; }

    /// <summary>HTTP status instead of 202.</summary>
    public int? Status { get; init; }

    /// <summary>Milliseconds by which the answer itself is late; whether the caller still waits or not, the rest goes on.</summary>
    public int? AnswerDelayMs { get; init; }

    /// <summary>The connection is cut instead of an answer.</summary>
    public bool Abort { get; init; }

    /// <summary>With <see cref="Status"/> or <see cref="Abort"/>: the call was taken all the same, takes effect and is called back.</summary>
    public bool Taken { get; init; }

    /// <summary>It takes effect, but no callback ever comes.</summary>
    public bool Silent { get; init; }

    /// <summary>The callback is delivered before the 202 is.</summary>
    public bool Early { get; init; }

    /// <summary>How often the same callback is delivered, at the same time.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Milliseconds between 202 and callback.</summary>
    public int? DelayMs { get; init; }

    /// <summary>The callback waits until the held ones are released.</summary>
    public bool Hold { get; init; }
}
