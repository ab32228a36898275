using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using Microsoft.IdentityModel.JsonWebTokens;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class UserAuthTests
{
    [Fact]
    public async Task Modes_are_told_for_an_address_or_an_ABHA_number()
    {
        await using var sandbox = await StartAsync();

        foreach (var id in new[] { "ASHA.RAO@sbx", "91983690060261", "91-9836-9006-0261" })
        {
            var callback = await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(id));
            Assert.Equal(["MOBILE_OTP", "AADHAAR_OTP", "DEMOGRAPHICS"], callback.Body["auth"]!["modes"]!.AsArray().Select(mode => (string)mode!));
        }
    }

    [Theory]
    [InlineData(CallPaths.FetchModes)]
    [InlineData(CallPaths.Init)]
    public async Task An_unknown_address_is_1437(string path)
    {
        await using var sandbox = await StartAsync();

        var callback = await sandbox.CallAsync(path, path == CallPaths.Init ? Bodies.Init("nobody@sbx") : Bodies.FetchModes("nobody@sbx"));

        Assert.Equal(1437, callback.ErrorCode);
        Assert.Equal("Account with ABHA number/Username not found.", (string?)callback.Body["error"]!["message"]);
        Assert.Null(callback.Body["auth"]);
        Assert.Equal(Hip, callback.HipId);
    }

    [Fact]
    public async Task The_linking_token_looks_like_the_real_one()
    {
        await using var sandbox = await StartAsync();

        var token = new JsonWebToken(await sandbox.LinkingTokenAsync());

        Assert.Equal("""{"alg":"RS512"}""", Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(token.EncodedHeader));
        var claims = JsonNode.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(token.EncodedPayload))!.AsObject();
        Assert.Equal(["sub", "requesterType", "requesterId", "patientId", "sessionId", "exp", "iat"], claims.Select(claim => claim.Key));
        Assert.Equal((Asha.Address, "HIP", Hip, Asha.Address), ((string)claims["sub"]!, (string)claims["requesterType"]!, (string)claims["requesterId"]!, (string)claims["patientId"]!));
        Assert.Equal(86_400, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Theory]
    [InlineData("asha rao", "F", "1986-03-14")]
    [InlineData("Asha  Rao", "F", "1986-03-14")]
    [InlineData("Asha Rao", "U", "1986-03-14")]
    [InlineData("Asha Rao", "F", "1986-01-01")]
    public async Task Demographics_must_be_exactly_the_accounts(string name, string gender, string birth)
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync();

        var refused = await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(transaction, new Account(Asha.Address, name, gender, birth)));
        var mended = await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(transaction, Asha));

        Assert.Equal((1441, "Invalid auth confirm request."), (refused.ErrorCode, (string?)refused.Body["error"]!["message"]));
        Assert.NotNull(mended.Body["auth"]!["accessToken"]);
    }

    [Theory]
    [InlineData("LINK", true, false)]
    [InlineData("KYC", false, true)]
    [InlineData("KYC_AND_LINK", true, true)]
    public async Task The_purpose_decides_what_is_given(string purpose, bool token, bool profile)
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync(purpose: purpose);

        var auth = (await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(transaction, Asha))).Body["auth"]!;

        Assert.Equal((token, profile), (auth["accessToken"] is not null, auth["patient"] is not null));
        if (profile) Assert.Equal((1986, 3, 14), ((int)auth["patient"]!["yearOfBirth"]!, (int)auth["patient"]!["monthOfBirth"]!, (int)auth["patient"]!["dayOfBirth"]!));
    }

    [Fact]
    public async Task A_transaction_confirms_once_and_not_after_two_hours()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 10_000);
        var confirmed = await sandbox.TransactionAsync();
        var forgotten = await sandbox.TransactionAsync();
        await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(confirmed, Asha));

        var again = await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(confirmed, Asha));
        sandbox.Clock.Advance(TimeSpan.FromHours(2));
        var late = await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(forgotten, Asha));

        Assert.Equal((1427, 1427), (again.ErrorCode, late.ErrorCode));
        Assert.Equal("bridge_SBX_HRP_PORTAL", late.HipId); // whose transaction it was is not known
    }
}
