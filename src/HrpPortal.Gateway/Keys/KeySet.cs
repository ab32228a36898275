using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace HrpPortal.Gateway;

/// <summary>The gateway's signing keys as one JWKS document gave them: RSA of at least 2048 bits, meant for signing with RS256.</summary>
internal sealed class KeySet
{
    private const int MaxKeys = 32;
    private const int MinModulusBits = 2048;
    private readonly IReadOnlyList<RsaSecurityKey> _keys;

    private KeySet(IReadOnlyList<RsaSecurityKey> keys) => _keys = keys;

    public int Count => _keys.Count;

    /// <summary>The key of that name; without a name the only key there is, and none when there are several (no guessing).</summary>
    public RsaSecurityKey? Find(string? kid) =>
        kid is null
            ? _keys.Count == 1 ? _keys[0] : null
            : _keys.FirstOrDefault(key => string.Equals(key.KeyId, kid, StringComparison.Ordinal));

    /// <summary>Reads a JWKS; nothing when it holds no key that may be used.</summary>
    public static KeySet? Read(ReadOnlySpan<byte> utf8)
    {
        using var document = JsonText.Parse(utf8);
        if (document is null || !JsonText.TryGet(document.RootElement, "keys"u8, out var keys) || keys.ValueKind != JsonValueKind.Array)
            return null;
        var usable = keys.EnumerateArray().Take(MaxKeys).Select(Key).OfType<RsaSecurityKey>().ToList();
        return usable.Count == 0 ? null : new KeySet(usable);
    }

    private static RsaSecurityKey? Key(JsonElement key)
    {
        if (JsonText.Text(key, "kty"u8) != "RSA" || JsonText.Text(key, "use"u8) is not (null or "sig") || JsonText.Text(key, "alg"u8) is not (null or "RS256"))
            return null;
        var modulus = Bytes(JsonText.Text(key, "n"u8));
        var exponent = Bytes(JsonText.Text(key, "e"u8));

        // An exponent of 1 would let anybody sign; an even one is no key.
        if (modulus.Length * 8 < MinModulusBits || exponent.Length is 0 or > 8 || (exponent[^1] & 1) == 0 || exponent is [1])
            return null;
        var kid = JsonText.Text(key, "kid"u8);
        return new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent }) { KeyId = string.IsNullOrEmpty(kid) ? null : kid };
    }

    /// <summary>A big-endian number without leading zeros; empty when it is none.</summary>
    private static byte[] Bytes(string? base64Url)
    {
        if (base64Url is null || !Base64Url.IsValid(base64Url))
            return [];
        var bytes = Base64Url.DecodeFromChars(base64Url).AsSpan();
        var first = bytes.IndexOfAnyExcept((byte)0);
        return first < 0 ? [] : bytes[first..].ToArray();
    }
}
