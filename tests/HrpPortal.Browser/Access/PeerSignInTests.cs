using HrpPortal.Browser.Support;
using HrpPortal.Tests.Access;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Access;

/// <summary>The portal's OpenID Connect handler and npm oidc-provider, with a real browser between the two.</summary>
public sealed class PeerSignInTests(PeerSignInTests.PeerStage stage, ITestOutputHelper output)
    : BrowserTest(stage, output), IClassFixture<PeerSignInTests.PeerStage>
{
    [PeerFact]
    public Task Staff_sign_in_at_a_provider_that_others_wrote_and_sign_out_there_too() => WalkAsync(async journey =>
    {
        // Its own pages ask for a picture and a font that are not there.
        journey.Expect("status of 404");
        journey.Expect("ERR_NAME_NOT_RESOLVED");
        var clerk = await journey.NewcomerAsync();
        await clerk.Page.GotoAsync("/patients?q=asha");
        Assert.StartsWith(stage.Issuer.GetLeftPart(UriPartial.Authority), clerk.Page.Url, StringComparison.Ordinal);
        await clerk.SignIn.SignInAsync("clerk", "wrong");
        await Assertions.Expect(clerk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        await clerk.SignIn.SignInAsync("clerk");

        await clerk.AnswersAsync();
        await Assertions.Expect(clerk.Page.Locator(".who")).ToContainTextAsync("Asha Rao");
        await Assertions.Expect(clerk.Patients.Box).ToHaveValueAsync("asha");

        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, sign me out" }).ClickAsync();
        await clerk.HeadingIsAsync("You are signed out");
        await clerk.Page.GotoAsync("/links");
        await Assertions.Expect(clerk.SignIn.Button).ToBeVisibleAsync();
    });

    [PeerFact]
    public Task Somebody_whose_roles_the_portal_does_not_know_is_told_so() => WalkAsync(async journey =>
    {
        journey.Expect("status of 403");
        var porter = await journey.NewcomerAsync();
        await porter.Page.GotoAsync("/links");
        await porter.SignIn.SignInAsync("porter");
        await porter.HeadingIsAsync("You cannot open this page");
        await porter.SeesAsync("Ravi Das");
    });

    public sealed class PeerStage : Stage, IDisposable
    {
        private readonly PortalProcess _portal = new();
        private Peer? _peer;

        public override Uri Address => _portal.Address;

        public override string Troubles => _portal.Said;

        public Uri Issuer => _peer!.Issuer;

        protected override async Task StartAsync()
        {
            if (!Directory.Exists(Path.Combine(Peer.Folder, "node_modules"))) return;
            _peer = await Peer.StartAsync(_portal.Address.OriginalString, "only between us");
            await _portal.With("Oidc__Authority", _peer.Issuer.GetLeftPart(UriPartial.Authority)).With("Oidc__ClientSecret", "only between us").StartAsync();
        }

        public void Dispose() => _peer?.Dispose();

        protected override async Task StopAsync() => await _portal.DisposeAsync();
    }
}
