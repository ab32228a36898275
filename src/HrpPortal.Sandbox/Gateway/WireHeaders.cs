namespace HrpPortal.Sandbox.Gateway;

/// <summary>The headers of a call that belong to the protocol; never the session.</summary>
internal static class WireHeaders
{
    public const string RequestId = "REQUEST-ID";
    public const string Timestamp = "TIMESTAMP";
    public const string Manager = "X-CM-ID";
    public const string Hip = "X-HIP-ID";
    public const string LinkToken = "X-LINK-TOKEN";

    private static readonly string[] Names = [RequestId, Timestamp, Manager, Hip, LinkToken];

    public static IReadOnlyDictionary<string, string> Of(HttpRequest request) => Names
        .Where(name => request.Headers.ContainsKey(name))
        .ToDictionary(name => name, name => request.Headers[name].ToString(), StringComparer.OrdinalIgnoreCase);
}
