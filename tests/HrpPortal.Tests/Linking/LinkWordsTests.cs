using HrpPortal.Data;
using HrpPortal.Linking;
using HrpPortal.Ui.Kit;
using Microsoft.Extensions.Configuration;

namespace HrpPortal.Tests.Linking;

/// <summary>Every state, reason and step has words, and none of them says more than is known.</summary>
public sealed class LinkWordsTests
{
    private static readonly PortalTime Time = new(TimeProvider.System, new ConfigurationBuilder().Build());
    private static readonly DateTime Now = new(2026, 11, 22, 9, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(LinkState.Queued, "In the queue", Tone.Quiet)]
    [InlineData(LinkState.WaitRetry, "In the queue", Tone.Quiet)]
    [InlineData(LinkState.Dispatching, "In the queue", Tone.Quiet)]
    [InlineData(LinkState.Unknown, "No reply", Tone.Warn)]
    [InlineData(LinkState.Accepted, "Waiting for ABDM", Tone.Info)]
    [InlineData(LinkState.NoAnswer, "No reply", Tone.Warn)]
    [InlineData(LinkState.Linked, "Linked", Tone.Good)]
    [InlineData(LinkState.Refused, "Refused", Tone.Bad)]
    [InlineData(LinkState.Cancelled, "Cancelled", Tone.Quiet)]
    [InlineData(LinkState.NeedsHuman, "Needs action", Tone.Bad)]
    public void A_state_has_its_word(LinkState state, string word, Tone tone)
    {
        Assert.Equal((word, tone), (LinkWords.Of(state).Word, LinkWords.Of(state).Tone));
        Assert.NotEmpty(LinkWords.Of(state).Icon);
    }

    [Theory]
    [InlineData(LinkState.Queued, LinkReason.None, "Will be sent by itself.")]
    [InlineData(LinkState.Queued, LinkReason.AskingPermission, "ABDM is asked for permission first, by the patient's details on file. Then it is sent by itself.")]
    [InlineData(LinkState.Queued, LinkReason.PermissionBlocked, "ABDM has blocked this address until 22-Nov-2026 15:15:00. It is sent by itself after that.")]
    [InlineData(LinkState.WaitRetry, LinkReason.GatewayTrouble, "ABDM is not answering. Your request is safe; next try 15:15:00.")]
    [InlineData(LinkState.WaitRetry, LinkReason.TokenRefused, "The permission had run out. A new one is fetched, and it is sent again; next try 15:15:00.")]
    [InlineData(LinkState.Dispatching, LinkReason.None, "Being handed to ABDM just now.")]
    [InlineData(LinkState.Unknown, LinkReason.None, "No answer from ABDM yet: the line broke while the request was handed over. The portal asks by itself whether it arrived.")]
    [InlineData(LinkState.Accepted, LinkReason.None, "Sent 15:00:03. ABDM usually answers in a few seconds. You do not have to wait.")]
    [InlineData(LinkState.NoAnswer, LinkReason.None, "ABDM has not answered since 15:00:03. It may have done it all the same; an answer that comes late still counts. The portal asks again at 15:15:00.")]
    [InlineData(LinkState.Accepted, LinkReason.AnswerLate, "ABDM has not answered since 15:00:03. It may have done it all the same; an answer that comes late still counts. The portal looks again at 15:15:00.")]
    [InlineData(LinkState.Linked, LinkReason.None, "asha@sbx can see 2 records.")]
    [InlineData(LinkState.Cancelled, LinkReason.None, "Cancelled before it was sent. The patient's app shows nothing of it.")]
    [InlineData(LinkState.Refused, LinkReason.DetailsDiffer, "The name, sex or date of birth on file differ from the patient's ABHA. Nothing was linked.")]
    [InlineData(LinkState.Refused, LinkReason.OurRequestBad, "ABDM did not accept the request as the portal made it. Nothing was linked.")]
    [InlineData(LinkState.NeedsHuman, LinkReason.AddressUnknown, "ABDM does not know asha@sbx.")]
    [InlineData(LinkState.NeedsHuman, LinkReason.NeverAnswered, "ABDM never answered, however often it was asked. It may have linked the records all the same.")]
    [InlineData(LinkState.Queued, LinkReason.OneByOne, "Some of the records were linked already, and ABDM does not say which. Each goes alone now, by itself.")]
    [InlineData(LinkState.WaitRetry, LinkReason.NotKnownYet, "ABDM does not know the care context yet. It is told again; next try 15:15:00.")]
    [InlineData(LinkState.Queued, LinkReason.PermissionDelayed, "ABDM is not answering. Your request is safe; next try 15:15:00.")]
    public void A_state_says_what_is_known(LinkState state, LinkReason reason, string says) => Assert.Equal(says, LinkWords.Says(Row(state, reason), Time));

    [Theory]
    [InlineData(1, "asha@sbx was told of the new record: the patient's app can fetch it now.")]
    [InlineData(2, "asha@sbx was told of the new records: the patient's app can fetch them now.")]
    public void An_existing_care_context_is_told_of_and_not_linked_again(int records, string says) =>
        Assert.Equal(says, LinkWords.Says(Row(LinkState.Linked) with { Kind = LinkKind.ExistingCareContext, Records = records }, Time));

