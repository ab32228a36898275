using Microsoft.AspNetCore.DataProtection;

namespace HrpPortal.Callbacks;

/// <summary>A body may carry a linking token: outside this process it is never readable. The ring of keys stays in memory when its store is away.</summary>
public sealed class CallbackBodies(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("callback-inbox.v1");

    public byte[] Close(byte[] body) => _protector.Protect(body);

    public byte[] Open(byte[] protectedBody) => _protector.Unprotect(protectedBody);
}
