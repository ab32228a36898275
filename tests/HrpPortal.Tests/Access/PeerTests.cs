using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;

namespace HrpPortal.Tests.Access;

/// <summary>The handler against a provider that others wrote: what both sides take the standard to say.</summary>
public sealed partial class PeerTests
{
    [PeerFact]
    public async Task Staff_sign_in_at_npm_oidc_provider_with_their_roles_and_leave_it_again()
    {
        using var peer = await Peer.StartAsync("https://portal.test", "a secret & more: +%");
        using var outgoing = new Network().With("127.0.0.1", peer.Issuer.Port);
        await using var portal = await PortalAlone.StartAsync(TimeProvider.System, outgoing, new LogLines(),
            [("Oidc:Authority", peer.Issuer.GetLeftPart(UriPartial.Authority)), ("Oidc:ClientSecret", "a secret & more: +%"), ("Oidc:RequireHttpsMetadata", "false")]);
        using var internet = new Network().With("portal.test", portal.GetTestServer().CreateHandler()).With("127.0.0.1", peer.Issuer.Port);
        using var wire = new HttpMessageInvoker(internet);

        Assert.Equal((200, "/test/watch"), await SignInAsync(new Browser(wire), peer, "records", "/test/watch"));
        Assert.Equal((403, "/account/no-access"), await SignInAsync(new Browser(wire), peer, "clerk", "/test/watch"));
        Assert.Equal((403, "/account/no-access"), await SignInAsync(new Browser(wire), peer, "porter", "/test/desk"));
        var admin = new Browser(wire);
        Assert.Equal((200, "/test/keys"), await SignInAsync(admin, peer, "admin", "/test/keys"));

        using var leaving = await admin.SignOutAsync();
        var goodbye = await admin.GoAsync(leaving.Headers.Location!.AbsoluteUri);
        Assert.Equal(peer.Issuer.Port, goodbye.Address.Port);
        Assert.Equal(200, goodbye.Status);
    }

    private static async Task<(int Status, string Path)> SignInAsync(Browser browser, Peer peer, string name, string page)
    {
        var form = await browser.GoAsync(page);
        Assert.Equal(peer.Issuer.Port, form.Address.Port);
        var action = FormAction().Match(form.Html).Groups[1].Value;
        using var answer = await browser.SendAsync(HttpMethod.Post, new Uri(form.Address, action).ToString(), new FormUrlEncodedContent([new("username", name), new("password", name)]));
        var arrived = await browser.GoAsync(new Uri(form.Address, answer.Headers.Location!).ToString());
        return (arrived.Status, arrived.Address.AbsolutePath);
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
