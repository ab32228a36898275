using HrpPortal.Linking;
using HrpPortal.Tests.Linking;

namespace HrpPortal.Tests.Model;

/// <summary>What the models found wrong, each shrunk to its shortest run and mended.</summary>
public sealed class FoundTests
{
    private static readonly DateTime Now = Requests.Start.AddMinutes(1);

    /// <summary>
    /// Found by docs/model: the first sender is stopped before its bytes leave; the second asks "did you get it?", which the gateway
    /// takes; the first wakes, finds the gateway away and says "not taken". A later refusal was then believed, though ABDM had linked.
    /// </summary>
    [Fact, Trait("Row", "I9")]
    public void Not_taken_is_not_believed_of_a_request_that_was_asked_about_meanwhile()
    {
        var request = Requests.In(LinkState.Unknown);
        var first = request.CurrentAttempt!.RequestId;
        request.Asking(first, Now, Now);
        request.AttemptPostponed(first, null, null, null, Now, Now);
        Assert.Equal((LinkState.WaitRetry, true), (request.State, request.InDoubt));

        var second = request.BeginAttempt(Guid.NewGuid(), null, Now).RequestId;
        request.AnsweredRefused(second, LinkReason.RefusedByAbdm, "1404", null, Now);
        Assert.Equal(LinkState.NeedsHuman, request.State);
        request.Succeeded(first, Now);
        Assert.Equal(LinkState.Linked, request.State);
    }

    /// <summary>Found by docs/model: the question is refused (403, say), but the call that it asked about may have been taken.</summary>
    [Fact, Trait("Row", "I9")]
    public void A_refused_question_says_nothing_of_the_call_that_it_asked_about()
    {
        var request = Requests.In(LinkState.Unknown);
        var only = request.CurrentAttempt!.RequestId;
        request.Asking(only, Now, Now);
        request.AttemptRefused(only, 403, null, null, Now);
        Assert.Equal((LinkState.NeedsHuman, true), (request.State, request.InDoubt));
        request.Succeeded(only, Now);
        Assert.Equal(LinkState.Linked, request.State);
    }
}
