using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Kill;

/// <summary>What the portal's disk, the gateway and the consent manager know of one patient, and what must hold between the three.</summary>
internal sealed class Facts
{
    private List<LinkRequest> Requests { get; init; } = [];
    private List<Authentication> Authentications { get; init; } = [];
    private List<CareContext> Contexts { get; init; } = [];
    private List<LinkingToken> Tokens { get; init; } = [];
    private List<InboxCallback> Inbox { get; init; } = [];
    private List<Guid> LeftIds { get; init; } = [];
    private List<Guid> CommittedIds { get; init; } = [];
    private int OutboxRows { get; init; }
    private List<ReceivedRequest> Received { get; init; } = [];
    private List<SentCallback> Sent { get; init; } = [];
    private SandboxState Sandbox { get; init; } = null!;
    private Patient Patient { get; init; } = null!;

    public LinkRequest? Request => Requests.SingleOrDefault();

    /// <param name="since">How many calls and callbacks there were before the round.</param>
    public static async Task<Facts> ReadAsync(PortalDb db, SandboxState sandbox, Patient patient, (int Received, int Sent) since)
    {
        // The gateway first: what it was told, or told, must then be on the disk already.
        var (received, sent) = (sandbox.Received.Skip(since.Received).ToList(), sandbox.Callbacks.Skip(since.Sent).ToList());
        var leftIds = received.Select(one => one.RequestId).OfType<string>().Select(Guid.Parse).Distinct().ToList();
        var answeredIds = sent.Select(one => RespIdOf(one.Body)).Distinct().ToList();
        await using var snapshot = await db.Database.BeginTransactionAsync();
        var requests = await db.Set<LinkRequest>().AsNoTracking().Include(one => one.Contexts).Include(one => one.Attempts).Include(one => one.Events)
            .AsSplitQuery().Where(one => one.PatientId == patient.Id).ToListAsync();
        var authentications = await db.Set<Authentication>().AsNoTracking().Include(one => one.Exchanges).Where(one => one.PatientId == patient.Id).ToListAsync();
        var subjects = requests.Select(one => one.Id).Concat(authentications.Select(one => one.Id)).ToList();
        var facts = new Facts
        {
            Requests = requests,
            Authentications = authentications,
            Contexts = await db.Set<CareContext>().AsNoTracking().Where(one => one.PatientId == patient.Id).ToListAsync(),
            Tokens = await db.Set<LinkingToken>().AsNoTracking().Where(one => one.AddressKey == PhrAddress.Key(patient.PhrAddress!)).ToListAsync(),
            Inbox = await db.Set<InboxCallback>().AsNoTracking().Where(one => answeredIds.Contains(one.RespRequestId)).ToListAsync(),
            LeftIds = leftIds,
            CommittedIds = [
                .. await db.Set<LinkAttempt>().Where(one => leftIds.Contains(one.RequestId)).Select(one => one.RequestId).ToListAsync(),
                .. await db.Set<AuthenticationExchange>().Where(one => leftIds.Contains(one.RequestId)).Select(one => one.RequestId).ToListAsync(),
            ],
            OutboxRows = await db.Set<OutboxMessage>().CountAsync(row => subjects.Contains(row.SubjectId)),
            Received = received,
            Sent = sent,
            Sandbox = sandbox,
            Patient = patient,
        };
        return facts;
    }

