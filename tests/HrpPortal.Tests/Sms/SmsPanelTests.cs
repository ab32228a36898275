using HrpPortal.Patients;
using HrpPortal.Sms;
using HrpPortal.Sms.Pages;
using HrpPortal.Tests.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PortalDb = HrpPortal.Data.PortalDb;

namespace HrpPortal.Tests.Sms;

/// <summary>The one button, and what it says became of the SMS.</summary>
public sealed class SmsPanelTests : PageContext
{
    [Fact]
    public async Task It_is_offered_only_where_there_is_a_mobile_and_no_address()
    {
        Assert.Empty(Open(await PatientAsync()).FindAll("button"));
        Assert.Empty(Open(await PatientAsync(address: null, mobile: null!)).FindAll("button"));
        var page = Open(await PatientAsync(address: null));
        page.WaitForAssertion(() => Assert.NotNull(page.Button("Send SMS to 98••••45")));
        Assert.DoesNotContain("9840012345", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_state_has_its_honest_words_and_the_next_SMS_comes_when_it_may()
    {
        var patient = await PatientAsync(address: null);
        var page = Open(patient);
        page.WaitForAssertion(() => page.Button("Send SMS to 98••••45"));
        page.Button("Send SMS to 98••••45").Click();
        page.WaitForAssertion(() => Says(page, "was asked for at 22-Nov-2026 15:00:00"));
        Assert.Empty(page.FindAll("button"));

        await StepAsync(patient, (one, now) => one.Begin(Guid.NewGuid()));
        await StepAsync(patient, (one, now) => one.Waits(now));
        page.WaitForAssertion(() => Says(page, "It has not said yet that the SMS was sent."));
        Assert.Empty(page.FindAll("button"));

        await StepAsync(patient, (one, now) => one.NotAnswered(now));
        page.WaitForAssertion(() => Says(page, "It may have been sent."));
        page.WaitForAssertion(() => page.Button("Send another SMS to 98••••45"));

        await StepAsync(patient, (one, now) => one.Refused("1005", "Invalid receiver", now));
        page.WaitForAssertion(() => Says(page, "ABDM's reason: Invalid receiver 1005"));
        Assert.Contains(Announced, words => words.StartsWith("ABDM did not send the SMS", StringComparison.Ordinal));

        Clock.Advance(TimeSpan.FromMinutes(1));
        page.Button("Send another SMS to 98••••45").Click();
        page.WaitForAssertion(() => Says(page, "was asked for at"));
        await StepAsync(patient, (one, now) => one.Sent(now));
        page.WaitForAssertion(() => Says(page, "ABDM sent the SMS to 98••••45"));
        Assert.Empty(page.FindAll("button"));
        Clock.Advance(SmsInvitation.Pause + TimeSpan.FromMinutes(1));
        var later = Open(patient);
        later.WaitForAssertion(() => later.Button("Send another SMS to 98••••45"));
    }

    private IRenderedComponent<SmsPanel> Open(Patient patient) => Render<SmsPanel>(parameters => parameters.Add(one => one.Patient, patient));

    private static void Says(IRenderedComponent<SmsPanel> page, string words) => Assert.Contains(words, page.Text(), StringComparison.Ordinal);

    /// <summary>As the sender and the answers do it, on the last one.</summary>
    private async Task StepAsync(Patient patient, Action<SmsInvitation, DateTime> step)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        var last = await db.Set<SmsInvitation>().Where(one => one.PatientId == patient.Id).OrderByDescending(one => one.ClosedAt == null).ThenByDescending(one => one.Id).FirstAsync();
        await Services.GetRequiredService<SmsStore>().StepAsync(last.Id, (_, one) => step(one, Clock.GetUtcNow().UtcDateTime));
    }
}
