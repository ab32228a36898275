using Microsoft.Extensions.Options;

namespace HrpPortal.Discovery;

/// <summary>Section <c>Sms</c>: the service that sends codes to patients' phones. Without it patients cannot link from their app.</summary>
public sealed class SmsOptions
{
    /// <summary>Where <c>{"to","text","from"}</c> is posted, https (http only on this machine). Empty: no code can be sent.</summary>
    public string Url { get; set; } = "";

    /// <summary>The sender that the patient's phone shows, as registered with the telecom operator (DLT header).</summary>
    public string From { get; set; } = "";

    /// <summary>The header that carries <see cref="Key"/>.</summary>
    public string KeyHeader { get; set; } = "Authorization";

    /// <summary>The service's key, with a word such as "Bearer" before it where the service wants one; never logged.</summary>
    public string Key { get; set; } = "";

    /// <summary>Seconds to wait for the service, 1 to 20.</summary>
    public int TimeoutSeconds { get; set; } = 8;

    /// <summary>
    /// The text, word by word as the template that was registered (DLT). {code} must be in it; {facility} and {minutes} may be.
    /// </summary>
    public string CodeText { get; set; } = "{code} is your code to link your records of {facility} in your ABHA app. It is valid for {minutes} minutes. Tell it to nobody.";

    internal sealed class Check : IValidateOptions<SmsOptions>
    {
        public ValidateOptionsResult Validate(string? name, SmsOptions options)
        {
            List<string> wrong = [];
            if (options.Url.Length > 0 && !(Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && IsSafe(url)))
                wrong.Add("Sms:Url must be an absolute https URL without a user; plain http is for this machine only.");
            if (options.Key.Length > 0 && string.IsNullOrWhiteSpace(options.KeyHeader)) wrong.Add("Sms:KeyHeader must name a header.");
            if (options.TimeoutSeconds is < 1 or > 20) wrong.Add("Sms:TimeoutSeconds must be 1 to 20.");
            if (!options.CodeText.Contains("{code}", StringComparison.Ordinal)) wrong.Add("Sms:CodeText must have {code} in it.");
            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }

        private static bool IsSafe(Uri url) => (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url.UserInfo.Length == 0;
    }
}
