namespace HrpPortal.Gateway;

/// <summary>What an <see cref="Exchange"/> means: the table of answers of protocol §2.</summary>
internal static class ReplyReader
{
    public static GatewayReply Read(Exchange exchange, string endpoint, IEnumerable<string?> confidences) => exchange switch
    {
        Exchange.Answered { Status: >= 200 and < 300 } taken => new GatewayReply.Accepted(taken.Status, taken.CorrelationId),
        Exchange.Answered answer => new GatewayReply.Failed(Fault(answer, endpoint, confidences)),
        Exchange.Lost lost => new GatewayReply.Failed(
            new GatewayFault(null, null, lost.Why, endpoint, lost.MayHaveArrived ? FaultKind.Unknown : FaultKind.NotSent)),
        _ => throw new InvalidOperationException($"No such exchange: {exchange.GetType().Name}."),
    };

    private static GatewayFault Fault(Exchange.Answered answer, string endpoint, IEnumerable<string?> confidences)
    {
        var error = WireError.Read(answer.Body, answer.MediaType);
        var code = CleanText.ForFault(error.Code, confidences, CleanText.MaxCode);
        return new GatewayFault(answer.Status, code, CleanText.ForFault(error.Message, confidences), endpoint, Kind(answer.Status, error));
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
}
