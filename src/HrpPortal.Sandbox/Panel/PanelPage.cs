using System.Globalization;
using System.Text.Encodings.Web;

namespace HrpPortal.Sandbox.Panel;

/// <summary>The panel's frame: no script, no inline style, everything that came from outside encoded.</summary>
internal static class PanelPage
{
    private static readonly Lazy<string> Css = new(() =>
    {
        using var reader = new StreamReader(typeof(PanelPage).Assembly.GetManifestResourceStream("panel.css")!);
        return reader.ReadToEnd();
    });

    public static Task WriteCssAsync(HttpContext http)
    {
        http.Response.ContentType = "text/css; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(Css.Value);
    }

    public static Task WriteAsync(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin"; // With none at all the browser would hide the forms' origin, which is checked.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
        return http.Response.WriteAsync(html);
    }

    public static string Make(SandboxState state, DateTimeOffset now, string done, string? trouble) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{(trouble is null ? "" : "Error: ")}{(state.IsTraining ? "Training – " : "")}ABDM sandbox</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/sandbox/panel/panel.css">
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        {(state.IsTraining ? """<p class="banner" role="note"><strong>Training: nothing here is real.</strong> Faults are off.</p>""" : "")}
        <header>
          <h1>ABDM sandbox</h1>
          <p>A stand-in for ABDM’s gateway and consent manager, and for the hospital’s sign-in. Nothing here reaches ABDM.</p>
          <p class="quiet">Gateway’s clock {Time(now)} UTC{Skew(state)}. Callbacks go to <code>{H(state.BridgeUrl)}</code>. <a href="/">Show what is new</a> <a href="/phone">The patients’ phones</a></p>
        </header>
        <main id="content" tabindex="-1">
        {Messages(done, trouble)}
        {(state.IsTraining ? "" : FaultPart.Make(state))}
        {JournalPart.Callbacks(state)}
        {LinkPart.Make(state)}
        {JournalPart.Make(state)}
        </main>
        </body>
        </html>
        """;

    public static string H(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("dd-MMM HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Skew(SandboxState state) => state.Skew == TimeSpan.Zero ? "" : $", <strong>wrong by {state.Skew.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture)} s</strong>";

    private static string Messages(string done, string? trouble)
    {
        if (trouble is not null) return $"""<p class="message trouble" role="alert">Not done: {H(trouble)}.</p>""";
        return done switch
        {
            "set" => """<p class="message" role="status">The fault is set.</p>""",
            "cleared" => """<p class="message" role="status">All faults are cleared.</p>""",
            "released" => """<p class="message" role="status">The held callbacks were delivered.</p>""",
            _ => "",
        };
    }
}
