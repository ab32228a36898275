using HrpPortal.Sandbox.ConsentManager;

namespace HrpPortal.Sandbox.Gateway;

/// <summary>A call that the gateway passes on to the consent manager, and the callback that brings the answer.</summary>
internal sealed record ForwardedCall(Dialect Dialect, string Path)
{
    /// <summary>Where the answer goes; null when the call is an answer itself and gets none.</summary>
    public string? CallbackPath { get; init; }

    /// <summary>v0.5: where the payload sits in the callback. v3: under which name the callback says what it answers.</summary>
    public string Slot { get; init; } = "response";

    /// <summary>The status of a call that was taken.</summary>
    public int Success { get; init; } = StatusCodes.Status202Accepted;

    public required Rule Contract { get; init; }

    /// <summary>Headers beyond those of every call.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>Whose address X-CM-ID must fit, when the call tells.</summary>
    public Func<Admitted, string?> AddressOf { get; init; } = _ => null;

    /// <summary>The facility that calls, when the call tells.</summary>
    public Func<Admitted, string?> HipOf { get; init; } = call => call.HipId;

    /// <summary>The consent manager's answer; null when it stays silent.</summary>
    public required Func<Admitted, Task<Answer?>> AnswerAsync { get; init; }
}
