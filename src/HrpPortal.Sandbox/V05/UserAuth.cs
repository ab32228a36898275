using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V05;

/// <summary>users/auth of the consent manager (protocol §4): who is asked for, how they are verified, what the caller gets for it.</summary>
internal sealed class UserAuth(Registry registry, LinkingTokens tokens, OneTimeCodes codes, GatewayClock clock)
{
    private static readonly ErrorBody NoSuchAccount = new("1437", "Account with ABHA number/Username not found.");
    private static readonly ErrorBody ConfirmRefused = new("1441", "Invalid auth confirm request.");

    public Answer FetchModes(JsonElement body)
    {
        var query = body.GetProperty("query");
        var hip = query.GetProperty("requester").Text("id");
        return registry.FindActive(query.Text("id")) is { } account
            ? Answer.Of(hip, new JsonObject { ["purpose"] = query.Text("purpose"), ["modes"] = new JsonArray([.. Modes(account).Select(mode => (JsonNode)mode)]) })
            : new Answer(hip, null, NoSuchAccount);
    }

    public Answer Init(JsonElement body)
    {
        var query = body.GetProperty("query");
        var hip = query.GetProperty("requester").Text("id");
        if (registry.FindActive(query.Text("id")) is not { } account) return new Answer(hip, null, NoSuchAccount);
        var mode = query.TextOrNull("authMode") ?? "MOBILE_OTP";

        // DIRECT works but is not listed (protocol §4.1).
        if (mode != "DIRECT" && !Modes(account).Contains(mode)) return Answer.Refused(hip, 1510, "Auth mode is not available for this account");
        var expiry = clock.GetUtcNow().AddHours(2);
        var transaction = new AuthTransaction(Guid.NewGuid().ToString(), account.Address, hip, query.Text("purpose"), mode, expiry);
        if (mode.EndsWith("_OTP", StringComparison.Ordinal))
        {
            var (code, until, refusal) = codes.Send(account, hip);
            if (refusal is not null) return new Answer(hip, null, refusal);
            transaction = transaction with { Code = code, CodeUntil = until };
        }

        registry.Put(transaction);
        return Answer.Of(hip, new JsonObject
        {
            ["transactionId"] = transaction.Id,
            ["mode"] = mode,
            ["meta"] = new JsonObject { ["hint"] = null, ["expiry"] = WireTime.Write(expiry) },
        });
    }

    public Answer Confirm(JsonElement body)
    {
        if (registry.FindTransaction(body.Text("transactionId")) is not { } transaction || transaction.Expiry <= clock.GetUtcNow())
            return Answer.Refused(null, 1427, "Transaction id not found.");
        if (registry.FindActive(transaction.Address) is not { } account) return new Answer(transaction.HipId, null, NoSuchAccount);
        return Verify(transaction, account, body.GetProperty("credential")) is { } error
            ? new Answer(transaction.HipId, null, error)
            : Answer.Of(transaction.HipId, Grant(transaction, account));
    }

    /// <summary>What the facility gets for a verified patient: by purpose a token, the profile, or both. The transaction ends with it.</summary>
    public JsonObject Grant(AuthTransaction transaction, Account account)
    {
        var link = transaction.GivesToken ? new LinkingSession(Guid.NewGuid().ToString(), account.Address, transaction.HipId, 0) : null;
        registry.Confirm(transaction, link);
        return new JsonObject
        {
            ["accessToken"] = link is null ? null : tokens.Issue(link),
            ["patient"] = transaction.GivesProfile ? Profile(account) : null,
        };
    }

    /// <summary>An OTP needs a mobile, one of Aadhaar a number that is tied to it.</summary>
    private static IEnumerable<string> Modes(Account account)
    {
        if (account.Mobile is not null) yield return "MOBILE_OTP";
        if (account is { Mobile: not null, AbhaNumber: not null }) yield return "AADHAAR_OTP";
        yield return "DEMOGRAPHICS";
    }

    private ErrorBody? Verify(AuthTransaction transaction, Account account, JsonElement credential)
    {
        if (transaction.Mode is "DIRECT") return ConfirmRefused;
        if (transaction.Mode is not "DEMOGRAPHICS") return credential.TextOrNull("authCode") is { } code ? CheckCode(transaction, code) : ConfirmRefused;
        // "Name, gender and DOB must be exactly as specified in the user account" (official contract).
        return credential.TryGetProperty("demographic", out var said)
            && said.Text("name") == account.Name
            && said.Text("gender") == account.Gender
            && said.Text("dateOfBirth") == account.DateOfBirth ? null : ConfirmRefused;
    }

    private ErrorBody? CheckCode(AuthTransaction transaction, string code)
    {
        var error = codes.Check(transaction, code);
        if (error?.Code is "1408") registry.Confirm(transaction, null);
        else if (error?.Code is "1405") registry.Put(transaction with { WrongCodes = transaction.WrongCodes + 1 });
        return error;
    }

    private static JsonObject Profile(Account account)
    {
        var identifiers = new JsonArray();
        if (account.Mobile is not null) identifiers.Add(new JsonObject { ["type"] = "MOBILE", ["value"] = account.Mobile });
        if (account.AbhaNumber is not null) identifiers.Add(new JsonObject { ["type"] = "HEALTH_NUMBER", ["value"] = account.AbhaNumber });
        return new JsonObject
        {
            ["id"] = account.Address,
            ["name"] = account.Name,
            ["gender"] = account.Gender,
            ["yearOfBirth"] = account.Born.Year,
            ["monthOfBirth"] = account.Born.Month,
            ["dayOfBirth"] = account.Born.Day,
            ["address"] = new JsonObject { ["line"] = null, ["district"] = null, ["state"] = null, ["pincode"] = null },
            ["identifiers"] = identifiers,
        };
    }
}
