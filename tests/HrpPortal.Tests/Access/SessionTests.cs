using System.Net;
using HrpPortal.Access;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace HrpPortal.Tests.Access;

public sealed class SessionTests
{
    [Fact]
    [Trait("Row", "7.3.1")]
    public async Task A_session_ends_after_15_idle_minutes_and_not_before()
    {
        await using var host = await SignInHost.StartAsync();
        var (busy, _) = await host.SignInAsync();
        var (idle, _) = await host.SignInAsync();

        // Any small sign of life counts from that moment on, not only one in the second half of the time.
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        using (var alive = await busy.SendAsync(HttpMethod.Get, "/account/alive", accept: null))
            Assert.Equal(HttpStatusCode.NoContent, alive.StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(13) + TimeSpan.FromSeconds(1));

        Assert.Equal(200, await StatusAsync(busy));
        Assert.Equal(401, await StatusAsync(idle));
        using var late = await idle.SendAsync(HttpMethod.Get, "/account/alive", accept: null);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    [Trait("Row", "7.3.2")]
    public async Task A_session_ends_10_hours_after_sign_in_however_busy_it_is()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, _) = await host.SignInAsync();

        for (var minutes = 0; minutes < 10 * 60; minutes += 10)
        {
            Assert.Equal(200, await StatusAsync(browser));
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(401, await StatusAsync(browser));
    }

    [Fact]
    [Trait("Row", "7.2.4")]
    public async Task Signing_in_again_makes_a_new_session_and_never_takes_over_one_that_was_planted()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, _) = await host.SignInAsync();
        var first = browser.Cookies.GetCookieHeader(new Uri("https://portal.test"));
        await browser.SignOutAsync();

        await browser.GoAsync("/account/sign-in?returnUrl=/whoami");

        Assert.NotEqual(first, browser.Cookies.GetCookieHeader(new Uri("https://portal.test")));
        Assert.Equal(200, await StatusAsync(browser));
    }

    [Fact]
    [Trait("Row", "7.4.1")]
    public async Task Sign_out_ends_the_session_here_and_at_the_provider_and_a_kept_cookie_is_worth_nothing()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, _) = await host.SignInAsync();
        var thief = browser.Copy();

        using var response = await browser.SignOutAsync();

        Assert.Equal("https://id.test/end?client_id=hrp-portal&post_logout_redirect_uri=https%3A%2F%2Fportal.test%2Faccount%2Fsigned-out", response.Headers.Location!.AbsoluteUri);
        Assert.Equal("\"cache\", \"storage\"", response.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        var page = await browser.GoAsync(response.Headers.Location.AbsoluteUri);
        Assert.Equal("https://portal.test/account/signed-out", page.Address.ToString());
        Assert.Contains("You are signed out", page.Html, StringComparison.Ordinal);
        Assert.Equal(401, await StatusAsync(browser));
        Assert.Equal(401, await StatusAsync(thief));
    }

    [Fact]
    public async Task With_the_provider_down_or_without_a_log_out_page_of_its_own_sign_out_still_works()
    {
        await using var host = await SignInHost.StartAsync();
        host.Provider.BendDiscovery = document => document.Remove("end_session_endpoint");
        var (browser, _) = await host.SignInAsync();
        using (var response = await browser.SignOutAsync())
            Assert.Equal("/account/signed-out", response.Headers.Location!.ToString());

        (browser, _) = await host.SignInAsync();
        host.Provider.Broken = 503;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var response = await browser.SignOutAsync())
            Assert.Equal("/account/signed-out", response.Headers.Location!.ToString());
        Assert.Equal(401, await StatusAsync(browser));
    }

    [Fact]
    [Trait("Row", "3.5.1")]
    public async Task Sign_out_takes_a_form_of_ours_and_nothing_else()
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, _) = await host.SignInAsync();

        using var bare = await browser.SendAsync(HttpMethod.Post, "/account/sign-out", new FormUrlEncodedContent([]));
        using var byGet = await browser.SendAsync(HttpMethod.Get, "/account/sign-out");

        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, byGet.StatusCode);
        Assert.Equal(200, await StatusAsync(browser));
    }

    [Fact]
    [Trait("Row", "7.4.2")]
    public async Task An_open_circuit_is_asked_every_minute_and_lives_no_longer_than_its_session()
    {
        await using var host = await SignInHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var circuit = Assert.IsType<SessionRevalidation>(scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>());
        Assert.IsAssignableFrom<RevalidatingServerAuthenticationStateProvider>(circuit);
        var sessions = host.Services.GetRequiredService<Sessions>();
        var one = StaffCookie.Principal(host.Clock, Roles.Clerk);
        var two = StaffCookie.Principal(host.Clock, Roles.Clerk);

        Assert.Equal(TimeSpan.FromSeconds(60), circuit.Interval);
        sessions.End(one);
        Assert.False(sessions.IsLive(one));
        host.Clock.Advance(TimeSpan.FromHours(10) - TimeSpan.FromSeconds(1));
        Assert.True(sessions.IsLive(two));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(sessions.IsLive(two));
        Assert.False(sessions.IsLive(new()));
    }

    [Fact]
    [Trait("Row", "7.3.1")]
    public async Task An_open_circuit_is_shut_when_its_person_did_nothing_for_15_minutes_in_any_page()
    {
        await using var host = await SignInHost.StartAsync();
        var sessions = host.Services.GetRequiredService<Sessions>();
        var person = StaffCookie.Principal(host.Clock, Roles.Clerk);
        Assert.False(sessions.IsInUse(person));

        sessions.Saw(person);
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.True(sessions.IsInUse(person));
        sessions.Saw(person);
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.True(sessions.IsInUse(person));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(sessions.IsInUse(person));
        sessions.Saw(person);
        sessions.End(person);
        Assert.False(sessions.IsInUse(person));
    }

    [Theory]
    [Trait("Row", "7.3.1")]
    [InlineData("/account/signed-in", 204)]
    [InlineData("/hubs/test", 400)]
    [InlineData("/_blazor/initializers", 404)]
    public async Task A_line_taken_up_again_or_a_question_keeps_no_session_alive(string address, int status)
    {
        await using var host = await SignInHost.StartAsync();
        var (browser, _) = await host.SignInAsync();

        host.Clock.Advance(TimeSpan.FromMinutes(14));
        using (var response = await browser.SendAsync(HttpMethod.Get, address, accept: null))
            Assert.Equal(status, (int)response.StatusCode);
        host.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));

        Assert.Equal(401, await StatusAsync(browser));
    }

    [Theory]
    [InlineData("Development", "http://localhost:5080", false)]
    [InlineData("Development", "http://127.0.0.1:0;http://[::1]:5080", false)]
    [InlineData("Development", null, false)]
    [InlineData("Development", "http://localhost:5080;https://localhost:5081", true)]
    [InlineData("Development", "http://0.0.0.0:5080", true)]
    [InlineData("Development", "http://*:5080", true)]
    [InlineData("Production", "http://localhost:5080", true)]
    [InlineData("Staging", null, true)]
    public void Cookies_are_secure_except_on_a_developers_own_machine(string environment, string? urls, bool secure) =>
        Assert.Equal(secure, SessionCookie.IsSecure(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("urls", urls)]).Build(),
            new HostingEnvironment { EnvironmentName = environment }));

    private static async Task<int> StatusAsync(Browser browser)
    {
        using var response = await browser.SendAsync(HttpMethod.Get, "/whoami", accept: null);
        return (int)response.StatusCode;
    }
}
