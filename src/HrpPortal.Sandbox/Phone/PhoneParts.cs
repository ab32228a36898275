using System.Globalization;
using System.Text;
using HrpPortal.Sandbox.ConsentManager;
using static HrpPortal.Sandbox.Panel.PanelPage;

namespace HrpPortal.Sandbox.Phone;

/// <summary>What lies on a phone: requests to approve, messages, shared profiles, linked records, the account itself.</summary>
internal static class PhoneParts
{
    public static string Url(Account account) => "/phone/" + Uri.EscapeDataString(account.Address);

    public static string Form(Account account, string action, string inner, string? css = null) => $"""
        <form method="post" action="{Url(account)}"{(css is null ? "" : $" class=\"{css}\"")}>
        <input type="hidden" name="action" value="{action}">
        {inner}
        </form>

        """;

    public static string Approvals(PhoneView view)
    {
        if (view.Approvals.Count == 0) return "";
        var html = new StringBuilder("<section aria-labelledby=\"approvals\">\n<h2 id=\"approvals\">Waiting for your approval</h2>\n<ul class=\"rows\">\n");
        foreach (var one in view.Approvals)
        {
            html.Append(CultureInfo.InvariantCulture, $"""
                <li><p>{H(one.HipId)} wants to {Wish(one)}. <span class="quiet">Until {Time(one.Expiry)} UTC</span></p>
                <form method="post" action="{Url(view.Account)}" class="buttons">
                <input type="hidden" name="transaction" value="{H(one.Id)}">
                <button type="submit" name="action" value="approve" aria-label="Approve {H(one.HipId)}">Approve</button>
                <button type="submit" name="action" value="deny" class="plain" aria-label="Deny {H(one.HipId)}">Deny</button>
                </form></li>

                """);
        }

        return html.Append("</ul>\n</section>").ToString();
    }

    public static string Messages(PhoneView view) => $"""
        <section aria-labelledby="messages">
        <h2 id="messages">Messages</h2>
        {(view.Messages.Count == 0 ? "<p>No message came yet.</p>" : List(view.Messages, withNumber: false))}
        </section>
        """;

    public static string List(IReadOnlyList<PhoneMessage> messages, bool withNumber)
    {
        var html = new StringBuilder("<ol class=\"rows messages\">\n");
        foreach (var one in messages.Reverse().Take(30))
        {
            var to = withNumber ? $" to {H(one.Mobile)}" : "";
            var code = one.Code is null ? "" : $"<strong class=\"code\">{H(one.Code)}</strong> ";
            html.Append(CultureInfo.InvariantCulture, $"<li>{code}<span>{H(one.Text)}</span> <span class=\"quiet\">{H(one.From)}{to}, {Time(one.At)} UTC</span></li>\n");
        }

        return html.Append("</ol>\n").ToString();
    }

    public static string Shares(PhoneView view, IReadOnlyList<Facility> facilities)
    {
        var html = new StringBuilder("<section aria-labelledby=\"share\">\n<h2 id=\"share\">Scan and share</h2>\n");
        html.Append(Form(view.Account, "share", $"""
            <p><label for="share-hip">Facility whose QR code you scan</label>
            <select id="share-hip" name="hip">{FacilityOptions(facilities)}</select></p>
            <p><label for="counter">Counter in the code</label>
            <input id="counter" name="counter" value="OPD1" autocomplete="off"></p>
            <p><label for="form">Form of the message</label>
            <select id="form" name="form"><option value="">As the facility speaks</option><option value="V05">v0.5</option><option value="V1">v1.0</option><option value="V3">v3</option></select></p>
            <p class="act"><button type="submit">Share my profile</button></p>
            """, "fields"));
        html.Append("<ul class=\"rows\">\n");
        foreach (var one in view.Shares.Take(10))
        {
            var came = one switch
            {
                { Trouble: { } trouble } => $"Refused: {H(trouble)}",
                { Token: { } token } => $"Your token is <strong class=\"code\">{H(token)}</strong>",
                { AnsweredAt: not null } => "Shared; this form brings no token",
                _ => "The facility has not answered yet",
            };
            html.Append(CultureInfo.InvariantCulture, $"<li>{came} <span class=\"quiet\">{H(one.HipId)}, counter {H(one.Counter)}, {Time(one.At)} UTC</span></li>\n");
        }

        return html.Append("</ul>\n</section>").ToString();
    }

    public static string Linked(PhoneView view)
    {
        var html = new StringBuilder($"<section aria-labelledby=\"linked\">\n<h2 id=\"linked\">My linked records</h2>\n{(view.Linked.Count == 0 ? "<p>Nothing is linked.</p>" : "")}\n<ul class=\"rows\">\n");
        foreach (var one in view.Linked)
            html.Append(CultureInfo.InvariantCulture, $"<li>{H(one.Display.Length == 0 ? one.Reference : one.Display)} <span class=\"quiet\">{H(one.HipId)} {H(one.Reference)} {H(string.Join(", ", one.HiTypes))}</span></li>\n");
        html.Append("</ul>\n");
        foreach (var hip in view.Linked.Select(one => one.HipId).Distinct())
            html.Append(Form(view.Account, "pull", $"<input type=\"hidden\" name=\"hip\" value=\"{H(hip)}\"><button type=\"submit\" class=\"plain\">Fetch them from {H(hip)}</button>"));
        return html.Append("</section>").ToString();
    }

    public static string Account(PhoneView view) => $"""
        <section aria-labelledby="account">
        <h2 id="account">My account</h2>
        <p class="quiet">Every facility that the consent manager knows is told. Deleting takes all links away, for good.</p>
        <form method="post" action="{Url(view.Account)}" class="buttons">
        {(view.Account.Status is AccountStatus.Active
            ? "<button type=\"submit\" name=\"action\" value=\"deactivate\" class=\"plain\">Deactivate</button>"
            : "<button type=\"submit\" name=\"action\" value=\"reactivate\">Reactivate</button>")}
        <button type="submit" name="action" value="delete" class="plain">Delete for good</button>
        </form>
        </section>
        """;

    public static string FacilityOptions(IReadOnlyList<Facility> facilities) =>
        string.Concat(facilities.Select(one => $"<option value=\"{H(one.Id)}\">{H(one.Name == one.Id ? one.Id : $"{one.Name} ({one.Id})")}, {(one.IsV3 ? "v3" : "v0.5")}</option>"));

    private static string Wish(AuthTransaction one) => one.Purpose switch
    {
        "LINK" => "link health records to your account",
        "KYC" => "see your profile",
        _ => "see your profile and link health records to your account",
    };
}
