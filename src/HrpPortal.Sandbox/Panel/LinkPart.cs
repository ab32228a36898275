using System.Text;
using static HrpPortal.Sandbox.Panel.PanelPage;

namespace HrpPortal.Sandbox.Panel;

/// <summary>What the consent manager holds: the truth that the portal must come to.</summary>
internal static class LinkPart
{
    private const int MostAddresses = 100;

    public static string Make(SandboxState state)
    {
        var people = state.Linked.GroupBy(link => link.Address).OrderBy(person => person.Key, StringComparer.OrdinalIgnoreCase).ToList();
        var html = new StringBuilder($"""
            <section aria-labelledby="links">
            <h2 id="links">Linked at the consent manager</h2>
            <p>{(people.Count == 0 ? "Nothing is linked yet." : $"{people.Sum(person => person.Count())} care contexts of {people.Count} addresses.")}</p>

            """);
        foreach (var person in people.Take(MostAddresses))
        {
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<h3>{H(person.Key)}</h3>\n<ul class=\"rows\">\n");
            foreach (var link in person)
            {
                var how = link.SuccessEffects == 0 ? "linked before this sandbox started" : link.SuccessEffects == 1 ? "linked" : $"linked {link.SuccessEffects} times";
                var told = link.Notifications == 0 ? "" : $", told of new records {link.Notifications} ×";
                html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<li><code>{H(link.Reference)}</code> {H(link.Display)} <span class=\"quiet\">{H(link.HipId)}: {how}{told}</span></li>\n");
            }
            html.Append("</ul>\n");
        }
        return html.Append("</section>").ToString();
    }
}
