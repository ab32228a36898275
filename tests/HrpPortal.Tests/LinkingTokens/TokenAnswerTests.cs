using System.Buffers.Text;
using System.Net;
using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Sandbox.Gateway;
using HrpPortal.Sandbox.Scripting;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>Answers to the questions for a permission that are of no use: a person hears of it, and ABDM is not asked in a circle.</summary>
public sealed class TokenAnswerTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    public static TheoryData<TestEngine> Engines => PortalHosts.Engines;

    [Theory, MemberData(nameof(Engines))]
    public Task A_token_that_ends_at_once_is_no_permission(TestEngine engine) => StopsAsync(engine, (patient, now) =>
        Claims(patient, PortalHost.HipId, now.AddSeconds(90)));

    [Theory, MemberData(nameof(Engines))]
    public Task A_token_for_another_address_is_no_permission(TestEngine engine) => StopsAsync(engine, (_, now) =>
        Claims("somebody.else@sbx", PortalHost.HipId, now.AddDays(1)));

    [Theory, MemberData(nameof(Engines))]
    public Task A_token_for_another_facility_is_no_permission(TestEngine engine) => StopsAsync(engine, (patient, now) =>
        Claims(patient, PortalHost.OtherHipId, now.AddDays(1)));

    [Theory, MemberData(nameof(Engines)), Trait("Row", "G8")]
    public async Task A_transaction_id_that_is_no_id_is_refused_and_does_not_stick(TestEngine engine)
    {
        var portal = await hosts.OnAsync(engine);
        foreach (var odd in (string[])[new string('t', 300), "t\\u0000t"])
        {
            var (id, requestId) = await HoldAsync(portal, CallPaths.Init);
            Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(CallbackPaths.OnInit,
                $"{{\"requestId\":\"r\",\"auth\":{{\"transactionId\":\"{odd}\",\"mode\":\"DEMOGRAPHICS\"}},\"resp\":{{\"requestId\":\"{requestId}\"}}}}"));
            Assert.Equal(LinkReason.PermissionRefused, (await portal.UntilAsync(id, LinkState.NeedsHuman)).Row.Reason);
            await portal.Sandbox.ReleaseAsync();
        }
    }

    private async Task StopsAsync(TestEngine engine, Func<string, DateTimeOffset, string> token)
    {
        var portal = await hosts.OnAsync(engine);
        var (id, requestId) = await HoldAsync(portal, CallPaths.Confirm);
        var address = (await portal.DetailsAsync(id)).Row.PhrAddress;
        var body = $"{{\"requestId\":\"r\",\"auth\":{{\"accessToken\":\"{token(address, portal.Clock.GetUtcNow())}\"}},\"resp\":{{\"requestId\":\"{requestId}\"}}}}";
        Assert.Equal(HttpStatusCode.Accepted, await portal.CallBackAsync(CallbackPaths.OnConfirm, body));

        var stopped = await portal.UntilAsync(id, LinkState.NeedsHuman);
        Assert.Equal(LinkReason.PermissionRefused, stopped.Row.Reason);
        Assert.Equal(1, portal.Calls(CallPaths.Init, address));
        await using (var db = await portal.OpenDbAsync())
            Assert.False(await db.Set<LinkingToken>().AnyAsync(one => one.AddressKey == address));

        await portal.Sandbox.ReleaseAsync();
        Assert.True(await portal.Links.TryAgainAsync(PortalHost.HipId, id, A.Clerk));
        await portal.UntilAsync(id, LinkState.Linked);
    }

    /// <summary>A request whose authentication waits for the answer to this call, and the requestId of that call.</summary>
    private static async Task<(Guid Id, Guid RequestId)> HoldAsync(PortalHost portal, string path)
    {
        var before = portal.Sandbox.Held;
        portal.Sandbox.Script(new ScriptedAnswer { Path = path, Hold = true });
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));
        await Eventually.TrueAsync(() => portal.Sandbox.Held > before, "no call is held");
        return (id, Guid.Parse(portal.Sandbox.Received.Last(one => one.Path == path).RequestId!));
    }

    private static string Claims(string address, string hipId, DateTimeOffset end) =>
        "eyJhbGciOiJSUzUxMiJ9." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"sub\":\"{address}\",\"requesterId\":\"{hipId}\",\"patientId\":\"{address}\",\"exp\":{end.ToUnixTimeSeconds()}}}")) + ".c2ln";
}
