using HrpPortal.Callbacks;
using HrpPortal.Calls;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Live;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Notices;

/// <summary>Consents and requests for data: kept, acknowledged, shown as received. Serving data is another system's work.</summary>
public sealed class ConsentNotices(
    IDbContextFactory<PortalDb> databases, CallStore calls, AddressDomain domain, CallbackBodies bodies, LiveUpdates live, TimeProvider clock) : CallHandler
{
    public override IReadOnlyCollection<string> Paths => [AbdmCalls.ConsentNotify, AbdmCalls.ConsentNotifyV3, AbdmCalls.DataRequest, AbdmCalls.DataRequestV3];

    protected override async Task<CallbackOutcome> ApplyAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.Utc();
        var marks = await InboxMarks.OpenAsync(db, [callback], cancellationToken);
        if (!marks.Apply(callback, now)) return CallbackOutcome.Applied;
        var notice = callback.Path is AbdmCalls.ConsentNotify or AbdmCalls.ConsentNotifyV3
            ? await ConsentAsync(db, callback, now, cancellationToken)
            : await DataAsync(db, callback, now, cancellationToken);
        if (notice is null) return CallbackOutcome.Orphan;

        notice.Keep(bodies.Close(callback.Bytes.ToArray()));
        db.Add(notice);
        await db.SaveChangesAsync(cancellationToken);
        if (notice.PatientId is { } patient) live.Publish(new LiveChange(LiveTopics.One("patient", patient), patient, notice.Kind.ToString()));
        return CallbackOutcome.Applied;
    }

    private async Task<AbdmNotice?> ConsentAsync(PortalDb db, ReceivedCallback callback, DateTime now, CancellationToken cancellationToken)
    {
        if (!ConsentNotify.TryRead(callback.Bytes.Span, out var consent) || consent.ConsentId is not { Length: <= 100 } id) return null;
        var before = await GrantAsync(db, callback.HipId, id, cancellationToken);
        var patientId = before?.PatientId ?? await PatientAsync(db, callback.HipId, consent.Detail?.PatientId, cancellationToken);
        var cmId = before?.CmId ?? domain.CmOf(consent.Detail?.PatientId);
        var (requestId, at, asked, seen) = (Guid.NewGuid(), clock.GetUtcNow(), new AnsweredCall(callback.AskedAs), new ConsentAcknowledgement("OK", id));
        GatewayRequest answer = callback.Path == AbdmCalls.ConsentNotify
            ? new AcknowledgeConsentRequest(requestId, at, seen, null, asked)
            : new AcknowledgeConsentV3Request(requestId, at, callback.HipId, seen, null, asked);
        calls.Owe(db, callback, answer, cmId, patientId);
        var granted = string.Equals(consent.Status, "GRANTED", StringComparison.OrdinalIgnoreCase);
        return new AbdmNotice
        {
            Id = Guid.CreateVersion7(), HipId = callback.HipId, PatientId = patientId, Kind = granted ? NoticeKind.ConsentGranted : NoticeKind.ConsentEnded, ConsentId = id,
            Purpose = consent.Detail?.PurposeCode is { Length: <= 32 } code ? code : null, Until = consent.Detail?.EraseAt?.UtcDateTime, CmId = cmId, ReceivedAt = now,
        };
    }

    private async Task<AbdmNotice?> DataAsync(PortalDb db, ReceivedCallback callback, DateTime now, CancellationToken cancellationToken)
    {
        if (!DataRequest.TryRead(callback.Bytes.Span, out var data) || data.TransactionId is not { Length: <= 100 } transaction) return null;
        var consent = data.ConsentId is { Length: <= 100 } id ? await GrantAsync(db, callback.HipId, id, cancellationToken) : null;
        var cmId = consent?.CmId ?? domain.Name;
        var (requestId, at, asked, seen) = (Guid.NewGuid(), clock.GetUtcNow(), new AnsweredCall(callback.AskedAs), consent is null ? null : new DataAcknowledgement(transaction));
        GatewayRequest answer = callback.Path == AbdmCalls.DataRequest
            ? new AcknowledgeDataRequest(requestId, at, seen, seen is null ? new AnswerError(HipError.ArtefactNotFound, "Consent not known") : null, asked)
            : new AcknowledgeDataV3Request(requestId, at, callback.HipId, seen, seen is null ? new AnswerErrorV3(HipErrorV3.ConsentUnknown, "Consent not known") : null, asked);
        calls.Owe(db, callback, answer, cmId, consent?.PatientId);
        return new AbdmNotice
        {
            Id = Guid.CreateVersion7(), HipId = callback.HipId, PatientId = consent?.PatientId, Kind = NoticeKind.DataRequested, ConsentId = consent?.ConsentId, CmId = cmId,
            ReceivedAt = now,
        };
    }

    private static Task<AbdmNotice?> GrantAsync(PortalDb db, string hipId, string consentId, CancellationToken cancellationToken) =>
        db.Set<AbdmNotice>().AsNoTracking().Where(one => one.HipId == hipId && one.ConsentId == consentId && one.Kind == NoticeKind.ConsentGranted)
            .OrderBy(one => one.ReceivedAt).FirstOrDefaultAsync(cancellationToken);

    private static async Task<Guid?> PatientAsync(PortalDb db, string hipId, string? address, CancellationToken cancellationToken)
    {
        if (address is null) return null;
        var key = PhrAddress.Key(address);
        return await db.Set<Patient>().Where(one => one.HipId == hipId && one.AddressKey == key).OrderBy(one => one.Id).Select(one => (Guid?)one.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
