namespace HrpPortal.Linking;

/// <summary>Settings <c>Portal:HelpUrl</c> and <c>Portal:HelpPhone</c>: where a patient who has the slip in hand finds help.</summary>
public sealed class SlipHelp(IConfiguration configuration)
{
    /// <summary>What the slip's QR code leads to.</summary>
    public string Url { get; } = configuration["Portal:HelpUrl"] is { Length: > 0 } url ? url : "https://abha.abdm.gov.in";

    /// <summary>Null where the hospital named none: then the slip sends people to the counter.</summary>
    public string? Phone { get; } = configuration["Portal:HelpPhone"] is { Length: > 0 } phone ? phone : null;
}
