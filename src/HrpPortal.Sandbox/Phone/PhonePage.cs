using System.Globalization;
using System.Text;
using HrpPortal.Sandbox.ConsentManager;
using static HrpPortal.Sandbox.Panel.PanelPage;

namespace HrpPortal.Sandbox.Phone;

/// <summary>The frame of a phone's pages: whose it is, and what lies on it.</summary>
internal static class PhonePage
{
    public static string Choose(PatientPhone phone, bool isTraining, string search)
    {
        var people = phone.Accounts.Where(one => search.Length == 0 || $"{one.Name} {one.Address} {one.Mobile}".Contains(search, StringComparison.OrdinalIgnoreCase)).ToList();
        var html = new StringBuilder($"""
            <section aria-labelledby="choose">
            <h2 id="choose">Whose phone?</h2>
            <form method="get" action="/phone" class="find">
              <label for="q">Name, address or mobile</label>
              <input id="q" name="q" value="{H(search)}" autocomplete="off">
              <button type="submit">Search</button>
            </form>
            <ul class="rows">

            """);
        foreach (var one in people)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{PhoneParts.Url(one)}\">{H(one.Name)}</a> <span class=\"quiet\">{H(one.Address)}{(one.Status is AccountStatus.Active ? "" : ", deactivated")}</span></li>\n");
        html.Append(people.Count == 0 ? "<li>Nobody is called so.</li>\n</ul>\n</section>\n" : "</ul>\n</section>\n");
        if (phone.Stray.Count > 0) html.Append("<section aria-labelledby=\"stray\">\n<h2 id=\"stray\">SMS to other numbers</h2>\n").Append(PhoneParts.List(phone.Stray, withNumber: true)).Append("</section>\n");
        return Frame("Phones", "The patients’ phones", "<p><a href=\"/\">The sandbox’s panel</a></p>", html.ToString(), isTraining, null);
    }

    public static string Make(PhoneView view, IReadOnlyList<Facility> facilities, bool isTraining, string? trouble)
    {
        var account = view.Account;
        var subtitle = $"""
            <p>{H(account.Address)}{(account.Mobile is null ? ", no mobile" : $", mobile {H(account.Mobile)}")}{(account.Status is AccountStatus.Active ? "" : ". <strong>The account is deactivated.</strong>")}</p>
            <p class="quiet"><a href="{PhoneParts.Url(account)}">Look again</a> <a href="/phone">Another phone</a> <a href="/">The sandbox’s panel</a></p>
            """;
        var active = account.Status is AccountStatus.Active;
        return Frame(account.Name, $"{H(account.Name)}’s phone", subtitle, $"""
            {PhoneParts.Approvals(view)}
            {PhoneParts.Messages(view)}
            {(active ? SearchPart.Make(view, facilities) : "")}
            {(active ? PhoneParts.Shares(view, facilities) : "")}
            {PhoneParts.Linked(view)}
            {PhoneParts.Account(view)}
            """, isTraining, trouble);
    }

    private static string Frame(string title, string heading, string subtitle, string content, bool isTraining, string? trouble) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{(trouble is null ? "" : "Error: ")}{H(title)} – phone – ABDM sandbox</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/sandbox/panel/panel.css">
        </head>
        <body class="phone">
        <a class="skip" href="#content">Skip to the content</a>
        {(isTraining ? """<p class="banner" role="note"><strong>Training: nothing here is real.</strong></p>""" : "")}
        <header>
          <h1>{heading}</h1>
          {subtitle}
        </header>
        <main id="content" tabindex="-1">
        {(trouble is null ? "" : $"""<p class="message trouble" role="alert">Not done: {H(trouble)}.</p>""")}
        {content}
        </main>
        </body>
        </html>
        """;
}
