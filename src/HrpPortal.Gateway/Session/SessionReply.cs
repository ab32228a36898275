using System.Globalization;

namespace HrpPortal.Gateway;

/// <summary>
/// The reply of <c>sessions</c>: <c>{"accessToken":"…","expiresIn":600,"refreshExpiresIn":1800,"refreshToken":"…","tokenType":"bearer"}</c>.
/// expiresIn is in seconds, whatever the contract says (protocol §3.1); 600, 1200 and 1800 were seen.
/// </summary>
internal sealed record SessionReply(Secret Token, TimeSpan Life)
{
    /// <summary>When expiresIn is missing or makes no sense. Shorter than any life that was seen; a 401 corrects the rest.</summary>
    private static readonly TimeSpan GuessedLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    /// <summary>How long the token may be used: 60 s less than it lives, or half its life when that is longer.</summary>
    public TimeSpan UsableFor => Life - (Life / 2 < Early ? Life / 2 : Early);

    public static SessionReply? Read(byte[] body)
    {
        using var document = JsonText.Parse(body);
        if (document is null || JsonText.Text(document.RootElement, "accessToken"u8) is not { } token || !JwtPart.IsBearer(token))
            return null;
        return new SessionReply(new Secret(token), Lifetime(JsonText.Text(document.RootElement, "expiresIn"u8)));
    }

    private static TimeSpan Lifetime(string? expiresIn)
    {
        if (!double.TryParse(expiresIn, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || !(seconds >= 1))
            return GuessedLife;
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
