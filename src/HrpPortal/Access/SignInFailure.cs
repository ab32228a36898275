using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;

namespace HrpPortal.Access;

/// <summary>Ends a sign-in that failed: one line in the log with an id, and a page that shows the reason's class and that id only.</summary>
internal static partial class SignInFailure
{
    public const string Page = "/account/sign-in-failed";

    public static Task OnRemoteFailureAsync(RemoteFailureContext context)
    {
        Answer(context.HttpContext, context.Failure switch
        {
            SignInException fault => fault,
            // The framework's own: state missing or invalid, correlation failed, no code.
            AuthenticationFailureException framework => new SignInException(SignInReason.Stale, "state_invalid", framework),
            var other => new SignInException(SignInReason.Untrusted, "unexpected", other),
        });
        context.HandleResponse();
        return Task.CompletedTask;
    }

    public static void Answer(HttpContext context, SignInException fault)
    {
        var id = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Log.Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SignInFailure)), id, fault.Reason, fault.Code, fault.InnerException?.GetType().Name);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect($"{context.Request.PathBase}{Page}?reason={fault.Reason}&id={id}");
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 100, Level = LogLevel.Warning, Message = "Sign-in {Id} failed: {Reason}, {Code} ({Cause})")]
        public static partial void Failed(ILogger logger, string id, SignInReason reason, string code, string? cause);
    }
}
