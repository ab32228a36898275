using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>The patient approves or denies on the phone (protocol §4.4).</summary>
public sealed class DirectTests
{
    private const string Notify = "/v0.5/users/auth/notify";

    [Theory]
    [InlineData("LINK", true, false)]
    [InlineData("KYC", false, true)]
    [InlineData("KYC_AND_LINK", true, true)]
    public async Task An_approval_brings_what_the_purpose_asks_for(string purpose, bool token, bool profile)
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync(purpose: purpose, mode: "DIRECT");
        Assert.Equal(1441, (await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(transaction, Asha))).ErrorCode);

        Assert.Null(await sandbox.OnPhoneAsync(new { action = "approve", transactionId = transaction }));

        var notice = (await sandbox.Portal.AtAsync(Notify))[0];
        Assert.Equal((Hip, null), (notice.HipId, notice.AnswerTo));
        var auth = notice.Body["auth"]!;
        Assert.Equal((transaction, "GRANTED", token, profile), ((string)auth["transactionId"]!, (string)auth["status"]!, auth["accessToken"] is not null, auth["patient"] is not null));
        Assert.Equal(["purpose", "requester", "expiry", "limit"], auth["validity"]!.AsObject().Select(one => one.Key));
        if (token) Assert.Null((await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts((string)auth["accessToken"]!, "CC-1"))).ErrorCode);
        Assert.Empty((await sandbox.PhoneAsync())["approvals"]!.AsArray());
    }

    [Fact]
    public async Task A_denial_brings_nothing_and_is_acknowledged_as_well()
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync(mode: "DIRECT");
        Assert.Equal(transaction, (string)(await sandbox.PhoneAsync())["approvals"]![0]!["transactionId"]!);

        await sandbox.OnPhoneAsync(new { action = "deny", transactionId = transaction });
        var notice = (await sandbox.Portal.AtAsync(Notify))[0];
        JsonObject Ack(string id, string status = "OK") => new() { ["acknowledgement"] = new JsonObject { ["status"] = status }, ["resp"] = new JsonObject { ["requestId"] = id } };

        Assert.Equal(["transactionId", "status"], notice.Body["auth"]!.AsObject().Select(one => one.Key));
        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(AnswerPaths.AuthOnNotify, Ack((string)notice.Body["requestId"]!))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.PostAsync(AnswerPaths.AuthOnNotify, Ack(Guid.NewGuid().ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.PostAsync(AnswerPaths.AuthOnNotify, Ack((string)notice.Body["requestId"]!, "SUCCESS"))).StatusCode);
        Assert.NotNull(await sandbox.OnPhoneAsync(new { action = "approve", transactionId = transaction }));
    }

    [Fact]
    public async Task After_two_hours_there_is_nothing_to_approve()
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync(mode: "DIRECT");
        sandbox.Clock.Advance(TimeSpan.FromHours(2));

        Assert.NotNull(await sandbox.OnPhoneAsync(new { action = "approve", transactionId = transaction }));
        Assert.Empty((await sandbox.PhoneAsync())["approvals"]!.AsArray());
    }
}
