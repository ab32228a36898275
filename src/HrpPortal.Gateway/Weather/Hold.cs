namespace HrpPortal.Gateway;

/// <summary>Why nothing may be sent just now, and when to ask again. What waits keeps its place and uses up no attempt.</summary>
/// <param name="Next">By this machine's clock; later for everybody the longer an outage lasts, and a little spread, so that a crowd does not come back at once.</param>
public sealed record Hold(HoldReason Reason, DateTimeOffset Next);

/// <summary>What stands between the portal and the gateway.</summary>
public enum HoldReason
{
    /// <summary>The circuit is open: the gateway failed several times in a row.</summary>
    GatewayDown,

    /// <summary>This machine's clock and the gateway's are too far apart: every call would be refused as a replay (protocol §2).</summary>
    ClockOff,
}

/// <summary>How the gateway is to be reached, at one moment.</summary>
/// <param name="NotAnsweringSince">The first failure of the present outage; absent while the gateway answers.</param>
/// <param name="NextTryAt">When the next call may try; absent while calls go through.</param>
/// <param name="LastAnswerAt">The last answer of any kind; absent before the first.</param>
/// <param name="ClockSkew">How far this machine's clock is ahead of the gateway's, in whole seconds; absent before the first dated answer.</param>
/// <param name="ClockIsOff">The skew is more than <see cref="GatewayOptions.ClockToleranceSeconds"/>: nothing is sent.</param>
public sealed record WeatherReport(
    DateTimeOffset? NotAnsweringSince, DateTimeOffset? NextTryAt, DateTimeOffset? LastAnswerAt, TimeSpan? ClockSkew, bool ClockIsOff)
{
    /// <summary>No outage: a failure now and then is none.</summary>
    public bool IsAnswering => NotAnsweringSince is null;
}