    [Fact]
    public void Nothing_but_linked_is_called_linked()
    {
        foreach (var state in Enum.GetValues<LinkState>().Where(state => state is not (LinkState.Linked or LinkState.NeedsHuman or LinkState.Refused)))
        {
            // One by one: some really are.
            foreach (var reason in Enum.GetValues<LinkReason>().Where(reason => reason != LinkReason.OneByOne))
                Assert.DoesNotContain("linked", LinkWords.Of(state).Word + LinkWords.Says(Row(state, reason), Time), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("1437", "ABDM does not know asha@sbx.")]
    [InlineData("1441", "The name, sex or date of birth on file differ from the patient's ABHA.")]
    [InlineData("1402", "ABDM does not know the care context that the new record should join.")]
    [InlineData("1423", "ABDM has blocked asha@sbx for 24 hours.")]
    [InlineData("ABDM-1027", "ABDM has blocked asha@sbx for 24 hours.")]
    [InlineData("ABDM-1035", "The hospital's ABDM settings need attention.")]
    [InlineData("2500", "ABDM is out of order for now.")]
    [InlineData("ABDM-9999", "ABDM refused and did not say why.")]
    [InlineData(null, "ABDM refused and did not say why.")]
    public void A_code_speaks_only_when_no_reason_does(string? code, string cause)
    {
        Assert.Equal(cause, LinkTrouble.Cause(Row(LinkState.Refused, LinkReason.RefusedByAbdm) with { ErrorCode = code }));
        Assert.Equal("ABDM does not know asha@sbx.", LinkTrouble.Cause(Row(LinkState.Refused, LinkReason.AddressUnknown) with { ErrorCode = code }));
    }

    [Theory]
    [InlineData(1, "It was already linked to asha@sbx.")]
    [InlineData(3, "At least one of the 3 records is already linked to asha@sbx. ABDM does not say which, and linked none of the others.")]
    public void Already_linked_is_another_thing_for_one_than_for_several(int records, string cause) =>
        Assert.Equal(cause, LinkTrouble.Cause(Row(LinkState.Refused, LinkReason.RefusedByAbdm) with { ErrorCode = "1439", Records = records }));

    [Fact, Trait("Row", "A3")]
    public void A_screen_reader_is_told_only_when_the_word_changes()
    {
        Assert.Null(LinkWords.Announce(Row(LinkState.Queued), Row(LinkState.WaitRetry)));
        Assert.Equal("Asha Rao, 2 records: Linked.", LinkWords.Announce(Row(LinkState.Accepted), Row(LinkState.Linked)));
    }

    [Fact]
    public void What_is_linked_in_part_or_in_doubt_is_said_so()
    {
        Assert.EndsWith("1 of 2 records is linked.", LinkWords.Says(Row(LinkState.Refused, LinkReason.RefusedByAbdm) with { Linked = 1 }, Time), StringComparison.Ordinal);
        Assert.EndsWith("1 of 2 records is linked.", LinkWords.Says(Row(LinkState.Cancelled) with { Linked = 1 }, Time), StringComparison.Ordinal);
        Assert.Contains("ABDM may have linked it all the same", LinkWords.Says(Row(LinkState.Cancelled) with { InDoubt = true }, Time), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_seven_words_and_a_tab_carries_the_word_of_its_rows()
    {
        Assert.Equal(
            ["In the queue", "No reply", "Waiting for ABDM", "Linked", "Refused", "Cancelled", "Needs action"],
            Enum.GetValues<LinkState>().Select(state => LinkWords.Of(state).Word).Distinct());
        foreach (var tab in LinkTab.All.Where(tab => tab.Status is not ("" or "in-progress")))
            Assert.All(tab.States, state => Assert.Equal(tab.Word, LinkWords.Of(state).Word));
        Assert.Equal(Enum.GetValues<LinkState>().Order(), LinkTab.All.SelectMany(tab => tab.States).Order());
    }

    /// <summary>A duration is of ABDM's answer; what waits has an age; what nobody waits for has neither.</summary>
    [Theory]
    [InlineData(LinkState.Linked, 3, "took 3 s")]
    [InlineData(LinkState.Linked, 0, "took under 1 s")]
    [InlineData(LinkState.Refused, 3, "took 3 s")]
    [InlineData(LinkState.NeedsHuman, 3, "10 min")]
    [InlineData(LinkState.Cancelled, 3, "–")]
    [InlineData(LinkState.Accepted, null, "10 min")]
    public void Only_an_answer_has_a_duration(LinkState state, int? closedAfter, string says) =>
        Assert.Equal(says, LinkAge.Of(Row(state) with { ClosedAt = closedAfter is { } seconds ? Now.AddSeconds(seconds) : null }, Now.AddMinutes(10)));

    [Theory, Trait("Row", "A12")]
    [InlineData(5, "asha@sbx can see 2 records.")]
    [InlineData(41, "asha@sbx can see 2 records (the answer came after 41 min).")]
    [InlineData(400, "asha@sbx can see 2 records (the answer came after 6 h).")]
    public void An_answer_that_came_late_is_called_late(int minutes, string says) =>
        Assert.Equal(says, LinkWords.Says(Row(LinkState.Linked) with { SentAt = Now, ClosedAt = Now.AddMinutes(minutes) }, Time));

    internal static LinkRow Row(LinkState state, LinkReason reason = LinkReason.None) => new(
        Guid.Empty, "L-26K22-7QF4X", state, reason, LinkKind.NewCareContexts, Guid.Empty, "Asha Rao", "T-000001", "asha@sbx", 2, Now, "Kavita", Now,
        Now.AddSeconds(3), null, Now.AddMinutes(15), null, null)
    { SentAt = Now.AddSeconds(3) };
}
