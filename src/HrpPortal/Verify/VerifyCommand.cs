using System.Data.Common;
using System.Globalization;
using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Verify;

/// <summary><c>HrpPortal verify [--minutes 15]</c>: checks what guarantees say of the store, on the store that is configured, and changes nothing.</summary>
public static class VerifyCommand
{
    private const int Sound = 0;
    private const int NotSound = 1;

    public static bool IsVerify(this string[] args) => args is ["verify", ..];

    public static Task<int> VerifyAsync(this WebApplicationBuilder builder)
    {
        // A callback that is not applied for so long is stuck; a running portal needs less than a second.
        var patience = TimeSpan.FromMinutes(builder.Configuration.GetValue("minutes", 15));
        var settings = DatabaseSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        return RunAsync(settings, patience, TimeProvider.System, Console.Out, CancellationToken.None);
    }

    public static async Task<int> RunAsync(DatabaseSettings settings, TimeSpan patience, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await ReadOnlyStore.OpenAsync(settings, cancellationToken);
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                output.WriteLine("The store is older than this program. Start the portal once, which brings it up to date, or verify with the program that wrote it.");
                return NotSound;
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Verifying the {settings.Provider} store as of {clock.Utc():yyyy-MM-dd HH:mm:ss} UTC"));
            var findings = await CheckAsync(db, patience, clock.Utc(), cancellationToken);
            findings.Write(output);
            return findings.Found.Count == 0 ? Sound : NotSound;
        }
        catch (DbException problem)
        {
            output.WriteLine($"The store cannot be read: {problem.Message}");
            return NotSound;
        }
    }

    public static async Task<Findings> CheckAsync(PortalDb db, TimeSpan patience, DateTime now, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        await new RequestCheck(db, findings, now).RunAsync(cancellationToken);
        await new LinkedCheck(db, findings).RunAsync(cancellationToken);
        await new InboxCheck(db, findings, now - patience).RunAsync(cancellationToken);
        await new TokenCheck(db, findings).RunAsync(cancellationToken);
        return findings;
    }
}
