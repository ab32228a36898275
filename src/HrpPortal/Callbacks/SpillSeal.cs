using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace HrpPortal.Callbacks;

/// <summary>A callback as one record of the spill file: encrypted, and refused when a single bit of it was changed.</summary>
public sealed class SpillSeal
{
    private readonly IDataProtector _protector;

    /// <summary>The ring of keys lies in the store: it is read now, while the store is there, and then kept in memory.</summary>
    public SpillSeal(IDataProtectionProvider protection)
    {
        _protector = protection.CreateProtector("callback-spill.v1");
        _protector.Protect([0]);
    }

    public byte[] Close(InboxCallback callback) => _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(callback));

    public bool TryOpen(byte[] record, [NotNullWhen(true)] out InboxCallback? callback)
    {
        try
        {
            callback = JsonSerializer.Deserialize<InboxCallback>(_protector.Unprotect(record));
        }
        catch (Exception problem) when (problem is CryptographicException or JsonException)
        {
            callback = null;
        }

        return callback is not null;
    }
}
