using System.Globalization;
using CsvHelper;
using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Facilities;

namespace HrpPortal.Office;

/// <summary>The trail as a file. That somebody took it stands in it, before the first byte leaves.</summary>
public sealed class AuditExport(AuditQueries queries, AuditTrail trail, Workplace place, PortalTime time, TimeProvider clock)
{
    private const int Most = 100_000;

    private static readonly string[] Head = ["at_utc", "at_ist", "who", "who_id", "what", "count", "detail", "patient_number", "reference"];

    public async Task WriteAsync(HttpContext context)
    {
        var person = StaffMember.From(context.User) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
        var query = context.Request.Query;
        var ask = AuditAsk.Of(query["what"], query["day"], query["who"], query["patient"]);
        var hipId = place.Current.HipId;
        var count = Math.Min(Most, await queries.CountAsync(hipId, ask, context.RequestAborted));
        await trail.WriteAsync(hipId, person.Id, person.Name, AuditAction.TrailExported, count, cancellationToken: context.RequestAborted);

        CsvFile.Begin(context.Response, "trail", time.Local(clock.Utc()));
        await using var csv = CsvWriter.Create(context.Response.Body, CsvFile.Excel, leaveOpen: true);
        await csv.WriteRecordAsync(Head, context.RequestAborted);
        await foreach (var row in queries.AllAsync(hipId, ask, Most, context.RequestAborted)) await csv.WriteRecordAsync(Fields(row)!, context.RequestAborted);
        await csv.FlushAsync(context.RequestAborted);
    }

    private string?[] Fields(AuditRow row) =>
    [
        CsvFile.Utc(row.At), time.Moment(row.At), row.WhoName, row.Who, row.What.ToString(), row.Count.ToString(CultureInfo.InvariantCulture), row.Detail, row.PatientNumber, row.Reference,
    ];
}
