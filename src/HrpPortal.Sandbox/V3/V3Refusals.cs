using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V3;

/// <summary>How v3 refuses at once: by the API manager, by its gate, or by the service behind, each in a shape of its own (protocol §7.1).</summary>
internal static class V3Refusals
{
    private const string Json = "application/json";

    public static Verdict Denied => Verdict.Refused(403, new Reply("text/plain", "Access Denied"));

    /// <summary>The reader of the service gave up.</summary>
    public static Verdict Unreadable => Verdict.Refused(400, (Reply?)null);

    public static Verdict Unauthorized(bool missing) => Verdict.Refused(401, new Reply(Json, new JsonObject
    {
        ["code"] = missing ? "900902" : "900901",
        ["message"] = missing ? "Unauthorized" : "Invalid Credentials",
        ["description"] = "Invalid Credentials. Make sure your API invocation call has a header: 'Authorization : Bearer ACCESS_TOKEN' or 'Authorization : Basic ACCESS_TOKEN' or 'apikey: API_KEY'",
    }.ToJsonString()));

    public static Verdict Error(string code, string message, int status = 400) => Verdict.Refused(status, Reply.Of(BodyShape.Gateway, code, message));

    /// <summary>What is wrong with which field, and when.</summary>
    public static Verdict Field(string problem, DateTimeOffset now)
    {
        var (field, message) = problem.Split(' ', 2) is [var first, var rest] ? (first, rest) : (problem, "is invalid");
        return Verdict.Refused(400, new Reply(Json, new JsonObject { [field] = message, ["timestamp"] = WireTime.Write(now) }.ToJsonString()));
    }
}
