using System.Globalization;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;

namespace HrpPortal.Scans;

/// <summary>The answer to a shared profile in its own one of the three forms: v0.5 knows no number, v1.0 and v3 tell it.</summary>
internal static class ShareAnswers
{
    /// <summary>The forms want a counter or a number where there is none.</summary>
    private const string None = "0";

    private const string Why = "The profile has no ABHA address that this facility can use.";

    /// <param name="address">As the call has it, to the letter.</param>
    /// <param name="profile">Null when the profile is of no use.</param>
    public static GatewayRequest Of(ReceivedCallback call, ProfileShare share, string address, SharedProfile? profile, DateTimeOffset at)
    {
        var (id, asked) = (Guid.NewGuid(), new AnsweredCall(call.AskedAs));
        var status = profile is null ? ShareStatus.Failure : ShareStatus.Success;
        var number = profile?.Number.ToString(CultureInfo.InvariantCulture) ?? None;
        var error = profile is null ? new AnswerError(HipError.BadRequest, Why) : null;
        return call.Path switch
        {
            AbdmCalls.Share => new AnswerShareRequest(id, at, new ShareAcknowledgement(status, address), error, asked),
            AbdmCalls.ShareV1 => new AnswerShareV1Request(id, at, new ShareAcknowledgementV1(status, address, number), error, asked),
            _ => profile is null
                ? new AnswerShareV3Request(id, at, call.HipId, null, new AnswerErrorV3(HipErrorV3.Internal, Why), asked)
                : new AnswerShareV3Request(id, at, call.HipId, new ShareAcknowledgementV3(address, status, Ticket(share, number)), null, asked),
        };
    }

    private static ShareTicket Ticket(ProfileShare share, string number) =>
        ShareTicket.For(string.IsNullOrWhiteSpace(share.Counter) ? None : share.Counter, number, SharedProfile.Validity);
}
