namespace HrpPortal.Sandbox.Faults;

/// <summary>What may become of a call below HTTP, where no web server would go by itself.</summary>
public enum WireFault
{
    None,

    /// <summary>The connection stays open and not a byte comes.</summary>
    BlackHole,

    /// <summary>Reset after <see cref="Scripting.ScriptedAnswer.Bytes"/> bytes of the caller's body: the call is never taken.</summary>
    ResetInRequest,

    /// <summary>Reset when all was read and nothing answered.</summary>
    ResetBeforeAnswer,

    /// <summary>Reset after the status line.</summary>
    ResetAfterStatus,

    /// <summary>Closed in good order within the headers.</summary>
    HalfHead,

    /// <summary>All headers, and a body that breaks off.</summary>
    HalfBody,

    /// <summary>One byte every <see cref="Scripting.ScriptedAnswer.EveryMs"/> milliseconds, from the status line on.</summary>
    DripHead,

    /// <summary>All headers at once, then the body byte by byte.</summary>
    DripBody,

    /// <summary>A body of 10 MB.</summary>
    HugeBody,

    /// <summary>A small body that says it is gzip and unpacks to 100 MB.</summary>
    GzipBomb,

    /// <summary>Something else than HTTP answers.</summary>
    NotHttp,
}
