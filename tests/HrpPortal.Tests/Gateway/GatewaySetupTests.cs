using HrpPortal.Gateway;
using Microsoft.Extensions.Options;

namespace HrpPortal.Tests.Gateway;

public sealed class GatewaySetupTests
{
    private static GatewayOptions Good() => new() { BaseUrl = "https://gateway.example/gateway", ClientId = "id", ClientSecret = "secret" };

    private static string Mistakes(Action<GatewayOptions> change)
    {
        var options = Good();
        change(options);
        return new GatewayOptionsValidator().Validate(null, options).FailureMessage ?? "";
    }

    [Fact]
    public void All_mistakes_are_said_in_one_message_by_the_names_of_their_settings()
    {
        var message = new GatewayOptionsValidator().Validate(null, new GatewayOptions { V3BaseUrl = "v3", JwksUrl = "ftp://x/", TimeoutSeconds = 0 }).FailureMessage!;
        foreach (var setting in new[] { "BaseUrl", "V3BaseUrl", "JwksUrl", "ClientId", "ClientSecret", "TimeoutSeconds" })
            Assert.Contains($"Gateway:{setting} ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://gateway.example", "plain http")]
    [InlineData("http://10.0.0.1/gateway", "plain http")]
    [InlineData("/gateway", "absolute")]
    [InlineData("gateway.example", "absolute")]
    [InlineData("https://user:pw@gateway.example", "no user")]
    [InlineData("https://gateway.example/?a=1", "no user, query")]
    [InlineData("http://127.0.0.1:5090/gateway", "")]
    [InlineData("http://localhost:5090/gateway", "")]
    [InlineData("http://[::1]:5090/gateway", "")]
    [InlineData("https://gateway.example/gateway", "")]
    public void An_address_is_https_or_our_own_machine(string url, string mistake)
    {
        var message = Mistakes(options => options.BaseUrl = url);
        Assert.Equal(mistake == "", message == "");
        Assert.Contains(mistake, message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_starts_nothing()
    {
        await using var rig = new GatewayRig("http://gateway.example");
        var exception = Assert.Throws<OptionsValidationException>(() => rig.Api);
        Assert.Contains("Gateway:BaseUrl", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kiran@sbx", "sbx")]
    [InlineData("91536782361862@abdm", "abdm")]
    [InlineData("Kiran@SBX ", "sbx")]
    [InlineData("kiran", null)]
    [InlineData("@sbx", null)]
    [InlineData("kiran@", null)]
    [InlineData("kiran@s b", null)]
    [InlineData("kiran@s\r\nX: 1", null)]
    [InlineData(null, null)]
    public void The_consent_manager_is_the_suffix_of_the_address(string? address, string? expected)
    {
        Assert.Equal(expected is not null, CmId.TryFromAddress(address, out var cmId));
        Assert.Equal(expected, cmId);
    }
}
