using System.Globalization;
using System.Text;
using HrpPortal.Sandbox.ConsentManager;
using static HrpPortal.Sandbox.Panel.PanelPage;

namespace HrpPortal.Sandbox.Phone;

/// <summary>Find my records: the question, and each search with its next step.</summary>
internal static class SearchPart
{
    private const int Most = 5;

    public static string Make(PhoneView view, IReadOnlyList<Facility> facilities)
    {
        var html = new StringBuilder("<section aria-labelledby=\"find\">\n<h2 id=\"find\">Find my records</h2>\n");
        html.Append(PhoneParts.Form(view.Account, "find", $"""
            <p><label for="find-hip">Facility</label>
            <select id="find-hip" name="hip">{PhoneParts.FacilityOptions(facilities)}</select></p>
            <p><label for="number">Your number there, if you know it</label>
            <input id="number" name="number" autocomplete="off"></p>
            <p><label for="dialect">Dialect</label>
            <select id="dialect" name="dialect"><option value="">As the facility speaks</option><option>v0.5</option><option>v3</option></select></p>
            <p class="act"><button type="submit">Find my records</button></p>
            """, "fields"));
        foreach (var search in view.Searches.Take(Most))
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"search\">\n<h3>{H(search.HipId)} <span class=\"quiet\">{(search.IsV3 ? "v3" : "v0.5")}, {Time(search.At)} UTC</span></h3>\n{Step(view.Account, search)}</div>\n");
        return html.Append("</section>").ToString();
    }

    private static string Step(Account account, RecordSearch search) => search.Stage switch
    {
        SearchStage.Found => Found(account, search),
        SearchStage.CodeWanted => Code(account, search),
        SearchStage.Linked => $"<p>Linked: {string.Join(", ", search.Picked.Select(one => H(one.Display)))}.</p>\n",
        SearchStage.Refused => $"<p class=\"trouble\">The facility says: {H(search.Trouble)}</p>\n",
        _ => "<p>The facility has not answered yet.</p>\n",
    };

    private static string Found(Account account, RecordSearch search)
    {
        var boxes = string.Concat(search.Found.Select((one, index) => $"""
            <p class="check"><input type="checkbox" id="r{index}-{H(search.TransactionId)}" name="reference" value="{H(one.Reference)}" checked>
            <label for="r{index}-{H(search.TransactionId)}">{H(one.Display)}{(one.HiType is null ? "" : $" <span class=\"quiet\">{H(one.HiType)}</span>")}</label></p>

            """));
        return PhoneParts.Form(account, "pick", $"""
            <input type="hidden" name="transaction" value="{H(search.TransactionId)}">
            <fieldset><legend>{H(search.Found.Count == 0 ? "Nothing" : search.Found[0].PatientDisplay)}</legend>
            {boxes}</fieldset>
            <button type="submit">Link these</button>
            """);
    }

    private static string Code(Account account, RecordSearch search) => PhoneParts.Form(account, "code", $"""
        {(search.Trouble is null ? "" : $"<p class=\"trouble\" role=\"alert\">The facility says: {H(search.Trouble)}</p>")}
        <input type="hidden" name="transaction" value="{H(search.TransactionId)}">
        <p><label for="code-{H(search.TransactionId)}">Code from the facility{(search.Hint is null ? "" : $" <span class=\"quiet\">({H(search.Hint)})</span>")}</label>
        <input id="code-{H(search.TransactionId)}" name="code" inputmode="numeric" autocomplete="one-time-code"></p>
        <button type="submit">Confirm</button>
        """);
}
