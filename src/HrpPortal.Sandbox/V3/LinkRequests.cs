using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Phone;

namespace HrpPortal.Sandbox.V3;

/// <summary>link/carecontext and context/notify (protocol §7.4, §7.5). What concerns the token is refused at once, the rest by callback.</summary>
internal sealed class LinkRequests(Registry registry, LinkingTokens tokens, Facilities facilities, Consents consents, GatewayClock clock, SandboxOptions options)
{
    /// <summary>Most care contexts in one group (protocol §7.4).</summary>
    private const int MostInGroup = 20;

    public async Task<Answer?> LinkAsync(Admitted call)
    {
        var (hip, body) = (call.HipId!, call.Body);
        if (LinkingTokens.ReadReusable(call.LinkToken!) is not { } token) return Answer.AtOnce("ABDM-1066", "Invalid JWT token");
        if (token is not { HipId: not null, Address: not null } || token.Expiry <= clock.GetUtcNow() || !await tokens.SignedByUsAsync(call.LinkToken!))
            return Answer.AtOnce("ABDM-1026", "Invalid Link Token");
        if (token.HipId != hip) return Answer.AtOnce("ABDM-1063", "HIP Id mismatch with Link token");
        if (token.AbhaNumber != TokenRequests.NumberOf(body)) return Answer.AtOnce("ABDM-1062", "ABHA number mismatch with Link token");

        Answer Refused(string code, string message) => Answer.Refused(hip, code, message);
        var address = body.Text("abhaAddress");
        if (!address.Equals(token.Address, StringComparison.OrdinalIgnoreCase)) return Refused("ABDM-1038", "ABHA address and Link token mismatch");
        if (registry.FindAccount(address) is not { } account) return Refused("ABDM-1051", "Invalid ABHA Number or ABHA Address");
        if (account.Status is AccountStatus.Deactivated) return Refused("ABDM-1407", "ABHA deactivated");

        var groups = body.GetProperty("patient").EnumerateArray().ToList();
        if (groups.Count == 0 || groups.Select(group => group.Text("hiType")).Distinct().Count() < groups.Count) return Refused("ABDM-1057", "Invalid Care Contexts");
        if (groups.Select(Check).FirstOrDefault(problem => problem is not null) is { } slip) return Refused(slip.Code, slip.Message);

        var careContexts = groups.SelectMany(group => group.GetProperty("careContexts").EnumerateArray(), (group, one) =>
            new NewLink(one.Text("referenceNumber"), one.Text("display"), group.Text("hiType"), group.Text("referenceNumber"))).ToList();
        if (!registry.Link(hip, account.Address, careContexts, clock.GetUtcNow())) return Refused("ABDM-1056", "This care contexts has been already linked");

        // Even a facility that only links is asked for the data, by the patient's own app (protocol §6).
        consents.Ask(isV3: true, hip, account, [.. careContexts.Select(one => registry.FindLink(hip, account.Address, one.Reference)!)]);
        return Answer.Of(hip, new JsonObject { ["abhaAddress"] = account.Address, ["status"] = "Successfully Linked care context" });
    }

    public Answer? Notify(Admitted call)
    {
        var notification = call.Body.GetProperty("notification");
        var hip = notification.GetProperty("hip").Text("id");
        if (hip != call.HipId || !facilities.Has(hip)) return Answer.AtOnce("ABDM-1035", "Invalid HIP ID");

        // The code with its trailing separator, as it was seen (protocol §7.5).
        Answer Refused(string message) => new(hip, Status("ERRORED"), new ErrorBody("ABDM-1006: ", message));
        if (registry.FindActive(notification.GetProperty("patient").Text("id")) is not { } account) return Refused("No links found for the patient in the given HIP");
        var reference = notification.GetProperty("careContext").Text("careContextReference");
        var link = registry.FindLink(hip, account.Address, reference);
        if (link is null || clock.GetUtcNow() < link.LinkedAt + TimeSpan.FromMilliseconds(options.NotifyLagMs)) return Refused("No care context linked with given reference number");
        registry.Notify(hip, account.Address, reference);
        return Answer.Of(hip, Status("SUCCESS"));
    }

    private static ErrorBody? Check(JsonElement group)
    {
        var careContexts = group.GetProperty("careContexts").EnumerateArray().ToList();
        var count = group.GetProperty("count").GetInt32();
        if (!V3Rules.Display().IsMatch(group.Text("referenceNumber"))) return new ErrorBody("ABDM-1060", "Invalid Patient Reference Number");
        if (!V3Rules.Display().IsMatch(group.Text("display"))) return new ErrorBody("ABDM-1061", "Invalid Patient Display");
        if (careContexts.Count == 0) return new ErrorBody("ABDM-1057", "Invalid Care Contexts");
        if (count is < 1 or > MostInGroup) return new ErrorBody("ABDM-1059", "Invalid Care Contexts count");
        if (count != careContexts.Count) return new ErrorBody("ABDM-1037", "Counter and Care context count mismatch");
        var good = careContexts.All(one => V3Rules.Reference().IsMatch(one.Text("referenceNumber")) && V3Rules.Display().IsMatch(one.Text("display")))
            && careContexts.DistinctBy(one => one.Text("referenceNumber")).Count() == careContexts.Count;
        return good ? null : new ErrorBody("ABDM-1057", "Invalid Care Contexts");
    }

    private static JsonObject Status(string status) => new() { ["acknowledgement"] = new JsonObject { ["status"] = status } };
}
