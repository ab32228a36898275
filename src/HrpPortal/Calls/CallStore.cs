using HrpPortal.Callbacks;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Calls;

/// <summary>Keeps what we owe ABDM: its calls, each with our answer.</summary>
public sealed class CallStore(
    IDbContextFactory<PortalDb> databases, WriteTurn turn, OutboxSignal signal, LiveUpdates live, CallbackBodies bodies, CrashPoints crash, TimeProvider clock)
    : OutboxedStore<AbdmCall>(databases, turn, signal, live, crash, clock)
{
    public const string OutboxKind = "call";

    private readonly TimeProvider _clock = clock;

    protected override string Kind => OutboxKind;

    /// <summary>
    /// Puts the answer to a call into the commit of what the call changes; it is sent when that is through. A second delivery of
    /// the same call never comes here (the inbox knows it).
    /// </summary>
    /// <param name="answer">As it would be sent now; each sending gets a requestId and a time of its own.</param>
    /// <param name="cmId">The consent manager: the suffix of the patient's address.</param>
    public void Owe(PortalDb db, ReceivedCallback call, GatewayRequest answer, string cmId, Guid? patientId) =>
        Owe(db, new CallToAnswer(call.HipId, call.Path, call.RespRequestId, _clock.Utc()), answer, cmId, patientId);

    /// <summary>The same for a call that something had to be done for first, such as an SMS.</summary>
    public void Owe(PortalDb db, CallToAnswer call, GatewayRequest answer, string cmId, Guid? patientId)
    {
        var now = _clock.Utc();
        var owed = new AbdmCall
        {
            Id = Guid.CreateVersion7(),
            HipId = call.HipId,
            Dialect = answer.Dialect,
            Path = call.Path,
            RequestId = call.RequestId,
            PatientId = patientId,
            ReceivedAt = call.ReceivedAt,
            AnswerPath = answer.Path,
            CmId = cmId,
            ProtectedAnswer = bodies.Close(KeptRequest.BodyOf(answer)),
        };
        owed.Owe(now);
        AddTo(db, owed);
    }

    protected override IQueryable<AbdmCall> Whole(PortalDb db) => db.Set<AbdmCall>();
}

/// <summary>What of a call of ABDM's is needed to answer it.</summary>
public sealed record CallToAnswer(string HipId, string Path, Guid RequestId, DateTime ReceivedAt);
