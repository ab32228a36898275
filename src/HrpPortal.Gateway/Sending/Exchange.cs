namespace HrpPortal.Gateway;

/// <summary>One POST on the wire, before anything is made of it.</summary>
internal abstract record Exchange
{
    private Exchange() { }

    /// <summary>An answer came. Its body may be cut off, by us or on the way.</summary>
    public sealed record Answered(int Status, string? CorrelationId, string? MediaType, byte[] Body) : Exchange
    {
        /// <summary>The gateway's time when it answered.</summary>
        public DateTimeOffset? Date { get; init; }
    }

    /// <param name="MayHaveArrived">Whether any byte of our body may have left: without a body the gateway can do nothing.</param>
    public sealed record Lost(bool MayHaveArrived, string Why) : Exchange;

    /// <summary>Counts against the gateway's host: no answer, or the API manager's that nobody is behind it.</summary>
    public bool IsHostTrouble => this is Lost or Answered { Status: 502 or 503 or 504 };
}
