using HrpPortal.Data;
using HrpPortal.Gateway;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Errors;

/// <summary>
/// Errors of ABDM's that no line of the catalogue names: kept and counted, so that an administrator sees what is new and the
/// catalogue can learn it. No patient's data: the message is cleaned before it is kept.
/// </summary>
public static class UnknownErrors
{
    /// <summary>
    /// Keeps the error if the catalogue does not know it, in the caller's commit: it is counted exactly when the answer that
    /// carried it is applied. Call it for every error; a known one, and a call that never arrived, change nothing.
    /// </summary>
    /// <param name="endpoint">The path of the call, or of the callback that answers it.</param>
    /// <param name="requestId">Of the call, as ABDM knows it.</param>
    public static void Note(this PortalDb db, string endpoint, string? code, string? message, Guid requestId, DateTime now, int? httpStatus = null)
    {
        var found = GatewayErrors.Find(endpoint, code, message, httpStatus);
        if (found.IsListed || (code is null && found.Name != ErrorName.Unknown)) return;
        db.Add(new UnknownError
        {
            Id = Guid.CreateVersion7(),
            Endpoint = GatewayErrors.CallOf(endpoint),
            Code = Cut(GatewayErrors.Clean(code) ?? "", UnknownError.LongestCode),
            Message = GatewayErrors.Clean(message) ?? "",
            HttpStatus = httpStatus,
            RequestId = requestId,
            At = now,
        });
    }

    /// <summary>The same for the answer to a call; gives it back.</summary>
    public static GatewayReply Note(this PortalDb db, GatewayReply reply, Guid requestId, DateTime now)
    {
        if (reply is GatewayReply.Failed { Fault: { HttpStatus: { } status } fault }) db.Note(fault.Endpoint, fault.Code, fault.Message, requestId, now, status);
        return reply;
    }

    /// <summary>What is unknown, each once, the latest first.</summary>
    public static async Task<IReadOnlyList<UnknownErrorCount>> UnknownErrorsAsync(this PortalDb db, CancellationToken cancellationToken)
    {
        var kinds = await db.Set<UnknownError>()
            .GroupBy(one => new { one.Endpoint, one.Code, one.Message })
            .Select(group => new { group.Key, Count = group.Count(), First = group.Min(one => one.At), Last = group.Max(one => one.At) })
            .OrderByDescending(kind => kind.Last).Take(Most).ToListAsync(cancellationToken);
        var moments = kinds.Select(kind => kind.Last).ToList();
        var latest = await db.Set<UnknownError>().AsNoTracking().Where(one => moments.Contains(one.At)).ToListAsync(cancellationToken);
        return
        [
            .. from kind in kinds
               let last = latest.First(one => one.At == kind.Last && one.Endpoint == kind.Key.Endpoint && one.Code == kind.Key.Code && one.Message == kind.Key.Message)
               select new UnknownErrorCount(last.Endpoint, last.Code, last.Message, last.HttpStatus, kind.Count, kind.First, kind.Last, last.RequestId),
        ];
    }

    private const int Most = 200;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}

/// <summary>One kind of unknown error: how often, and the last one to ask ABDM about.</summary>
public sealed record UnknownErrorCount(
    string Endpoint, string Code, string Message, int? HttpStatus, int Count, DateTime FirstAt, DateTime LastAt, Guid LastRequestId);
