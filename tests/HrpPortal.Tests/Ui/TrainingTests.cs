using HrpPortal.Access;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrpPortal.Tests.Ui;

/// <summary>Where clerks learn, the portal says so, and it says so only where it is true.</summary>
public sealed class TrainingTests
{
    [Theory, InlineData("true", true), InlineData("false", false)]
    public async Task The_portal_is_a_training_when_the_setting_says_so(string training, bool expected)
    {
        await using var portal = await PortalHost.StartAsync(settings => settings["Portal:Training"] = training, sandboxOptions: sandbox => sandbox.Training = expected);
        Assert.Equal(expected, portal.Services.GetRequiredService<TrainingMode>().IsOn);
    }

    [Fact]
    public async Task It_does_not_start_as_a_training_beside_a_gateway_that_may_be_ABDM()
    {
        var trouble = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var portal = await PortalHost.StartAsync(settings => (settings["Portal:Training"], settings["Gateway:BaseUrl"]) = ("true", "https://dev.abdm.gov.in/gateway"));
        });
        Assert.Contains("Portal:Training", Assert.IsType<OptionsValidationException>(trouble.GetBaseException()).Message, StringComparison.Ordinal);
    }
}

/// <summary>The banner itself, over every page.</summary>
public sealed class TrainingBannerTests : PageContext
{
    private readonly List<TrainingMode> _modes = [];

    [Theory, InlineData(true), InlineData(false)]
    public void It_stands_over_the_page_in_a_training_only(bool training)
    {
        _modes.Add(new TrainingMode(training));
        var shell = Render<MainLayout>(layout => layout.Add(one => one.Body, (Microsoft.AspNetCore.Components.RenderFragment)(_ => { })));
        Assert.Equal(training ? ["Training: nothing you do here reaches ABDM."] : [], shell.FindAll(".shell > .training").Select(banner => banner.Words()));
    }

    public override async Task InitializeAsync()
    {
        Services.AddAuthorizationCore(options => options.AddPolicy(Policies.Clerk, policy => policy.RequireAuthenticatedUser()));
        Services.AddCascadingAuthenticationState();
        Services.AddSingleton<IEnumerable<TrainingMode>>(_modes);
        await base.InitializeAsync();
    }
}
