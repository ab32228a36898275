using System.Diagnostics.CodeAnalysis;

namespace HrpPortal.Gateway;

/// <summary>
/// The consent manager's id, header X-CM-ID: the text after <c>@</c> of the patient's PHR address (<c>sbx</c> in ABDM's sandbox,
/// <c>abdm</c> in production), protocol §1. It is no setting.
/// </summary>
public static class CmId
{
    /// <summary>The id for an address, in lower case; false when the address has no proper suffix.</summary>
    public static bool TryFromAddress(string? address, [NotNullWhen(true)] out string? cmId)
    {
        cmId = null;
        var at = address?.LastIndexOf('@') ?? -1;
        if (at < 1)
            return false;
        var suffix = address![(at + 1)..].Trim();
        if (!IsProper(suffix))
            return false;
        cmId = suffix.ToLowerInvariant();
        return true;
    }

    internal static bool IsProper(string? cmId) =>
        cmId is { Length: >= 1 and <= 32 } && cmId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
