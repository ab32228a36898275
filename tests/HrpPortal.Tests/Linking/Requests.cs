using HrpPortal.CareContexts;
using HrpPortal.Linking;
using HrpPortal.Patients;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Linking;

/// <summary>Link requests as the aggregate makes them, in whatever state a test wants.</summary>
internal static class Requests
{
    public static readonly DateTime Start = new(2031, 5, 4, 9, 0, 0, DateTimeKind.Utc);

    public static LinkRequest Queued(int contexts = 1)
    {
        var id = Guid.CreateVersion7();
        var request = new LinkRequest
        {
            Id = id, Reference = LinkReference.New(DateOnly.FromDateTime(Start)), HipId = PortalHost.HipId, Dialect = HrpPortal.Gateway.GatewayDialect.V05, PatientId = Guid.CreateVersion7(),
            Kind = LinkKind.NewCareContexts, PhrAddress = "asha.rao@sbx", AddressKey = "asha.rao@sbx", DraftId = Guid.CreateVersion7(), Part = 0,
            CreatedBy = A.Clerk.Id, CreatedByName = A.Clerk.Name!, CreatedAt = Start,
        };
        for (var i = 0; i < contexts; i++)
        {
            var context = Guid.CreateVersion7();
            request.Contexts.Add(new LinkContext { LinkRequestId = id, CareContextId = context, HipId = request.HipId, AddressKey = request.AddressKey, Kind = request.Kind });
            request.Items.Add(new LinkItem { LinkRequestId = id, HealthRecordId = Guid.CreateVersion7(), CareContextId = context });
        }

        request.Queue(A.Clerk, Start);
        return request;
    }

    /// <summary>For rows that are in a store.</summary>
    public static LinkRequest Of(Patient patient, HealthRecord record, CareContext context, DateTime now)
    {
        var id = Guid.CreateVersion7();
        var key = PhrAddress.Key(patient.PhrAddress!);
        var request = new LinkRequest
        {
            Id = id, Reference = $"L-{Guid.NewGuid():N}"[..20], HipId = patient.HipId, Dialect = HrpPortal.Gateway.GatewayDialect.V05, PatientId = patient.Id, Kind = LinkKind.NewCareContexts,
            PhrAddress = patient.PhrAddress!, AddressKey = key, DraftId = Guid.CreateVersion7(), Part = 0, CreatedBy = A.Clerk.Id, CreatedByName = A.Clerk.Name!, CreatedAt = now,
        };
        request.Contexts.Add(new LinkContext { LinkRequestId = id, CareContextId = context.Id, HipId = patient.HipId, AddressKey = key, Kind = request.Kind });
        request.Items.Add(new LinkItem { LinkRequestId = id, HealthRecordId = record.Id, CareContextId = context.Id });
        request.Queue(A.Clerk, now);
        return request;
    }

    /// <summary>In a state that was reached by lawful steps and after at least one attempt, so that every answer has something to answer.</summary>
    public static LinkRequest In(LinkState state, int contexts = 1)
    {
        var request = Queued(contexts);
        var id = request.BeginAttempt(Guid.NewGuid(), null, Start).RequestId;
        switch (state)
        {
            case LinkState.Dispatching:
                break;
            case LinkState.Unknown:
                request.AttemptUnknown(id, null, Start, Start);
                break;
            case LinkState.Accepted or LinkState.NoAnswer:
                request.AttemptAccepted(id, LinkTransition.T3, 202, null, Start);
                if (state == LinkState.NoAnswer) request.NoAnswerCame(Start);
                break;
            case LinkState.WaitRetry or LinkState.Cancelled:
                request.AttemptPostponed(id, null, null, null, Start, Start);
                if (state == LinkState.Cancelled) request.Cancel(A.Clerk, Start);
                break;
            case LinkState.Linked:
                request.Succeeded(id, Start);
                break;
            case LinkState.Refused:
                request.AttemptRefused(id, 400, null, null, Start);
                break;
            default:
                request.AttemptPostponed(id, null, null, null, Start, Start);
                request.PermissionStopped(LinkReason.DetailsDiffer, "1441", null, Start);
                if (state == LinkState.Queued) request.TryAgain(A.Clerk, request.PhrAddress, request.AddressKey, Start);
                break;
        }

        Assert.Equal(state, request.State);
        return request;
    }

    /// <summary>I5: the state is what the events say, in order and without a gap.</summary>
    public static LinkState? Fold(IEnumerable<LinkEvent> events)
    {
        LinkState? state = null;
        var seq = 0;
        foreach (var happened in events.OrderBy(one => one.Seq))
        {
            Assert.Equal(++seq, happened.Seq);
            Assert.Equal(state, happened.From);
            state = happened.To;
        }

        return state;
    }
}
