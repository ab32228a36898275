using System.Text.RegularExpressions;
using HrpPortal.Access;
using HrpPortal.Linking;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Office;

/// <summary>A store with ten thousand requests: the list opens, filters and pages as with ten.</summary>
[Trait("Row", "A24")]
public sealed partial class LongListTests
{
    private const int Many = 10_000;

    [Fact]
    public async Task Ten_thousand_requests_open_filter_and_page_by_key()
    {
        await using var portal = await PortalHost.StartAsync();
        var others = await portal.PatientAsync();
        var references = await ManyLinks.MakeAsync(portal, others, Many);
        var patient = await portal.PatientAsync();
        var waiting = await portal.SendAsync(patient, await portal.RecordAsync(patient));

        var all = await GetAsync(portal, PortalUrls.Links);
        Assert.Equal(LinkQueries.PageSize, RowLink().Count(all));
        Assert.Contains("1000&#x2B;", all, StringComparison.Ordinal);
        Assert.Contains(waiting.ToString(), all, StringComparison.Ordinal);
        var one = await GetAsync(portal, PortalUrls.LinkList(text: patient.Number));
        Assert.Equal(1, RowLink().Count(one));

        // The last page is as near as the first: from the tenth oldest on there are nine.
        var last = await portal.Queries.ListAsync(PortalHost.HipId, new LinkFilter { Before = references[9] });
        Assert.Equal(references.Take(9).Reverse(), last.Select(row => row.Reference));
    }

    private static async Task<string> GetAsync(PortalHost portal, string path)
    {
        using var client = portal.Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", StaffCookie.For(portal.Services, Roles.Records));
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return await client.GetStringAsync(path);
    }

    [GeneratedRegex("class=\"row-link\"")]
    private static partial Regex RowLink();
}
