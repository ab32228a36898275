using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrpPortal.Sandbox.Signing;

/// <summary>
/// The keys of the gateway, the consent manager and the sign-in provider. Made when first needed, because each costs some
/// 100 ms; kept beside the state file when there is one, since what they signed must outlive a restart with it.
/// </summary>
internal sealed class KeyRing
{
    private readonly Lock gate = new();
    private readonly string? file;
    private readonly SortedDictionary<string, SigningKey> keys = new(StringComparer.Ordinal);
    private int newestGatewayKey = 1;

    public KeyRing(SandboxOptions options)
    {
        file = options.KeyFile ?? (options.StateFile is { Length: > 0 } state ? state + ".keys" : null);
        if (file is null || !File.Exists(file)) return;
        foreach (var (name, pem) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!)
            keys[name] = SigningKey.FromPem(pem);
        newestGatewayKey = keys.Keys.Where(name => name.StartsWith("gateway-", StringComparison.Ordinal))
            .Select(name => int.Parse(name["gateway-".Length..], System.Globalization.CultureInfo.InvariantCulture)).Append(1).Max();
    }

    /// <summary>Never the first of the published keys: who takes keys[0] instead of choosing by kid must notice.</summary>
    public SigningKey Gateway => Get($"gateway-{newestGatewayKey}");

    public SigningKey ConsentManager => Get("consent-manager");

    public SigningKey OpenId => Get("openid");

    /// <summary>A key that nobody publishes: what it signs is forged.</summary>
    public SigningKey Stranger => Get("stranger");

    public JsonObject GatewayJwks()
    {
        lock (gate)
        {
            return Jwks([.. Enumerable.Range(newestGatewayKey - 1, 2).Select(number => Get($"gateway-{number}"))]);
        }
    }

    public JsonObject OpenIdJwks() => Jwks(OpenId);

    /// <summary>Publishes a new signing key; the one before it stays published, older ones vanish.</summary>
    public void RotateGateway()
    {
        lock (gate) newestGatewayKey++;
    }

    private static JsonObject Jwks(params SigningKey[] published) =>
        new() { ["keys"] = new JsonArray([.. published.Select(key => key.ToJwk())]) };

    private SigningKey Get(string name)
    {
        lock (gate)
        {
            if (keys.TryGetValue(name, out var key)) return key;
            keys[name] = key = SigningKey.Create();
            if (file is not null)
                AtomicFile.Write(file, JsonSerializer.Serialize(keys.ToDictionary(entry => entry.Key, entry => entry.Value.ToPem())));
            return key;
        }
    }
}
