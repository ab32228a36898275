using System.Text.Encodings.Web;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>The pages that people see. No script and no inline style, so that the strictest policy holds.</summary>
internal static class SignInPage
{
    private static readonly Lazy<string> Css = new(() =>
    {
        using var reader = new StreamReader(typeof(SignInPage).Assembly.GetManifestResourceStream("sign-in.css")!);
        return reader.ReadToEnd();
    });

    public static Task WriteCssAsync(HttpContext http)
    {
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(Css.Value);
    }

    /// <param name="ticket">Names the pending request; worthless without the cookie of the same browser.</param>
    /// <param name="returnTo">Origin to which the browser is sent afterwards: Chromium applies form-action to the redirect too.</param>
    /// <param name="userName">What was typed, after a failure; null at first.</param>
    public static Task WriteFormAsync(HttpContext http, string ticket, string returnTo, string? userName = null)
    {
        var failed = userName is not null;
        var trouble = failed
            ? """<p class="trouble" id="trouble" role="alert">The user name or the password is not right. In the sandbox the password is the user name.</p>"""
            : "";
        var described = failed ? """ aria-invalid="true" aria-describedby="trouble" """ : "";
        return WriteAsync(http, 200, $"'self' {returnTo}", failed ? "Error: Sign in" : "Sign in", $"""
            <h1>Sign in</h1>
            {trouble}
            <form method="post" action="/oidc/sign-in">
              <input type="hidden" name="ticket" value="{ticket}">
              <label for="username">Username</label>
              <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus{described} value="{HtmlEncoder.Default.Encode(userName ?? "")}">
              <label for="password">Password</label>
              <input id="password" name="password" type="password" autocomplete="current-password" required{described}>
              <button type="submit">Sign in</button>
            </form>
            <p class="people">Demo people: <b>clerk</b>, <b>records</b>, <b>admin</b>, and <b>visitor</b>, who has no role. The password is the user name.</p>
            """);
    }

    public static Task WriteMessageAsync(HttpContext http, int status, string title, string text) =>
        WriteAsync(http, status, "'none'", title, $"<h1>{HtmlEncoder.Default.Encode(title)}</h1>\n<p>{HtmlEncoder.Default.Encode(text)}</p>");

    private static Task WriteAsync(HttpContext http, int status, string formAction, string title, string content)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action {formAction}";
        return http.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{HtmlEncoder.Default.Encode(title)} – hospital sign-in (sandbox)</title>
              <link rel="icon" href="data:,">
              <link rel="stylesheet" href="/oidc/sign-in.css">
            </head>
            <body>
            <main>
            <p class="where">Sandbox – nothing here is real</p>
            {content}
            </main>
            </body>
            </html>
            """);
    }
}
