using HrpPortal.Data;
using HrpPortal.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>Asks the store for the files that might be meant, by their indexes, and the rule which of them is.</summary>
public sealed class PatientFinder(IOptions<DiscoveryOptions> options)
{
    /// <summary>So many files under one phone number are a hospital's own number; more need not be read to know nobody by it.</summary>
    private const int Most = 200;

    public async Task<Match> FindAsync(PortalDb db, string hipId, AskedPerson asked, CancellationToken cancellationToken)
    {
        // Who paused or left ABDM cannot ask; and an address that somebody else has since is not to lead to his file (protocol, 5.4).
        if (await db.HasLeftAsync(hipId, asked.AddressKey, cancellationToken)) return new Match.Nobody();
        var files = db.Set<Patient>().AsNoTracking().Where(patient => patient.HipId == hipId);
        var found = await KeySearch.AtAddress(files, asked.AddressKey).Take(Most).ToListAsync(cancellationToken);
        if (asked.AbhaNumber is { } number) found.AddRange(await files.Where(patient => patient.AbhaNumber == number).Take(Most).ToListAsync(cancellationToken));
        if (options.Value.ByMobile && asked.Mobile is { } mobile) found.AddRange(await files.Where(patient => patient.Mobile == mobile).Take(Most).ToListAsync(cancellationToken));
        return MatchRule.Of(asked, found, options.Value);
    }
}
