using HrpPortal.Browser.Support;
using HrpPortal.Ui;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace HrpPortal.Browser.Shell;

/// <summary>Settings of the system for people who see otherwise.</summary>
[Trait("Row", "A21")]
public sealed class EyesTests(Stage stage, ITestOutputHelper output) : BrowserTest(stage, output), IClassFixture<Stage>
{
    [Fact]
    public Task In_forced_colours_the_focus_and_the_edges_of_what_is_pressed_are_seen() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.NewPatient, options => options.ForcedColors = ForcedColors.Active);
        await clerk.Page.GetByLabel("Hospital number").FocusAsync();
        for (var step = 0; step < 9; step++)
        {
            var ring = await clerk.Page.EvaluateAsync<string>(
                "() => { const one = document.activeElement; const look = getComputedStyle(one); return `${look.outlineStyle} ${parseFloat(look.outlineWidth) >= 2} ${one.matches(':focus-within')} ${one.outerHTML.slice(0, 80)}`; }");
            Assert.StartsWith("solid true", ring, StringComparison.Ordinal);
            await clerk.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal("solid", await clerk.PatientForm.Register.EvaluateAsync<string>("button => getComputedStyle(button).borderTopStyle"));
    });

    [Fact]
    public Task Who_asked_for_less_motion_sees_none() => WalkAsync(async journey =>
    {
        var clerk = await journey.SignedInAsync("clerk", PortalUrls.Links, options => options.ReducedMotion = ReducedMotion.Reduce);
        var moving = await clerk.Page.EvaluateAsync<string[]>("""
            () => {
              const row = document.createElement('tr');
              row.className = 'changed';
              document.querySelector('main').append(row);
              return [...document.querySelectorAll('*')].filter(one => {
                const look = getComputedStyle(one);
                return [...look.animationDuration.split(','), ...look.transitionDuration.split(',')].some(time => parseFloat(time) > 0) && look.animationName + look.transitionDuration !== 'none0s';
              }).map(one => `${one.tagName}.${one.className}`);
            }
            """);
        Assert.Empty(moving);
    });
}
