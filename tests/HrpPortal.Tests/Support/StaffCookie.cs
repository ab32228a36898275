using System.Security.Claims;
using System.Text.Json;
using HrpPortal.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrpPortal.Tests.Support;

/// <summary>A session without a sign-in, for tests of what lies behind it: the cookie that the portal itself would have written.</summary>
internal static class StaffCookie
{
    /// <summary>The header line "name=value", good at the running host whose services these are.</summary>
    public static string For(IServiceProvider services, params string[] roles) => ForPerson(services, "test-person", "Test Person", roles);

    public static string ForPerson(IServiceProvider services, string subject, string name, params string[] roles) => At([], services, subject, name, roles);

    /// <summary>Of a person for whom the sign-in provider names facilities.</summary>
    public static string At(string[] facilities, IServiceProvider services, string subject, string name, params string[] roles)
    {
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(AccessFeature.CookieScheme);
        var now = clock.GetUtcNow();
        var ticket = new AuthenticationTicket(
            Principal(clock, subject, name, roles, facilities),
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + options.ExpireTimeSpan },
            AccessFeature.CookieScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    public static ClaimsPrincipal Principal(TimeProvider clock, params string[] roles) => Principal(clock, "test-person", "Test Person", roles);

    public static ClaimsPrincipal Principal(TimeProvider clock, string subject, string name, string[] roles, string[]? facilities = null)
    {
        var payload = JsonSerializer.SerializeToElement(new { iss = "https://id.test", sub = subject, name, roles, facility = facilities ?? [] });
        return StaffClaims.From(payload, "roles", "facility", Guid.NewGuid().ToString("N"), clock.GetUtcNow());
    }
}
