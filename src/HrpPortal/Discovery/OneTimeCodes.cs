using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.Discovery;

/// <summary>
/// The codes that we send to patients. Kept is a hash, and that sealed with the portal's keys: six digits alone could be found by
/// trying them all.
/// </summary>
public sealed class OneTimeCodes(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("app-link-code.v1");

    /// <summary>Six digits, none of them a leading zero: somebody on the way may take it for a number.</summary>
    public static Secret New() => new(RandomNumberGenerator.GetInt32(100_000, 1_000_000).ToString(CultureInfo.InvariantCulture));

    public byte[] Seal(Guid search, Secret code) => _protector.Protect(HashOf(search, code));

    public bool IsRight(AppSearch search, Secret entered) =>
        search.SealedCode is { } kept && CryptographicOperations.FixedTimeEquals(_protector.Unprotect(kept), HashOf(search.Id, entered));

    /// <summary>With the search, so that equal codes have different hashes.</summary>
    private static byte[] HashOf(Guid search, Secret code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{search:N}|{code.Reveal().Trim()}"));
}
