using HrpPortal.Discovery;
using HrpPortal.Notices;
using HrpPortal.Scans;
using HrpPortal.Sms;

namespace HrpPortal.Desk;

/// <summary>Where people begin, and the pages that put patients, records and links together.</summary>
public static class DeskFeature
{
    public static WebApplicationBuilder AddDesk(this WebApplicationBuilder builder)
    {
        builder.AddNotices().AddDiscovery().AddScans().AddSms();
        builder.Services.AddSingleton<DeskQueries>().AddSingleton<CardFinder>().AddSingleton<RecentPatients>().AddSingleton<UndoTime>();
        return builder;
    }
}
