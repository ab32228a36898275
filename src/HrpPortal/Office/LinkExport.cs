using System.Globalization;
using CsvHelper;
using HrpPortal.Access;
using HrpPortal.Audit;
using HrpPortal.Data;
using HrpPortal.Facilities;
using HrpPortal.Linking;

namespace HrpPortal.Office;

/// <summary>
/// The list of links as a file, written as it is read: page after page by key, so that neither the store nor the memory holds a
/// hundred thousand rows. Who took it, when, how much and narrowed by what is in the trail before the first byte leaves.
/// </summary>
public sealed class LinkExport(LinkQueries links, AuditTrail audit, Workplace place, PortalTime time, TimeProvider clock)
{
    public const int Most = 100_000;

    private const int RowsAtOnce = 500;

    private static readonly string[] Head =
        ["reference", "status", "code", "patient_number", "patient", "address", "phone", "records", "linked", "sent_utc", "sent_ist", "closed_utc", "closed_ist", "clerk"];

    public async Task WriteAsync(HttpContext context)
    {
        var person = StaffMember.From(context.User) ?? throw new UnauthorizedAccessException("Nobody is signed in.");
        var query = context.Request.Query;
        var ask = new LinkListAsk(query["status"], query["view"], query["q"], query["mine"], query["from"]);
        var (hipId, now) = (place.Current.HipId, clock.Utc());
        var filter = ask.Filter(person, time, now);
        var count = await links.CountAsync(hipId, filter, Most, context.RequestAborted);
        await audit.WriteAsync(hipId, person.Id, person.Name, AuditAction.LinksExported, count, Narrowed(ask), context.RequestAborted);

        CsvFile.Begin(context.Response, "links", time.Local(now));
        await WriteAsync(context.Response.Body, hipId, filter, context.RequestAborted);
    }

    private async Task WriteAsync(Stream body, string hipId, LinkFilter filter, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, CsvFile.Excel, leaveOpen: true);
        await csv.WriteRecordAsync(Head, cancellationToken);
        for (var left = Most; left > 0;)
        {
            var rows = await links.ExportAsync(hipId, filter, Math.Min(RowsAtOnce, left), cancellationToken);
            foreach (var row in rows) await csv.WriteRecordAsync(Fields(row, row.Row)!, cancellationToken);
            await csv.FlushAsync(cancellationToken);
            if (rows.Count < RowsAtOnce) return;
            left -= rows.Count;
            filter = filter with { Before = rows[^1].Row.Reference };
        }
    }

    private string?[] Fields(LinkExportRow one, LinkRow row) =>
    [
        row.Reference, LinkWords.Of(row.Shown).Word, row.ErrorCode, row.PatientNumber, row.PatientName, Mask.Address(row.PhrAddress), Mask.Phone(one.Mobile),
        Number(row.Records), Number(row.State == LinkState.Linked ? row.Records : row.Linked), CsvFile.Utc(row.CreatedAt), time.Moment(row.CreatedAt), CsvFile.Utc(row.ClosedAt),
        row.ClosedAt is { } closed ? time.Moment(closed) : null, row.CreatedByName,
    ];

    /// <summary>The words of the address; that something was typed, and not what.</summary>
    private static string? Narrowed(LinkListAsk ask)
    {
        string?[] parts =
        [
            ask.Tab.Status is { Length: > 0 } status ? $"status={status}" : null, ask.Saved is { } view ? $"view={view.Name}" : null, ask.IsMine ? "mine" : null,
            ask.Since is { } day ? $"from={day:yyyy-MM-dd}" : null, string.IsNullOrWhiteSpace(ask.Text) ? null : "text",
        ];
        var said = string.Join(' ', parts.OfType<string>());
        return said.Length == 0 ? null : said;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
