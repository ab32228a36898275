using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V05;

/// <summary>add-contexts and context/notify of the consent manager (protocol §5.1, §5.2).</summary>
internal sealed class Linking(Registry registry, LinkingTokens tokens, GatewayClock clock)
{
    private static JsonObject Success => new() { ["status"] = "SUCCESS" };

    /// <returns>Null when the consent manager says nothing at all: a damaged or expired token stops it before its error handler (§5.1).</returns>
    public async Task<Answer?> AddContextsAsync(JsonElement body)
    {
        var link = body.GetProperty("link");
        var token = link.Text("accessToken");
        if (LinkingTokens.Read(token) is not { } claims || claims.Expiry is not { } expiry || expiry <= clock.GetUtcNow()) return null;
        if (claims.SessionId is null || !await tokens.SignedByUsAsync(token)) return Answer.Refused(claims.HipId, 1500, "Token is invalid or expired");

        if (claims.Address is null || registry.FindActive(claims.Address) is null) return Answer.Refused(claims.HipId, 1414, "User not found");
        var patient = link.GetProperty("patient");
        var careContexts = patient.GetProperty("careContexts").EnumerateArray()
            .Select(one => new NewLink(one.Text("referenceNumber"), one.Text("display"), null, patient.Text("referenceNumber"))).ToList();
        return registry.Link(claims.SessionId, careContexts) switch
        {
            LinkOutcome.Linked => Answer.Of(claims.HipId!, Success),
            LinkOutcome.AlreadyLinked => Answer.Refused(claims.HipId, 1439, "Some of the Care Contexts are already linked, please remove the linked Care Contexts."),
            LinkOutcome.TokenUsedUp => Answer.Refused(claims.HipId, 1500, "Number of repeat action exceeded"),
            _ => Answer.Refused(claims.HipId, 1500, "Token is invalid or expired"),
        };
    }

    public Answer Notify(JsonElement body)
    {
        var notification = body.GetProperty("notification");
        var hip = notification.GetProperty("hip").Text("id");
        var account = registry.FindActive(notification.GetProperty("patient").Text("id"));
        // The contract names both causes of an error but no codes (§5.2); these are the consent manager's own for them (§8.1).
        if (account is null) return Answer.Refused(hip, 1404, "No patient found");
        return registry.Notify(hip, account.Address, notification.GetProperty("careContext").Text("careContextReference"))
            ? Answer.Of(hip, Success)
            : Answer.Refused(hip, 1402, "Care context not found");
    }
}
