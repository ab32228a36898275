using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace HrpPortal.Gateway;

/// <summary>The parts of a callback's token that are read by us, strictly: before the library sees it, and beside what it checks.</summary>
internal static class CallbackToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token of exactly one Authorization header, when it has the shape of a signed JWT. Nothing is decoded yet.</summary>
    public static bool TryTake(StringValues authorization, [NotNullWhen(true)] out string? token, [NotNullWhen(false)] out string? refusal)
    {
        token = null;
        refusal = authorization.Count switch
        {
            0 => "no Authorization header",
            1 => null,
            _ => "more than one Authorization header",
        };
        if (refusal is not null)
            return false;
        var header = authorization[0].AsSpan();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            refusal = "not a Bearer token";
        else if (header.Length - Scheme.Length > JwtPart.MaxTokenLength)
            refusal = "token too long";
        else if (!IsSignedJwt(header[Scheme.Length..].Trim()))
            refusal = "not a signed JWT of three parts";
        else
            token = header[Scheme.Length..].Trim().ToString();
        return token is not null;
    }

    /// <summary>Header <c>{"alg":"RS256","kid":"…"}</c>: the algorithm is ours to name, the token only has to agree.</summary>
    public static bool TryReadHeader(string token, out string? kid, [NotNullWhen(false)] out string? refusal)
    {
        kid = null;
        refusal = "unreadable header";
        if (!JwtPart.TryRead(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal)), out var json))
            return false;
        using (json)
        {
            var header = json.RootElement;
            if (!JsonText.TryGet(header, "alg"u8, out var algorithm) || algorithm.ValueKind != JsonValueKind.String || JsonText.Text(algorithm) != "RS256")
            {
                refusal = "algorithm is not RS256";
            }
            else if (JsonText.TryGet(header, "crit"u8, out _) || JsonText.TryGet(header, "enc"u8, out _))
            {
                refusal = "critical extensions are not known here";
            }
            else if (JsonText.TryGet(header, "kid"u8, out var name) && name.ValueKind != JsonValueKind.String)
            {
                refusal = "kid is not text";
            }
            else
            {
                kid = JsonText.Text(header, "kid"u8);
                refusal = null;
            }
        }

        // jku, x5u, jwk and x5c are not looked at: keys come from the gateway's own document only.
        return refusal is null;
    }

    private static bool IsSignedJwt(ReadOnlySpan<char> token)
    {
        var dots = 0;
        var partLength = 0;
        foreach (var character in token)
        {
            if (character == '.')
            {
                if (partLength == 0)
                    return false;
                (dots, partLength) = (dots + 1, 0);
            }
            else if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            {
                partLength++;
            }
            else
            {
                return false;
            }
        }

        return dots == 2 && partLength > 0;
    }
}
