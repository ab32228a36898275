using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.LinkingTokens.Pages;
using HrpPortal.Patients;
using HrpPortal.Tests.Ui;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>Asking the patient, as the page shows it; what ABDM says, the test says.</summary>
public sealed class AskPatientPartTests : PageContext
{
    private Guid _asking;

    [Fact]
    public async Task The_code_has_one_field_that_phones_can_fill_and_the_sixth_digit_sends_it()
    {
        var part = await UntilCodeAsync();

        var box = part.Find("#otp");
        Assert.Equal(("one-time-code", "numeric"), (box.GetAttribute("autocomplete"), box.GetAttribute("inputmode")));
        Assert.Contains("ends in 45", part.Markup, StringComparison.Ordinal);
        box.Input("12345");
        Assert.Empty(Taking.Taken);
        part.Find("#otp").Input(" 123 456 ");

        part.WaitForAssertion(() => Assert.Equal("123456", Assert.IsType<ConfirmAuthRequest>(Assert.Single(Taking.Taken)).Credential.AuthCode!.Reveal()));
        part.WaitForAssertion(() => Assert.Contains(LinkingTokensTexts.Asking, part.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("123456", part.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_digits_and_too_few_are_told_at_the_field()
    {
        var part = await UntilCodeAsync();
        part.Find("#otp").Input("1234567");
        Assert.Equal("true", part.Find("#otp").GetAttribute("aria-invalid"));
        Assert.Contains(LinkingTokensTexts.SixDigits, part.Find("#otp-error").TextContent, StringComparison.Ordinal);

        var other = await UntilCodeAsync();
        other.Find("#otp").Input("123");
        other.Find("#otp").KeyDown(new KeyboardEventArgs { Key = "Enter" });
        Assert.Contains(LinkingTokensTexts.SixDigits, other.Find("#otp-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(Taking.Taken);
    }

    [Fact]
    public async Task A_wrong_code_says_how_many_tries_are_left_and_the_third_leaves_a_new_code_only()
    {
        var part = await UntilCodeAsync();
        for (var left = 2; left >= 0; left--)
        {
            part.Find("#otp").Input("123456");
            part.WaitForAssertion(() => Assert.Equal(3 - left, Taking.Taken.Count));
            await StepAsync(one => one.CodeNotTaken(one.Current!.RequestId, "1405", "Invalid OTP", Clock.Utc()));
            var says = left > 0 ? LinkingTokensTexts.CodeWrong.Replace("{0}", $"{left}", StringComparison.Ordinal) : LinkingTokensTexts.NoTriesLeft;
            part.WaitForAssertion(() => Assert.Contains(says, part.Markup, StringComparison.Ordinal));
        }

        Assert.Empty(part.FindAll("#otp"));
    }

    [Fact]
    public async Task A_new_code_is_offered_when_the_minute_is_over_and_the_app_at_once()
    {
        var part = await UntilCodeAsync();
        Assert.True(part.Find("[data-new-code]").HasAttribute("disabled"));
        Assert.Equal("60", part.Find("[data-seconds-left]").GetAttribute("data-seconds-left"));
        Assert.False(part.Find("[data-in-app]").HasAttribute("disabled"));

        Clock.Advance(Authentication.BetweenCodes);
        part.Render();
        Assert.False(part.Find("[data-new-code]").HasAttribute("disabled"));
        Assert.Empty(part.FindAll("[data-seconds-left]"));
    }

    [Fact]
    public async Task In_v3_nothing_is_offered_that_does_not_exist()
    {
        await using (var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            await db.Set<Facility>().ExecuteUpdateAsync(set => set.SetProperty(one => one.Dialect, GatewayDialect.V3));
        }

        var part = Part(await PatientAsync());
        part.WaitForElement("[data-only-details]");
        Assert.Empty(part.FindAll("button"));
    }

    [Fact]
    public async Task Every_section_that_names_its_heading_has_it()
    {
        var patient = await PatientAsync();
        var part = Part(patient);
        part.WaitForElement("[data-ask]");
        Assert.False(part.Find("section").HasAttribute("aria-labelledby"));
        part.Find("[data-ask]").Click();
        part.WaitForAssertion(() => Assert.Contains(LinkingTokensTexts.Asking, part.Markup, StringComparison.Ordinal));
        Assert.False(part.Find("section").HasAttribute("aria-labelledby"));
    }

    private async Task<IRenderedComponent<AskPatientPart>> UntilCodeAsync()
    {
        var patient = await PatientAsync(address: $"asha.{Guid.NewGuid():N}@sbx");
        _asking = (await Services.GetRequiredService<AskingPatients>().AskAsync(HipId, patient.Id, LinkRequest.OutboxKeyOf))!.Value;
        await StepAsync(one => one.ModesCame(one.BeginExchange(Guid.NewGuid(), Clock.Utc()).RequestId, ["MOBILE_OTP"], Clock.Utc()));
        await StepAsync(one => one.Choose(AuthenticationMethod.MobileOtp, Clock.Utc()));
        await StepAsync(one => one.Initiated(one.BeginExchange(Guid.NewGuid(), Clock.Utc()).RequestId, "t-1", Clock.Utc().AddHours(2), Clock.Utc()));
        var part = Part(patient);
        part.WaitForElement("#otp");
        return part;
    }

    private IRenderedComponent<AskPatientPart> Part(Patient patient) => Render<AskPatientPart>(parameters => parameters
        .Add(one => one.HipId, HipId).Add(one => one.Patient, patient).Add(one => one.OutboxKeyOf, LinkRequest.OutboxKeyOf));

    private Task StepAsync(Func<Authentication, bool> step) =>
        Services.GetRequiredService<AuthenticationStore>().StepAsync(_asking, (_, one) => Task.FromResult(step(one)));
}
