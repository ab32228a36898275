using HrpPortal.Discovery;
using HrpPortal.Facilities;
using HrpPortal.Notices;
using HrpPortal.Scans;
using HrpPortal.Sms;
using HrpPortal.Ui;

namespace HrpPortal.Desk;

/// <summary>Where people begin, and the pages that put patients, records and links together.</summary>
public static class DeskFeature
{
    public static WebApplicationBuilder AddDesk(this WebApplicationBuilder builder)
    {
        builder.AddNotices().AddDiscovery().AddScans().AddSms();
        builder.Services.AddSingleton<DeskQueries>().AddSingleton<CardFinder>().AddSingleton<RecentPatients>().AddSingleton<UndoTime>();
        builder.Services.AddSingleton(services => new PlaceName(() => services.GetRequiredService<FacilityDirectory>().Current.Name));
        return builder;
    }
}
