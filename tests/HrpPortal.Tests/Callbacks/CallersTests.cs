using System.Net;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HrpPortal.Tests.Callbacks;

/// <summary>ABDM's addresses as a second line: off where nothing is set, and never instead of the token.</summary>
public sealed class CallersTests
{
    private const string Abdm = "13.203.243.253";

    [Theory, Trait("Row", "J30")]
    [InlineData("", "", "198.51.100.9", null, true)]
    [InlineData(Abdm, "", Abdm, null, true)]
    [InlineData(Abdm, "", "::ffff:" + Abdm, null, true)]
    [InlineData("13.203.0.0/16, 65.0.113.207", "", Abdm, null, true)]
    [InlineData(Abdm, "", "13.203.243.254", null, false)]
    [InlineData(Abdm, "", "198.51.100.9", Abdm, false)]
    [InlineData(Abdm, "10.0.0.5", "10.0.0.5", Abdm, true)]
    [InlineData(Abdm, "10.0.0.5", "10.0.0.5", Abdm + ", 198.51.100.9", false)]
    [InlineData(Abdm, "10.0.0.0/24", "10.0.0.5", Abdm + ", 10.0.0.6", true)]
    [InlineData(Abdm, "10.0.0.5", "10.0.0.6", Abdm, false)]
    [InlineData(Abdm, "10.0.0.5", "10.0.0.5", null, false)]
    [InlineData(Abdm, "10.0.0.5", "10.0.0.5", "unknown", false)]
    public void Who_may_call(string allowed, string proxies, string from, string? forwarded, bool may)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        if (forwarded is not null) http.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(may, new CallbackCallers(Options.Create(new CallbackOptions { AllowedAddresses = allowed, TrustedProxies = proxies })).MayCall(http));
    }

    [Fact, Trait("Row", "J30")]
    public async Task Another_address_is_refused_like_all_others_and_the_right_one_still_needs_the_token()
    {
        var body = $$$"""{"requestId":"{{{Guid.NewGuid()}}}","timestamp":"2026-11-22T10:00:00.000","acknowledgement":{"status":"SUCCESS"},"resp":{"requestId":"{{{Guid.NewGuid()}}}"}}""";
        await using var elsewhere = await PortalHost.StartAsync(settings => settings["Callbacks:AllowedAddresses"] = Abdm);
        Assert.Equal(HttpStatusCode.Unauthorized, await elsewhere.CallBackAsync(CallbackPaths.OnAddContexts, body));

        await using var here = await PortalHost.StartAsync(settings => settings["Callbacks:AllowedAddresses"] = $"{Abdm}, 127.0.0.1, ::1");
        Assert.Equal(HttpStatusCode.Accepted, await here.CallBackAsync(CallbackPaths.OnAddContexts, body));
        using var client = here.Anonymous();
        using var bare = await client.PostAsync(CallbackPaths.OnAddContexts, new StringContent(body));
        using var client2 = elsewhere.Anonymous();
        using var other = await client2.PostAsync(CallbackPaths.OnAddContexts, new StringContent(body));
        Assert.Equal((HttpStatusCode.Unauthorized, await bare.Content.ReadAsStringAsync()), (other.StatusCode, await other.Content.ReadAsStringAsync()));
    }

    [Theory, Trait("Row", "J30")]
    [InlineData("abdm.gov.in")]
    [InlineData("13.203.243.253/99")]
    [InlineData("13.203.243")]
    public async Task What_is_no_address_ends_the_start(string wrong) => Assert.Contains(
        "Callbacks:AllowedAddresses",
        (await Assert.ThrowsAsync<OptionsValidationException>(() => PortalHost.StartAsync(settings => settings["Callbacks:AllowedAddresses"] = wrong))).Message,
        StringComparison.Ordinal);
}
