using System.Net;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Tests.Support;
using HrpPortal.Weather;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Weather;

/// <summary>The weather on the whole portal: its pages, its health checks, and what open pages are told.</summary>
public sealed class WeatherOnPagesTests
{
    private const string Down = "ABDM is not answering since";
    private const string Silent = "and answered none of them.";

    [Fact, Trait("Row", "A14")]
    public async Task Everybody_reads_it_on_every_page_and_open_pages_are_told_when_it_comes_and_goes()
    {
        await using var portal = await PortalHost.StartAsync();
        var told = 0;
        using var page = portal.Services.GetRequiredService<LiveUpdates>().Subscribe(WeatherBoard.Topic, _ => Interlocked.Increment(ref told));
        var weather = portal.Services.GetRequiredService<GatewayWeather>();
        Assert.DoesNotContain(Down, await PageAsync(portal, "clerk", "/patients"), StringComparison.Ordinal);

        for (var i = 0; i < 3; i++) weather.Saw(answered: false);
        Assert.True(told > 0);
        foreach (var address in (string[])["/patients", "/links"])
            Assert.Contains(Down, await PageAsync(portal, "clerk", address), StringComparison.Ordinal);
        Assert.Contains("Degraded", await PageAsync(portal, null, "/healthz/ready"), StringComparison.Ordinal);

        var before = told;
        weather.Saw(answered: true);
        Assert.True(told > before);
        Assert.DoesNotContain(Down, await PageAsync(portal, "clerk", "/links"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_no_answers_come_is_for_those_who_can_mend_it()
    {
        await using var portal = await PortalHost.StartAsync(sandboxOptions: options => options.CallbackDelayMs = 3_600_000);
        for (var i = 0; i < 5; i++)
        {
            var patient = await portal.PatientAsync();
            await portal.SendAsync(patient, await portal.RecordAsync(patient));
        }

        // The permission is asked for, taken, and never answered.
        await Eventually.TrueAsync(async () =>
        {
            await using var db = await portal.OpenDbAsync();
            return await db.Set<AuthenticationExchange>().CountAsync(exchange => exchange.HttpStatus < 300) >= 5;
        }, () => "five questions were taken\n" + portal.Log.Troubles);
        Assert.DoesNotContain(Silent, await PageAsync(portal, "records", "/links"), StringComparison.Ordinal);

        portal.Clock.Advance(LinkTraffic.Silent);
        Assert.NotNull((await portal.Services.GetRequiredService<LinkTraffic>().GetAsync()).Silence);
        Assert.Contains(Silent, await PageAsync(portal, "records", "/links"), StringComparison.Ordinal);
        Assert.Contains(Silent, await PageAsync(portal, "admin", "/links"), StringComparison.Ordinal);
        Assert.DoesNotContain(Silent, await PageAsync(portal, "clerk", "/links"), StringComparison.Ordinal);
        Assert.Contains("none answered", await PageAsync(portal, "admin", "/healthz/details"), StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "C8")]
    public async Task The_skew_is_told_to_administrators_and_to_nobody_else()
    {
        await using var portal = await PortalHost.StartAsync();
        var patient = await portal.PatientAsync();
        await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), LinkState.Linked);
        Assert.Contains("s ahead of the gateway", await PageAsync(portal, "admin", "/healthz/details"), StringComparison.Ordinal);
        Assert.Equal("Healthy", await PageAsync(portal, null, "/healthz/ready"));

        portal.Clock.Set(TimeSpan.FromSeconds(-65));
        Assert.Contains("s: nothing is sent", await PageAsync(portal, "admin", "/healthz/details"), StringComparison.Ordinal);
        // How far it is by the answers' own Date, a whole second that may have been some under way; the page says what the weather knows.
        var weather = portal.Services.GetRequiredService<GatewayWeather>();
        await Eventually.TrueAsync(async () => (await PageAsync(portal, "clerk", "/links"))
            .Contains($"The portal&#x27;s clock is {-weather.ClockSkew!.Value.TotalSeconds:0} s behind ABDM&#x27;s: sending is stopped.", StringComparison.Ordinal),
            () => "the page tells the skew: " + weather.ClockSkew);
        Assert.InRange(-weather.ClockSkew!.Value, TimeSpan.FromSeconds(65) - GatewayWeather.FreshDate, TimeSpan.FromSeconds(66));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(portal, "records", "/healthz/details"));
    }

    private static async Task<string> PageAsync(PortalHost portal, string? role, string address)
    {
        using var client = Client(portal, role);
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}\n{portal.Log.Troubles}");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(PortalHost portal, string role, string address)
    {
        using var client = Client(portal, role);
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode is HttpStatusCode.Redirect ? HttpStatusCode.Forbidden : answer.StatusCode;
    }

    private static HttpClient Client(PortalHost portal, string? role)
    {
        var client = portal.Anonymous();
        if (role is not null) client.DefaultRequestHeaders.Add("Cookie", StaffCookie.For(portal.Services, role));
        return client;
    }
}
