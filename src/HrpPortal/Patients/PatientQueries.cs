using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

/// <summary>What pages show of patients.</summary>
public sealed class PatientQueries(IDbContextFactory<PortalDb> databases)
{
    public const int MostRows = 50;

    /// <summary>
    /// Every word must occur in the name, hospital number, phone, PHR address or ABHA number. One row more than
    /// <see cref="MostRows"/> says that the search should be narrowed.
    /// </summary>
    public async Task<IReadOnlyList<Patient>> SearchAsync(string hipId, string text, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var patients = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId);
        var words = Words(text).ToList();
        foreach (var word in words)
        {
            // Contains becomes a parameter of instr/strpos: nothing typed is a pattern.
            patients = patients.Where(patient => patient.SearchText.Contains(word));
        }

        // The text begins with the name: who types "as" looks for Asha rather than for Prakash.
        var first = words.FirstOrDefault() ?? "";
        return await patients.OrderByDescending(patient => patient.SearchText.StartsWith(first)).ThenBy(patient => patient.Name).ThenBy(patient => patient.Number).Take(MostRows + 1).ToListAsync(cancellationToken);
    }

    public async Task<Patient?> FindAsync(string hipId, Guid id, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(patient => patient.Id == id && patient.HipId == hipId, cancellationToken);
    }

    /// <summary>Numbers are found however they are written: dashes and blanks between digits, +91 before a phone.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var compact = string.Concat(text.Where(letter => !"-+ ()".Contains(letter)));
        if (compact.Length >= 4 && compact.All(char.IsAsciiDigit))
            return [compact.Length == 12 && compact.StartsWith("91", StringComparison.Ordinal) ? compact[2..] : compact];
        return text.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Take(8);
    }
}
