using HrpPortal.Callbacks;

namespace HrpPortal.Notices;

public static class NoticesFeature
{
    public static WebApplicationBuilder AddNotices(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NoticeQueries>();
        builder.Services.AddSingleton<ICallbackHandler, StatusNotices>().AddSingleton<ICallbackHandler, ConsentNotices>();
        return builder;
    }
}
