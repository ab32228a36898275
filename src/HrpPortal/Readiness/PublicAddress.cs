using System.Net;

namespace HrpPortal.Readiness;

/// <summary>Where ABDM is to call this portal: setting <c>Callbacks:PublicUrl</c>. It only serves to be looked at: the portal hears whoever comes with ABDM's token.</summary>
public sealed class PublicAddress(IConfiguration configuration)
{
    public string? Url { get; } = configuration["Callbacks:PublicUrl"] is { Length: > 0 } set ? set.TrimEnd('/') : null;

    /// <summary>What is wrong with it (protocol, 3.2): public https by a name, on the usual port, without a path.</summary>
    public CallbackAddressFault? Fault => Url is null ? CallbackAddressFault.NotSet
        : !Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? CallbackAddressFault.NotAnAddress
        : uri.Scheme != Uri.UriSchemeHttps ? CallbackAddressFault.NotHttps
        : IPAddress.TryParse(uri.Host.Trim('[', ']'), out _) || uri.IsLoopback || !uri.Host.Contains('.') || !uri.IsDefaultPort ? CallbackAddressFault.NotPublic
        : uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 ? CallbackAddressFault.HasPath
        : null;
}

public enum CallbackAddressFault { NotSet, NotAnAddress, NotHttps, NotPublic, HasPath }
