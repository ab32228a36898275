using System.Text.RegularExpressions;
using HrpPortal.Sandbox;
using Microsoft.AspNetCore.TestHost;

namespace HrpPortal.Tests.Access;

/// <summary>The developer's own way in: the sandbox's provider, plain http on this machine.</summary>
public sealed partial class SandboxSignInTests
{
    [Theory]
    [InlineData("clerk", "/test/desk", 200)]
    [InlineData("clerk", "/test/watch", 403)]
    [InlineData("records", "/test/watch", 200)]
    [InlineData("admin", "/test/keys", 200)]
    public async Task The_demo_people_sign_in_with_their_roles(string name, string page, int status)
    {
        await using var sandbox = SandboxApp.Build([], options => (options.Port, options.PeopleFile) = (0, ""));
        await sandbox.StartAsync();
        var port = sandbox.Address().Port;
        using var outgoing = new Network().With("127.0.0.1", port);
        await using var portal = await PortalAlone.StartAsync(TimeProvider.System, outgoing, new LogLines(),
        [
            ("Oidc:Authority", $"http://127.0.0.1:{port}/oidc"), ("Oidc:ClientSecret", "sandbox-only"),
            ("Oidc:RequireHttpsMetadata", "false"), ("urls", "http://localhost:5080"),
        ], "Development");
        using var internet = new Network().With("localhost", portal.GetTestServer().CreateHandler()).With("127.0.0.1", port);
        using var wire = new HttpMessageInvoker(internet);
        var browser = new Browser(wire, "http://localhost:5080");

        var form = await browser.GoAsync(page);
        Assert.Equal(port, form.Address.Port);
        using var answer = await browser.SendAsync(HttpMethod.Post, $"http://127.0.0.1:{port}/oidc/sign-in",
            new FormUrlEncodedContent([new("ticket", Ticket().Match(form.Html).Groups[1].Value), new("username", name), new("password", name)]));
        var arrived = await browser.GoAsync(answer.Headers.Location!.AbsoluteUri);

        Assert.Equal(status, arrived.Status);
        Assert.Equal("localhost", arrived.Address.Host);
        Assert.Contains(browser.SetCookies, line => line.StartsWith("hrp=", StringComparison.Ordinal));
        using var leaving = await browser.SignOutAsync();
        Assert.Equal("http://localhost:5080/account/signed-out", (await browser.GoAsync(leaving.Headers.Location!.AbsoluteUri)).Address.ToString());
    }

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();
}
