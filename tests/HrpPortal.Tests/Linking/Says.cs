using System.Text.Json;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Linking;

/// <summary>What the gateway says in these tests: scripts for the sandbox, and callbacks written out.</summary>
internal static class Says
{
    public static string Success(Guid requestId) =>
        Body($"\"timestamp\":\"2031-05-04T09:00:05.913204\",\"acknowledgement\":{{\"status\":\"SUCCESS\"}},\"error\":null", requestId);

    public static string Error(Guid requestId, int code, string message = "Said so.") =>
        Body($"\"timestamp\":\"2031-05-04T09:00:05.913204\",\"acknowledgement\":null,\"error\":{{\"code\":{code},\"message\":{JsonSerializer.Serialize(message)}}}", requestId);

    private static string Body(string middle, Guid requestId) =>
        $"{{\"requestId\":\"{Guid.NewGuid()}\",{middle},\"resp\":{{\"requestId\":\"{requestId}\"}}}}";

    /// <summary>The next add-contexts call is answered like this.</summary>
    public static void ToAddContexts(this PortalHost portal, ScriptedAnswer answer) => portal.Sandbox.Script(answer with { Path = CallPaths.AddContexts });

    /// <summary>How often a call came to the gateway for this request, by the requestIds of its attempts.</summary>
    public static int Calls(this PortalHost portal, LinkDetails details) =>
        portal.Sandbox.Received.Count(one => details.Attempts.Any(attempt => attempt.RequestId.ToString() == one.RequestId));

    /// <summary>How often a path was called with this text in the body.</summary>
    public static int Calls(this PortalHost portal, string path, string text) =>
        portal.Sandbox.Received.Count(one => one.Path == path && one.Body.Contains(text, StringComparison.Ordinal));

    public static Task<System.Net.HttpStatusCode> AnswerAsync(this PortalHost portal, string body, string hipId = PortalHost.HipId) =>
        portal.CallBackAsync(CallbackPaths.OnAddContexts, body, hipId);

    /// <summary>What happened, in order; without T3, because the answer may come before our 202 (C1) and then there is none.</summary>
    public static LinkTransition[] Steps(this LinkDetails details) =>
        [.. details.Events.Select(happened => happened.Transition).Where(step => step != LinkTransition.T3)];
}
