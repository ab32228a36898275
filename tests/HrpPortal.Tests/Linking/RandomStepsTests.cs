using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Linking;

/// <summary>
/// Whatever order steps and answers come in: Linked stays Linked, never two attempts on their way, the state is what the events
/// say, and what is closed holds nothing that it should have let go.
/// </summary>
public sealed class RandomStepsTests
{
    private static readonly DateTime Now = Requests.Start.AddMinutes(1);

    /// <summary>Each takes a step with one of the attempts made so far; which one, the second number says.</summary>
    private static readonly Action<LinkRequest, Guid>[] Steps =
    [
        (request, _) => request.BeginAttempt(Guid.NewGuid(), null, Now),
        (request, id) => request.AttemptAccepted(id, LinkTransition.T3, 202, null, Now),
        (request, id) => request.AttemptUnknown(id, null, Now, Now),
        (request, id) => request.Asking(id, Now, Now),
        (request, id) => request.AttemptAccepted(id, LinkTransition.T5, 429, null, Now),
        (request, id) => request.AttemptAccepted(id, LinkTransition.T6, 202, null, Now),
        (request, id) => request.AttemptPostponed(id, 500, "2503", null, Now, Now),
        (request, id) => request.AttemptRefused(id, 400, "2500", null, Now),
        (request, id) => request.Succeeded(id, Now),
        (request, id) => request.WasLinkedAlready(id, "1439", Now),
        (request, id) => request.SomeWereLinkedAlready(id, [], "1439", null, Now),
        (request, id) => request.AnsweredNotNow(id, LinkReason.GatewayTrouble, "2500", null, Now, Now),
        (request, id) => request.AnsweredNotNow(id, LinkReason.TokenRefused, "1500", null, Now, Now),
        (request, id) => request.AnsweredRefused(id, LinkReason.RefusedByAbdm, "1402", null, Now),
        (request, id) => request.AnsweredNotKnownYet(id, "1402", null, Now),
        (request, id) => request.SomeWereLinkedAlready(id, [request.Contexts[0].CareContextId], "1439", null, Now),
        (request, _) => request.NoAnswerCame(Now),
        (request, _) => request.WaitForPermission(Guid.NewGuid(), Now, Now),
        (request, _) => request.PermissionStopped(LinkReason.DetailsDiffer, "1441", null, Now),
        (request, _) => request.PermissionHeld(Now, "1423", Now),
        (request, _) => request.Cancel(A.Clerk, Now),
        (request, _) => request.TryAgain(A.Clerk, request.PhrAddress, request.AddressKey, Now),
    ];

    [Theory, Trait("Row", "P1"), Trait("Row", "I5"), Trait("Row", "I6"), Trait("Row", "I8"), Trait("Row", "I12"), Trait("Row", "T18"), InlineData(1), InlineData(3)]
    public void No_order_of_steps_and_answers_breaks_what_must_hold(int contexts)
    {
        var step = Gen.Choose(0, Steps.Length - 1).Zip(Gen.Choose(0, 99));
        var steps = step.ListOf(60).ToArbitrary();
        Prop.ForAll(steps, taken => Holds(contexts, taken)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static bool Holds(int contexts, IList<(int Step, int Attempt)> taken)
    {
        var request = Requests.Queued(contexts);
        var wasLinked = false;
        foreach (var (step, which) in taken)
        {
            var before = (request.Version, request.Events.Count, request.State);
            var attempt = request.Attempts.Count == 0 ? Guid.Empty : request.Attempts[which % request.Attempts.Count].RequestId;
            var lawful = TryStep(request, step, attempt);

            Assert.True(lawful || before == (request.Version, request.Events.Count, request.State), "A refused step changed something.");
            Assert.Equal(request.State, Requests.Fold(request.Events));
            Assert.True(request.Events.Count == before.Count || request.Version > before.Version, "An event without a new version.");
            Assert.True(!wasLinked || request.State == LinkState.Linked, "Linked was left.");
            wasLinked = request.State == LinkState.Linked;
            Assert.True(wasLinked || OnTheirWay(request) <= 1, "Two attempts on their way.");
            Assert.Equal(request.State is LinkState.Linked, request.Contexts.TrueForAll(context => context.State != LinkContextState.Open));
            if (request.State is LinkState.Refused or LinkState.Cancelled) Assert.DoesNotContain(request.Contexts, Holds);
            if (!request.IsFinal) Assert.Contains(request.Contexts, Holds);
            Assert.True(request.Tries <= LinkRequest.MostAttempts);
            Chained(request);
        }

        return true;
    }

    private static bool TryStep(LinkRequest request, int step, Guid attempt)
    {
        if (attempt == Guid.Empty && step is not (0 or >= 16)) return true;
        try
        {
            Steps[step](request, attempt);
            return true;
        }
        catch (IllegalTransitionException)
        {
            return false;
        }
    }

    /// <summary>Not linked, and kept from other requests.</summary>
    private static bool Holds(LinkContext context) => context is { State: LinkContextState.Open, ReleasedAt: null };

    private static void Chained(LinkRequest request)
    {
        var before = "";
        foreach (var happened in request.Events.OrderBy(one => one.Seq)) Assert.Equal(before = happened.HashAfter(before), happened.Hash);
    }

    private static int OnTheirWay(LinkRequest request) =>
        request.Attempts.Count(attempt => attempt.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted);
}
