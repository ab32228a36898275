using System.Net;
using HrpPortal.Access;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Office;

/// <summary>What a clerk does not see: the requests of others, and the records office's own pages.</summary>
[Trait("Row", "A19")]
public sealed class SightTests
{
    [Fact]
    public async Task A_clerk_sees_their_own_requests_and_of_others_a_403_that_names_the_role()
    {
        await using var portal = await PortalHost.StartAsync();
        var patient = await portal.PatientAsync();
        var id = await portal.SendAsync(patient, await portal.RecordAsync(patient));

        var theirs = await GetAsync(portal, PortalUrls.Link(id), Roles.Clerk);
        Assert.Equal(HttpStatusCode.Forbidden, theirs.StatusCode);
        var page = await theirs.Content.ReadAsStringAsync();
        Assert.Contains("needs the role medical records", page, StringComparison.Ordinal);
        Assert.DoesNotContain(patient.PhrAddress!, page, StringComparison.Ordinal);
        Assert.DoesNotContain(patient.Name, page, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await (await GetAsync(portal, PortalUrls.Links, Roles.Clerk)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var slip = await GetAsync(portal, PortalUrls.Slip(id), Roles.Clerk);
        Assert.Equal((HttpStatusCode.Redirect, true), (slip.StatusCode, slip.Headers.Location!.ToString().EndsWith(PortalUrls.Link(id), StringComparison.Ordinal)));
        Assert.DoesNotContain(patient.Name, await slip.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(patient.Name, await (await GetAsync(portal, PortalUrls.Slip(id), Roles.Records)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(portal, PortalUrls.Link(id), Roles.Records)).StatusCode);
        Assert.Contains(id.ToString(), await (await GetAsync(portal, PortalUrls.Links, Roles.Records)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_is_for_the_records_office_and_a_clerk_finds_no_way_to_it()
    {
        await using var portal = await PortalHost.StartAsync();

        var inbox = await GetAsync(portal, PortalUrls.Inbox, Roles.Clerk);
        Assert.Equal(HttpStatusCode.Redirect, inbox.StatusCode);
        Assert.Contains("/account/no-access", inbox.Headers.Location!.ToString(), StringComparison.Ordinal);
        var links = await (await GetAsync(portal, PortalUrls.Links, Roles.Clerk)).Content.ReadAsStringAsync();
        Assert.DoesNotContain($"href=\"{PortalUrls.Inbox}\"", links, StringComparison.Ordinal);
        Assert.DoesNotContain("export.csv", links, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(portal, PortalUrls.Inbox, Roles.Records)).StatusCode);
    }

    private static async Task<HttpResponseMessage> GetAsync(PortalHost portal, string path, string role)
    {
        using var client = portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", StaffCookie.For(portal.Services, role));
        request.Headers.Add("Accept", "text/html");
        return await client.SendAsync(request);
    }
}
