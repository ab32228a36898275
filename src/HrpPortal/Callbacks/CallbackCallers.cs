using System.Net;
using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>
/// A second line before the gateway's token and never instead of it: with <c>Callbacks:AllowedAddresses</c> set, nobody else is
/// heard. Behind a proxy the caller is who the proxy says, and only a proxy that <c>Callbacks:TrustedProxies</c> names is believed:
/// anybody can write the header.
/// </summary>
public sealed class CallbackCallers(IOptions<CallbackOptions> options)
{
    private readonly IReadOnlyList<IPNetwork> _allowed = CallbackOptions.Networks(options.Value.AllowedAddresses) ?? [];
    private readonly IReadOnlyList<IPNetwork> _proxies = CallbackOptions.Networks(options.Value.TrustedProxies) ?? [];

    public bool MayCall(HttpContext http) => _allowed.Count == 0 || (Caller(http) is { } caller && IsIn(_allowed, caller));

    /// <summary>The last one in the chain that is no proxy of ours; null when what stands there is no address.</summary>
    private IPAddress? Caller(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } caller) return null;
        var said = http.Request.Headers["X-Forwarded-For"].SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        for (var i = said.Count - 1; i >= 0 && IsIn(_proxies, caller); i--)
        {
            if (!IPAddress.TryParse(said[i], out var before)) return null;
            caller = before;
        }

        return caller;
    }

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }
}
