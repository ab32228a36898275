using System.Net.Http.Headers;

namespace HrpPortal.Gateway;

/// <summary>The headers of one call.</summary>
/// <param name="Session">The session token, without the word Bearer; none for the call that opens a session.</param>
/// <param name="More">X-CM-ID and the like, name and value.</param>
internal sealed record GatewayHeaders(string? Session, IReadOnlyList<KeyValuePair<string, string>> More)
{
    /// <summary>Opens a session in v0.5: no header of ABDM's.</summary>
    public static GatewayHeaders None { get; } = new(null, []);

    public static GatewayHeaders Of(GatewayRequest request, string cmId, Secret session)
    {
        IEnumerable<KeyValuePair<string, string>> ids = request.Dialect == GatewayDialect.V3 ? Ids(request.RequestId, request.Timestamp, cmId) : [Cm(cmId)];
        return new GatewayHeaders(session.Reveal(), [.. ids, .. request.Headers]);
    }

    /// <summary>What every call in v3 has (protocol §7.1). Names with hyphens.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Ids(Guid requestId, DateTimeOffset timestamp, string cmId) =>
        [new("REQUEST-ID", requestId.ToString()), new("TIMESTAMP", GatewayTime.Format(timestamp)), Cm(cmId)];

    public void Apply(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (Session is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Session);
        foreach (var (name, value) in More)
            request.Headers.Add(name, value);
    }

    public override string ToString() => $"{nameof(GatewayHeaders)} {string.Join(' ', More.Select(header => header.Key))}";

    private static KeyValuePair<string, string> Cm(string cmId) => new("X-CM-ID", cmId);
}
