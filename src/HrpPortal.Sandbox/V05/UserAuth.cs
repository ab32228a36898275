using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.V05;

/// <summary>users/auth of the consent manager (protocol §4): who is asked for, how they are verified, what the caller gets for it.</summary>
internal sealed class UserAuth(Registry registry, LinkingTokens tokens, GatewayClock clock)
{
    /// <summary>The OTP that every sandbox patient "receives".</summary>
    public const string Otp = "123456";

    private static readonly ErrorBody NoSuchAccount = new("1437", "Account with ABHA number/Username not found.");
    private static readonly ErrorBody ConfirmRefused = new("1441", "Invalid auth confirm request.");

    public Answer FetchModes(JsonElement body)
    {
        var query = body.GetProperty("query");
        var hip = query.GetProperty("requester").Text("id");
        if (registry.FindAccount(query.Text("id")) is null) return new Answer(hip, null, NoSuchAccount);
        // DIRECT works but is not listed (protocol §4.1).
        return Answer.Of(hip, new JsonObject { ["purpose"] = query.Text("purpose"), ["modes"] = new JsonArray("MOBILE_OTP", "DEMOGRAPHICS") });
    }

    public Answer Init(JsonElement body)
    {
        var query = body.GetProperty("query");
        var hip = query.GetProperty("requester").Text("id");
        if (registry.FindAccount(query.Text("id")) is not { } account) return new Answer(hip, null, NoSuchAccount);
        var mode = query.TextOrNull("authMode") ?? "MOBILE_OTP";
        var expiry = clock.GetUtcNow().AddHours(2);
        var transaction = new AuthTransaction(Guid.NewGuid().ToString(), account.Address, hip, query.Text("purpose"), mode, expiry);
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
        if (registry.FindAccount(transaction.Address) is not { } account) return new Answer(transaction.HipId, null, NoSuchAccount);
        if (Verify(transaction, account, body.GetProperty("credential")) is { } error) return new Answer(transaction.HipId, null, error);

        var link = transaction.Purpose is "LINK" or "KYC_AND_LINK" ? new LinkingSession(Guid.NewGuid().ToString(), account.Address, transaction.HipId, 0) : null;
        registry.Confirm(transaction, link);
        return Answer.Of(transaction.HipId, new JsonObject
        {
            ["accessToken"] = link is null ? null : tokens.Issue(link),
            ["patient"] = transaction.Purpose is "LINK" ? null : Profile(account),
        });
    }

    private static ErrorBody? Verify(AuthTransaction transaction, Account account, JsonElement credential)
    {
        if (transaction.Mode is "DIRECT") return ConfirmRefused;
        if (transaction.Mode is not "DEMOGRAPHICS")
            return credential.TextOrNull("authCode") switch { null => ConfirmRefused, Otp => null, _ => new ErrorBody("1405", "Invalid OTP") };
        // "Name, gender and DOB must be exactly as specified in the user account" (official contract).
        return credential.TryGetProperty("demographic", out var said)
            && said.Text("name") == account.Name
            && said.Text("gender") == account.Gender
            && said.Text("dateOfBirth") == account.DateOfBirth ? null : ConfirmRefused;
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
