using HrpPortal.Data;
using HrpPortal.Errors;
using HrpPortal.Linking;
using Microsoft.Extensions.Configuration;

namespace HrpPortal.Tests.Linking;

/// <summary>What to do next, who does it, and the story told afterwards.</summary>
public sealed class LinkTroubleTests
{
    private static readonly PortalTime Time = new(TimeProvider.System, new ConfigurationBuilder().Build());

    [Theory]
    [InlineData(LinkState.Queued, LinkReason.None, NextAction.Cancel, Who.Nobody)]
    [InlineData(LinkState.WaitRetry, LinkReason.GatewayTrouble, NextAction.Cancel, Who.Nobody)]
    [InlineData(LinkState.Accepted, LinkReason.None, NextAction.None, Who.Nobody)]
    [InlineData(LinkState.Unknown, LinkReason.None, NextAction.None, Who.Nobody)]
    [InlineData(LinkState.NoAnswer, LinkReason.None, NextAction.None, Who.Nobody)]
    [InlineData(LinkState.Cancelled, LinkReason.None, NextAction.LinkAgain, Who.Clerk)]
    [InlineData(LinkState.NeedsHuman, LinkReason.DetailsDiffer, NextAction.CorrectDetails, Who.Clerk)]
    [InlineData(LinkState.NeedsHuman, LinkReason.AddressUnknown, NextAction.CorrectDetails, Who.Clerk)]
    [InlineData(LinkState.NeedsHuman, LinkReason.PermissionRefused, NextAction.CorrectDetails, Who.Clerk)]
    [InlineData(LinkState.NeedsHuman, LinkReason.TokenRefused, NextAction.TryAgain, Who.Clerk)]
    [InlineData(LinkState.NeedsHuman, LinkReason.AttemptsUsedUp, NextAction.TryAgain, Who.Clerk)]
    [InlineData(LinkState.NeedsHuman, LinkReason.NeverAnswered, NextAction.TryAgain, Who.Records)]
    [InlineData(LinkState.NeedsHuman, LinkReason.OurRequestBad, NextAction.TryAgain, Who.It)]
    [InlineData(LinkState.Refused, LinkReason.DetailsDiffer, NextAction.CorrectDetails, Who.Clerk)]
    [InlineData(LinkState.Refused, LinkReason.RefusedByAbdm, NextAction.LinkAgain, Who.Clerk)]
    [InlineData(LinkState.Refused, LinkReason.OurRequestBad, NextAction.LinkAgain, Who.It)]
    public void There_is_a_next_step_and_somebody_for_it(LinkState state, LinkReason reason, NextAction action, Who who)
    {
        var next = LinkTrouble.Next(LinkWordsTests.Row(state, reason))!;

        Assert.Equal((action, who), (next.Action, next.Who));
        Assert.NotEmpty(next.Says);
        Assert.Equal(action == NextAction.None, next.Button is null);
    }

    [Fact]
    public void Every_state_but_linked_says_what_comes_next()
    {
        foreach (var state in Enum.GetValues<LinkState>())
        {
            foreach (var reason in Enum.GetValues<LinkReason>())
                Assert.Equal(state == LinkState.Linked, LinkTrouble.Next(LinkWordsTests.Row(state, reason)) is null);
        }
    }

    [Theory]
    [InlineData(LinkTransition.T1, LinkReason.None, null, "Kavita sent 2 records to be linked to asha@sbx.")]
    [InlineData(LinkTransition.T2, LinkReason.None, null, "The portal handed the request to ABDM.")]
    [InlineData(LinkTransition.T3, LinkReason.None, null, "ABDM has taken the request and will answer.")]
    [InlineData(LinkTransition.T4, LinkReason.None, null, "The line broke before ABDM confirmed. The portal asks whether the request arrived.")]
    [InlineData(LinkTransition.T5, LinkReason.None, null, "ABDM had the request already.")]
    [InlineData(LinkTransition.T7, LinkReason.GatewayTrouble, "2500", "ABDM could not take the request. It is tried again later.")]
    [InlineData(LinkTransition.T8, LinkReason.OurRequestBad, "400", "ABDM did not accept the request (code 400).")]
    [InlineData(LinkTransition.T9, LinkReason.None, null, "ABDM linked 2 records to asha@sbx.")]
    [InlineData(LinkTransition.T10, LinkReason.None, "1439", "ABDM says that it was already linked (code 1439): so it is linked.")]
    [InlineData(LinkTransition.T12, LinkReason.TokenRefused, "1500", "ABDM did not take the permission (code 1500). The portal fetches a new one.")]
    [InlineData(LinkTransition.T13, LinkReason.AddressUnknown, "1404", "ABDM refused the request (code 1404): it does not know the address.")]
    [InlineData(LinkTransition.T16, LinkReason.DetailsDiffer, "1441", "A person is needed (code 1441): name, sex or date of birth differ from the patient's ABHA.")]
    [InlineData(LinkTransition.T17, LinkReason.None, null, "Kavita cancelled the request before it was sent.")]
    [InlineData(LinkTransition.T18, LinkReason.None, null, "ABDM answered once more. Nothing changed.")]
    [InlineData(LinkTransition.T19, LinkReason.None, null, "ABDM's answer came late, after 41 minutes. ABDM linked 2 records to asha@sbx.")]
    [InlineData(LinkTransition.T20, LinkReason.None, null, "Kavita tried again.")]
    [InlineData(LinkTransition.T22, LinkReason.None, null, "The patient linked the records to asha@sbx in the app, with the code that we sent.")]
    public void A_step_is_told_in_plain_words(LinkTransition transition, LinkReason reason, string? code, string story)
    {
        var row = LinkWordsTests.Row(LinkState.Linked);
        var happened = Event(transition, row, reason, code);

        Assert.Equal(story, LinkStory.Of(happened, Details(row), Time));
    }

    [Fact]
    public void Every_step_has_a_story_that_ends_in_a_full_stop()
    {
        var row = LinkWordsTests.Row(LinkState.Linked);
        foreach (var transition in Enum.GetValues<LinkTransition>())
        {
            foreach (var reason in Enum.GetValues<LinkReason>())
                Assert.EndsWith(".", LinkStory.Of(Event(transition, row, reason, "1"), Details(row), Time), StringComparison.Ordinal);
        }
    }

    private static LinkDetails Details(LinkRow row) => new(row, [], [], []);

    private static LinkEvent Event(LinkTransition transition, LinkRow row, LinkReason reason, string? code) => new()
    {
        LinkRequestId = row.Id,
        Seq = 1,
        At = row.CreatedAt.AddMinutes(41),
        Transition = transition,
        From = LinkState.Accepted,
        To = LinkState.Linked,
        Actor = "staff-1",
        ActorName = "Kavita",
        Code = code,
        Reason = reason,
    };
}
