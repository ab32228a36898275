using Microsoft.Extensions.Options;

namespace HrpPortal.Gateway;

/// <summary>Says every mistake of section <c>Gateway</c> in one message, each by the name of its setting.</summary>
public sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new List<string>();
        CheckUrl(mistakes, nameof(options.BaseUrl), options.BaseUrl, required: true);
        CheckUrl(mistakes, nameof(options.V3BaseUrl), options.V3BaseUrl, required: false);
        CheckUrl(mistakes, nameof(options.BridgeUrl), options.BridgeUrl, required: false);
        CheckUrl(mistakes, nameof(options.FacilityUrl), options.FacilityUrl, required: false);
        CheckUrl(mistakes, nameof(options.JwksUrl), options.JwksUrl, required: false);
        CheckSet(mistakes, nameof(options.ClientId), options.ClientId);
        CheckSet(mistakes, nameof(options.ClientSecret), options.ClientSecret);
        if (options.TimeoutSeconds is < 1 or > 120)
            mistakes.Add($"{Key(nameof(options.TimeoutSeconds))} must be 1 to 120 seconds, not {options.TimeoutSeconds}.");
        if (options.ClockToleranceSeconds is < 0 or > 3600)
            mistakes.Add($"{Key(nameof(options.ClockToleranceSeconds))} must be 0 to 3600 seconds, not {options.ClockToleranceSeconds}.");
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(string.Join(' ', mistakes));
    }

    private static void CheckSet(List<string> mistakes, string setting, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            mistakes.Add($"{Key(setting)} is not set.");
    }

    private static void CheckUrl(List<string> mistakes, string setting, string? value, bool required)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            if (required)
                mistakes.Add($"{Key(setting)} is not set.");
            return;
        }

        // The value itself is not repeated: a mistyped URL may hold a password.
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            mistakes.Add($"{Key(setting)} must be an absolute https URL.");
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            mistakes.Add($"{Key(setting)} must be https: plain http is for loopback hosts only.");
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            mistakes.Add($"{Key(setting)} must have no user, query or fragment.");
    }

    private static string Key(string setting) => $"{GatewayOptions.Section}:{setting}";
}
