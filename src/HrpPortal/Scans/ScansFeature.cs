using HrpPortal.Callbacks;
using HrpPortal.Scans.Pages;
using HrpPortal.Ui;

namespace HrpPortal.Scans;

/// <summary>Scan and share: who scanned the counter's code stands in a queue that every desk sees.</summary>
public static class ScansFeature
{
    public static WebApplicationBuilder AddScans(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ScanQueries>().AddSingleton<ScanService>();
        builder.Services.AddSingleton<ICallbackHandler, ProfileShares>();
        builder.Services.AddSingleton(new NavPart(typeof(ScansBadge)));
        return builder;
    }
}