    /// <summary>True at every moment, on the disk of a dead portal too.</summary>
    public void CheckAlways()
    {
        Assert.True(Requests.Count <= 1, "The clerk's draft became more than one link request.");

        // I2: a callback that was answered 202 is in the inbox.
        foreach (var callback in Sent.Where(one => one.Status == 202))
        {
            var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(callback.Body)));
            Assert.Single(Inbox, row => row.Path == callback.Path && row.RespRequestId == RespIdOf(callback.Body) && row.BodyHash == hash);
        }

        // I3 and I4: a requestId that left was committed before, and belongs to one attempt.
        Assert.Equal(LeftIds.Order(), CommittedIds.Order());
        Assert.All(Inbox, callback => Assert.True(callback.Outcome is null or CallbackOutcome.Applied));

        foreach (var request in Requests)
        {
            // I5: the state is what the events say. I6: one attempt at a time is on its way.
            var events = request.Events.OrderBy(one => one.Seq).ToList();
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(one => one.Seq));
            Assert.Null(events[0].From);
            foreach (var (before, after) in events.Zip(events.Skip(1))) Assert.Equal(before.To, after.From);
            Assert.Equal(request.State, events[^1].To);
            Assert.True(request.Attempts.Count(one => one.State is AttemptState.Sending or AttemptState.Unknown or AttemptState.Accepted) <= 1);
            Assert.DoesNotContain(request.State, (LinkState[])[LinkState.Refused, LinkState.NeedsHuman, LinkState.Cancelled]);
        }

        // I7, I10: at the consent manager once, and never said to be linked where it is not.
        foreach (var context in Contexts)
        {
            var truth = Sandbox.Find(Patient.HipId, Patient.PhrAddress!, context.Reference);
            Assert.True(truth is null or { SuccessEffects: 1 });
            if (context.LinkedAt is not null) Assert.NotNull(truth);
        }

        // Sent again under another requestId only where nobody answered (a probe, T15), or was refused for now (T12).
        var probes = Requests.SelectMany(one => one.Events).Count(one => one.Transition is LinkTransition.T15 or LinkTransition.T12);
        Assert.True(TakenLinks.Distinct().Count() <= 1 + probes && TakenLinks.Count == TakenLinks.Distinct().Count(), $"An accepted link was sent again under another requestId, or taken twice: {Describe()}");
    }

    /// <summary>When it is linked: one care context, one effect, one token used, nothing left to do.</summary>
    public void CheckEnd(string reference)
    {
        Assert.Equal((LinkState.Linked, AttemptState.Succeeded), (Request!.State, Request.CurrentAttempt!.State));
        Assert.Equal(1, Sandbox.Find(Patient.HipId, Patient.PhrAddress!, reference)?.SuccessEffects);
        var context = Assert.Single(Contexts);
        Assert.Equal((reference, true), (context.Reference, context.IsLinkedTo(PhrAddress.Key(Patient.PhrAddress!))));
        Assert.Contains(Request.CurrentAttempt.RequestId, TakenLinks);

        // 1439 in answer to a probe (T10) uses no token up; whichever the lost success used, ABDM refused it since.
        if (Request.Events.All(one => one.Transition != LinkTransition.T10))
            Assert.Equal(Request.CurrentAttempt.LinkingTokenId, Assert.Single(Tokens, token => token.UsedAt is not null).Id);
        Assert.Equal(0, OutboxRows);
    }

    public string Describe() => Request is null
        ? "no request"
        : $"{Request.State} ({Request.Reason}), attempts {string.Join(", ", Request.Attempts.Select(one => one.State))}, "
            + $"permission {string.Join(", ", Authentications.Select(one => $"{one.State} {one.Step} next {one.NextAt:HH:mm:ss}"))}, outbox {OutboxRows}, "
            + $"events {string.Join(' ', Request.Events.OrderBy(one => one.Seq).Select(one => one.Transition))}, "
            + $"last calls {string.Join(' ', Received.TakeLast(6).Select(one => $"{one.Path}={one.Status}"))}, "
            + $"last callbacks {string.Join(' ', Sent.TakeLast(6).Select(one => $"{one.Path}={one.Status}"))}";

    /// <summary>requestIds of this patient's link that the gateway took (202), each as often as it was.</summary>
    private List<Guid> TakenLinks => [.. Received
        .Where(one => one is { Path: GatewayPaths.AddContexts, Status: 202 } && IsOfPatient(one.Body))
        .Select(one => Guid.Parse(one.RequestId!))];

    private bool IsOfPatient(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("link").GetProperty("patient").GetProperty("referenceNumber").GetString() == Patient.Number;
    }

    private static Guid RespIdOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("resp").GetProperty("requestId").GetGuid();
    }
}
