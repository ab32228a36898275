using System.Globalization;
using CsvHelper;

namespace HrpPortal.Office;

/// <summary>What all files have in common that people take home.</summary>
internal static class CsvFile
{
    /// <summary>The mark at the front tells Excel that it is UTF-8; the escape keeps it from taking a name for a formula.</summary>
    public static CsvWriterOptions Excel { get; } = new() { WriteByteOrderMark = true, Injection = CsvInjection.Escape };

    /// <param name="now">Of India.</param>
    public static void Begin(HttpResponse response, string name, DateTime now)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{name}-{now:yyyyMMdd-HHmm}.csv\"");
    }

    public static string? Utc(DateTime? moment) => moment?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
