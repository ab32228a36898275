using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Live;
using HrpPortal.Tests.Ui;
using HrpPortal.Weather;
using HrpPortal.Weather.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrpPortal.Tests.Weather;

/// <summary>What everybody is told on every page, and when. It is 15:00 in India.</summary>
public sealed class WeatherBannerTests : PageContext
{
    private GatewayWeather Gateway => Services.GetRequiredService<GatewayWeather>();

    private LinkTraffic Traffic => Services.GetRequiredService<LinkTraffic>();

    public override Task InitializeAsync()
    {
        Services.AddSingleton(Options.Create(new GatewayOptions { BaseUrl = "https://v05.example", V3BaseUrl = "https://v3.example/api" }));
        Services.AddSingleton<WeatherBoard>();
        return base.InitializeAsync();
    }

    [Fact]
    public void In_fair_weather_there_is_a_silent_region_and_nothing_else()
    {
        var banner = Render<WeatherBanner>();
        Assert.Equal("", banner.Text());
        Assert.NotNull(banner.Find("[role=status]"));
        Assert.Empty(banner.FindAll(".weather"));
    }

    [Fact, Trait("Row", "A14")]
    public async Task An_outage_is_told_while_it_lasts_with_what_waits_and_the_next_try()
    {
        var patient = await PatientAsync();
        await SendAsync(patient, await RecordAsync(patient));
        var banner = Render<WeatherBanner>();

        Down(Gateway);
        Down(Gateway.Of(GatewayDialect.V3));
        await Traffic.GetAsync();
        Tell();
        await banner.WaitForAssertionAsync(() => Assert.Equal("1 request waits. Next try at 15:00:05.", banner.Find(".more").Words()));
        Assert.Equal("ABDM is not answering since 15:00. You can go on: requests are kept and sent later.", banner.Find("[role=status]").Words());

        foreach (var host in Gateway.Hosts)
        {
            host.Saw(answered: true);
            host.CircuitClosed();
        }

        Tell();
        await banner.WaitForAssertionAsync(() => Assert.Equal("", banner.Text()));
    }

    [Fact, Trait("Row", "A14")]
    public async Task Where_v05_and_v3_have_hosts_of_their_own_it_says_whose_requests_wait()
    {
        await SaveAsync(new Facility { HipId = "IN0710000002", Name = "Riverside Clinic", Dialect = GatewayDialect.V3 });
        var directory = Services.GetRequiredService<FacilityDirectory>();
        await directory.ReadAsync();

        Down(Gateway.Of(GatewayDialect.V3));
        Assert.Equal(
            "ABDM is not answering since 15:00 for Riverside Clinic. You can go on: these requests are kept and sent later, all others go out.", Notice(mayMend: false)?.Says);
        Assert.Equal("Next try at 15:00:05.", Notice(mayMend: false)?.More);
        Assert.Null(Gateway.HoldNow());

        Down(Gateway);
        Assert.Equal("ABDM is not answering since 15:00. You can go on: requests are kept and sent later.", Notice(mayMend: false)?.Says);
    }

    [Fact]
    public void A_host_that_no_facility_speaks_with_is_nobodys_business()
    {
        Down(Gateway.Of(GatewayDialect.V3));
        Assert.Null(Notice(mayMend: true));
    }

    [Fact]
    public void An_outage_of_yesterday_says_the_day()
    {
        Down(Gateway);
        Down(Gateway.Of(GatewayDialect.V3));
        Clock.Advance(TimeSpan.FromHours(20));
        Assert.Equal(
            "ABDM is not answering since 22-Nov-2026 15:00. You can go on: requests are kept and sent later.", Notice(mayMend: false)?.Says);
    }

    [Theory, Trait("Row", "C8")]
    [InlineData(70, "The portal's clock is 70 s behind ABDM's: sending is stopped. You can go on: requests are kept and sent later.")]
    [InlineData(-540, "The portal's clock is 9 min ahead of ABDM's: sending is stopped. You can go on: requests are kept and sent later.")]
    public void A_clock_that_is_off_comes_before_everything_else(int gatewayAhead, string says)
    {
        Down(Gateway);
        Down(Gateway.Of(GatewayDialect.V3));
        Gateway.Saw(answered: true, Clock.GetUtcNow().AddSeconds(gatewayAhead));
        var notice = Notice(mayMend: false)!;
        Assert.Equal((says, "IT sets the server's clock right; sending then goes on by itself."), (notice.Says, notice.More));
    }

    [Fact]
    public async Task That_no_answers_come_is_told_to_the_records_office_and_IT_only()
    {
        var patient = await PatientAsync();
        for (var i = 0; i < 5; i++) await AcceptedAsync(await SendAsync(patient, await RecordAsync(patient, visit: $"OPD-{i}")));
        Clock.Advance(TimeSpan.FromMinutes(14));
        await Traffic.GetAsync();
        Assert.Null(Notice(mayMend: true));

        Clock.Advance(TimeSpan.FromMinutes(1));
        await Traffic.GetAsync();
        Assert.Equal("ABDM took 5 requests since 15:00 and answered none of them.", Notice(mayMend: true)?.Says);
        Assert.Null(Notice(mayMend: false));
        Assert.Equal("", Render<WeatherBanner>().Text()); // A clerk.
    }

    /// <summary>Five failures in a row, and the circuit that they open.</summary>
    private static void Down(GatewayWeather gateway)
    {
        for (var i = 0; i < 5; i++) gateway.Saw(answered: false);
        gateway.CircuitIsOpenFor(TimeSpan.FromSeconds(5));
    }

    private WeatherNotice? Notice(bool mayMend) => Services.GetRequiredService<WeatherBoard>().Notice(mayMend);

    private void Tell() => Live.Publish(new LiveChange(WeatherBoard.Topic, Guid.Empty, ""));
}
