using System.Net;
using HrpPortal.Access;
using HrpPortal.Tests.Access;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Mvc.Testing;

namespace HrpPortal.Tests.Callbacks;

/// <summary>Who may open the page, and who is led to it.</summary>
public sealed class CallbackListAccessTests(DenyByDefaultTests.WholePortal portal) : IClassFixture<DenyByDefaultTests.WholePortal>
{
    [Theory, Trait("Row", "8.2.1")]
    [InlineData(Roles.Clerk, false)]
    [InlineData(Roles.Records, true)]
    [InlineData(Roles.Admin, true)]
    public async Task The_records_office_and_administrators_may_a_clerk_may_not(string role, bool may)
    {
        using var client = portal.Host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri("https://localhost") });
        client.DefaultRequestHeaders.Add("Cookie", StaffCookie.For(portal.Host.Services, role));
        using var page = await client.GetAsync(PortalUrls.Callbacks);
        Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.Redirect, page.StatusCode);

        var links = await client.GetStringAsync(PortalUrls.Links);
        Assert.Contains($"href=\"{PortalUrls.Links}\"", links, StringComparison.Ordinal);
        Assert.Equal(may, links.Contains($"href=\"{PortalUrls.Callbacks}\"", StringComparison.Ordinal));
    }
}
