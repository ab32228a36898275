namespace HrpPortal.Ui;

/// <summary>
/// What every answer tells the browser not to do (ASVS 5.0 3.4.3 to 3.4.6, 14.3.2). No script and no style but our own
/// files: nothing inline, so that a name with markup in it stays text even where an encoder failed.
/// </summary>
public static class SecurityHeaders
{
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        var policy = Policy(app.Configuration["Oidc:Authority"]);
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";
            context.Response.OnStarting(static state =>
            {
                // Pages show patients: neither the browser's cache nor a proxy may keep them. Files keep their own rules.
                var response = (HttpResponse)state;
                if (response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true) response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            }, context.Response);
            return next(context);
        });
        return app;
    }

    /// <summary>Signing out is a form post that ends at the sign-in provider, and browsers hold redirects of forms to form-action as well.</summary>
    internal static string Policy(string? authority)
    {
        var provider = Uri.TryCreate(authority, UriKind.Absolute, out var address) ? $" {address.GetLeftPart(UriPartial.Authority)}" : "";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + $"base-uri 'self'; form-action 'self'{provider}; frame-ancestors 'none'; object-src 'none'";
    }
}
