using System.Net;
using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>Section <c>Callbacks</c>.</summary>
public sealed class CallbackOptions
{
    /// <summary>Milliseconds that a callback waits for the store before it goes to the spill file. The gateway waits 5 s for its answer.</summary>
    public int StoreWaitMilliseconds { get; set; } = 4000;

    /// <summary>Where callbacks are kept while the store is out of reach; of this machine only. By default <c>spill</c> beside the SQLite file, or data/spill.</summary>
    public string SpillFolder { get; set; } = "";

    /// <summary>The most that this folder may hold; beyond it callbacks are refused with 503.</summary>
    public int SpillMegabytes { get; set; } = 256;

    /// <summary>Minutes between looks whether a callback that nobody here asked for has found its request, which a restore brings back.</summary>
    public int RematchMinutes { get; set; } = 5;

    /// <summary>Days after which it is not looked at any more.</summary>
    public int RematchDays { get; set; } = 30;

    /// <summary>
    /// Addresses or networks (CIDR) from which ABDM calls, separated by commas; empty lets the gateway's token decide alone. ABDM
    /// may change them without notice (protocol, 3.2).
    /// </summary>
    public string AllowedAddresses { get; set; } = "";

    /// <summary>Our own proxies, whose X-Forwarded-For says who called; empty when callers come straight.</summary>
    public string TrustedProxies { get; set; } = "";

    internal TimeSpan StoreWait => TimeSpan.FromMilliseconds(StoreWaitMilliseconds);

    internal long SpillBytes => SpillMegabytes * 1024L * 1024;

    /// <summary>Null when something in it is neither an address nor a network.</summary>
    internal static IReadOnlyList<IPNetwork>? Networks(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // "13.203.243" would be read as 13.203.0.243, which nobody means.
            if (!one.Contains(':', StringComparison.Ordinal) && one.Count(letter => letter == '.') != 3) return null;
            if (IPNetwork.TryParse(one, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(one, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else return null;
        }

        return networks;
    }

    internal sealed class Check : IValidateOptions<CallbackOptions>
    {
        public ValidateOptionsResult Validate(string? name, CallbackOptions options)
        {
            List<string> wrong = [];
            if (options.StoreWaitMilliseconds is < 1 or > 4000) wrong.Add("Callbacks:StoreWaitMilliseconds must be 1 to 4000.");
            if (options.SpillMegabytes is < 1 or > 1_000_000) wrong.Add("Callbacks:SpillMegabytes must be 1 to 1000000.");
            if (options.RematchMinutes < 1) wrong.Add("Callbacks:RematchMinutes must be above 0.");
            if (options.RematchDays < 1) wrong.Add("Callbacks:RematchDays must be above 0.");
            if (Networks(options.AllowedAddresses) is null) wrong.Add("Callbacks:AllowedAddresses must be addresses or networks (CIDR), separated by commas.");
            if (Networks(options.TrustedProxies) is null) wrong.Add("Callbacks:TrustedProxies must be addresses or networks (CIDR), separated by commas.");
            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }
    }
}
