namespace HrpPortal.Gateway;

/// <summary>What an <see cref="Exchange"/> means: the tables of answers of protocol §2 and §7.1.</summary>
internal static class ReplyReader
{
    public static GatewayReply Read(Exchange exchange, GatewayDialect dialect, string endpoint, IEnumerable<string?> confidences) => exchange switch
    {
        Exchange.Answered { Status: >= 200 and < 300 } taken => new GatewayReply.Accepted(taken.Status, taken.CorrelationId) { Body = taken.Body },
        Exchange.Answered answer => new GatewayReply.Failed(Fault(answer, dialect, endpoint, confidences)),
        Exchange.Lost lost => new GatewayReply.Failed(
            new GatewayFault(null, null, lost.Why, endpoint, lost.MayHaveArrived ? FaultKind.Unknown : FaultKind.NotSent)),
        _ => throw new InvalidOperationException($"No such exchange: {exchange.GetType().Name}."),
    };

    private static GatewayFault Fault(Exchange.Answered answer, GatewayDialect dialect, string endpoint, IEnumerable<string?> confidences)
    {
        var error = WireError.Read(answer.Body, answer.MediaType);
        var code = CleanText.ForFault(error.Code, confidences, CleanText.MaxCode);
        var kind = dialect == GatewayDialect.V3 ? KindInV3(answer.Status, error, endpoint) : Kind(answer.Status, error);
        return new GatewayFault(answer.Status, code, CleanText.ForFault(error.Message, confidences), endpoint, kind);
    }

    private static FaultKind Kind(int status, WireError error) => (status, error.Code) switch
    {
        (401, _) or (_, "2401") => FaultKind.Session,

        // The API manager's own throttling (9008xx) stops a call before the gateway sees it; any other 429 is a replay.
        (429, { } code) when code.StartsWith("9008", StringComparison.Ordinal) => FaultKind.Unavailable,
        (429, _) or (_, "2429") => FaultKind.Replayed,

        // In the gateway's own words a 5xx is a refusal for now; from anybody else it says nothing of whether the body arrived.
        ( >= 500, _) => error.IsGateways ? FaultKind.Unavailable : FaultKind.Unknown,
        (408, _) => FaultKind.Unknown,
        _ => FaultKind.Refused,
    };

    /// <summary>
    /// v3 puts the same codes under several statuses, so a code of the table decides before the status does (protocol §7.1, §8.4). Save
    /// 500 with ABDM-9999, "Unknown exception": of that nobody knows what was done.
    /// </summary>
    private static FaultKind KindInV3(int status, WireError error, string endpoint)
    {
        var found = GatewayErrors.Find(endpoint, error.Code, error.Message, status);
        return found.Class switch
        {
            _ when status >= 500 && error.Code == "ABDM-9999" => FaultKind.Unknown,

            // A missing or wrong header or role, or a session that is no more, is 403 in plain words.
            _ when !found.IsListed => status == 403 && error.Code is null ? FaultKind.Session : Kind(status, error),
            ErrorClass.Session => FaultKind.Session,
            ErrorClass.RepeatOrClock => FaultKind.Replayed,
            ErrorClass.GatewayTrouble => FaultKind.Unavailable,
            _ => FaultKind.Refused,
        };
    }
}
