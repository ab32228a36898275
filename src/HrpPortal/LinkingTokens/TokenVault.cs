using Microsoft.AspNetCore.DataProtection;
using Secret = HrpPortal.Gateway.Secret;

namespace HrpPortal.LinkingTokens;

/// <summary>Closes and opens linking tokens: encrypted from the moment they arrive to the moment they are sent.</summary>
public sealed class TokenVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("linking-token.v1");

    /// <summary>Codes and profiles of patients, for the minutes that they are needed: no key opens both these and tokens.</summary>
    private readonly IDataProtector _passing = protection.CreateProtector("patient-answer.v1");

    public string Close(Secret token) => _protector.Protect(token.Reveal());

    public Secret Open(string protectedText) => new(_protector.Unprotect(protectedText));

    public string ClosePassing(string text) => _passing.Protect(text);

    public string OpenPassing(string protectedText) => _passing.Unprotect(protectedText);
}
