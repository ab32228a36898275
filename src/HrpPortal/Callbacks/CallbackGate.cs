using System.Security.Cryptography;
using HrpPortal.Access;
using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>
/// The one door for callbacks. In this order: the caller's address where that is set, the gateway's token, the facility, the size, the shape, the disk; then 202. All
/// refusals of the first three look alike, so that nobody learns from them; nothing refused is read further or kept.
/// </summary>
public sealed partial class CallbackGate(
    CallbackTokenVerifier tokens, CallbackCallers callers, ICallbackFacilities facilities, CallbackBodies bodies, CallbackKeeper keeper, IOptions<GatewayOptions> gateway,
    CrashPoints crash, TimeProvider clock, ILogger<CallbackGate> log)
{
    public const int MostBytes = 64 * 1024;

    /// <summary>Errors that the gateway makes itself carry <c>bridge_{clientId}</c> instead of a facility (protocol, 2).</summary>
    public const string BridgePrefix = "bridge_";

    /// <summary>An answer of ABDM's to a call of ours.</summary>
    public Task<IResult> ReceiveAsync(HttpContext http, string path) => ReceiveAsync(http, path, isCall: false);

    /// <summary>A call that ABDM makes of its own accord: known by its own requestId, as there is no question of ours.</summary>
    public Task<IResult> ReceiveCallAsync(HttpContext http, string path) => ReceiveAsync(http, path, isCall: true);

    private async Task<IResult> ReceiveAsync(HttpContext http, string path, bool isCall)
    {
        if (!callers.MayCall(http))
        {
            Log.Refused(log, path, "the caller's address is not in Callbacks:AllowedAddresses");
            return Unauthorized();
        }

        switch (await tokens.VerifyAsync(http.Request.Headers.Authorization, http.RequestAborted))
        {
            case CallbackVerdict.Refused refused:
                Log.Refused(log, path, refused.Reason);
                return Unauthorized();
            case CallbackVerdict.Accepted accepted when Facility(http) is { } hipId:
                crash.Reach(CrashPoint.AfterTokenCheck);
                return await KeepAsync(http, path, hipId, accepted.Kid ?? "", isCall);
            default:
                Log.Refused(log, path, "X-HIP-ID is missing, doubled or not ours");
                return Unauthorized();
        }
    }

    private async Task<IResult> KeepAsync(HttpContext http, string path, string hipId, string kid, bool isCall)
    {
        if (await BodyAsync(http) is not { } body)
            return Results.Problem(title: "The body is larger than 64 KB.", statusCode: StatusCodes.Status413PayloadTooLarge);
        if (!CallbackBody.TryParse(body, out var parsed)) return Unreadable("Send a JSON object.");

        // v3 has its id in a header, where proxies may have doubled it.
        var requestId = parsed.RequestId ?? http.Request.Headers["REQUEST-ID"].FirstOrDefault();
        if (!IsProper(requestId)) return Unreadable("Send a requestId of at most 64 printable characters.");
        if ((isCall ? AsId(requestId) : parsed.RespRequestId) is not { } askedUnder)
            return Unreadable(isCall ? "Send a requestId that is a UUID." : "Send a JSON object whose resp.requestId is a UUID.");

        var row = new InboxCallback
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Path = path,
            HipId = hipId,
            RequestId = requestId ?? "",
            RespRequestId = askedUnder,
            BodyHash = Convert.ToHexString(SHA256.HashData(body)),
            StampedAt = parsed.Timestamp?.UtcDateTime ?? DateTime.UnixEpoch,
            ProtectedBody = bodies.Close(body),
            Kid = kid,
            ReceivedAt = clock.Utc(),
        };
        crash.Reach(CrashPoint.BeforeInboxCommit);
        if (!await keeper.KeepAsync(row))
            return Results.Problem(title: "The callback could not be kept. Send it again.", statusCode: StatusCodes.Status503ServiceUnavailable);

        crash.Reach(CrashPoint.AfterInboxCommit);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>The gateway's own id of the callback is kept for people who trace it; what the store cannot hold is no id.</summary>
    private static bool IsProper(string? requestId) => requestId is null || (requestId.Length <= 64 && !requestId.Any(char.IsControl));

    private string? Facility(HttpContext http)
    {
        var header = http.Request.Headers["X-HIP-ID"];
        if (header.Count != 1 || header[0] is not { Length: > 0 and <= 80 } hipId) return null;
        if (hipId == BridgePrefix + gateway.Value.ClientId) return hipId;
        return facilities.Knows(hipId) ? hipId : null;
    }

    /// <summary>Null when it is too large, whatever its length header says.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MostBytes) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var buffer = new byte[(int?)http.Request.ContentLength ?? (MostBytes + 1)];
        var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        return length > MostBytes ? null : buffer[..length];
    }

    private static Guid? AsId(string? requestId) => Guid.TryParse(requestId, out var id) ? id : null;

    private static IResult Unreadable(string title) => Results.Problem(title: title, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Unauthorized() =>
        Results.Problem(title: "The gateway's token is needed.", statusCode: StatusCodes.Status401Unauthorized);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A callback to {Path} was refused: {Reason}")]
        public static partial void Refused(ILogger log, string path, string reason);
    }
}

/// <summary>Which X-HIP-ID values are facilities of this portal.</summary>
public interface ICallbackFacilities
{
    /// <summary>The one whose callbacks the person sees.</summary>
    string Of(StaffMember person);

    bool Knows(string hipId);
}
