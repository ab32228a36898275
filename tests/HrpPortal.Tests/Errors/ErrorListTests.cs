using System.Net;
using HrpPortal.Errors;
using HrpPortal.Errors.Pages;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;
using HrpPortal.Tests.Ui;
using HrpPortal.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Errors;

/// <summary>The administrator's page: first what is new, then the whole catalogue.</summary>
public sealed class ErrorListTests : PageContext
{
    public override Task InitializeAsync()
    {
        Services.AddSingleton<ErrorQueries>();
        return base.InitializeAsync();
    }

    [Fact]
    public async Task What_the_catalogue_does_not_know_stands_first_with_how_often_and_since_when()
    {
        await SaveAsync(Unknown("1777", "A new one", 0));
        await SaveAsync(Unknown("1777", "A new one", 90));
        await SaveAsync(Unknown("", "", 10));

        var page = Render<ErrorList>();
        var tables = page.FindAll("table");
        Assert.Equal(2, tables.Count);
        Assert.Equal(
            ["1777 A new one /v0.5/links/link/add-contexts 2 22-Nov-2026 15:00:00 22-Nov-2026 16:30:00", "none none /v0.5/links/link/add-contexts 1 22-Nov-2026 15:10:00 22-Nov-2026 15:10:00"],
            tables[0].QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.QuerySelectorAll("td").Take(6).Select(cell => cell.Words()))));
    }

    [Fact]
    public void Where_nothing_is_unknown_it_says_so()
    {
        var page = Render<ErrorList>();
        Assert.Contains("None. Every error that ABDM gave so far is in the catalogue below.", page.Text(), StringComparison.Ordinal);
        Assert.Single(page.FindAll("table"));
    }

    [Fact]
    public void The_catalogue_shows_every_code_with_what_people_read_and_who_acts()
    {
        var page = Render<ErrorList>();
        var rows = page.FindAll("tbody tr");
        Assert.Equal(GatewayErrors.Rows.Select(row => row.Name).Distinct().Count(), rows.Count);
        Assert.Equal(GatewayErrors.Rows.GroupBy(row => row.Name).SelectMany(of => of).Select(row => row.Code), page.FindAll(".codes li > .mono:first-child").Select(code => code.Words()));
        Assert.Equal(
            ["It was already linked to the address. AlreadyLinked", "Nothing. What is linked stays linked.", "Nobody", "Counts as linked; of several, each is sent alone."],
            rows[0].QuerySelectorAll("td").Take(4).Select(cell => cell.Words()));
        Assert.Equal(["1439 at /v0.5/links/link/add-contexts", "ABDM-1056 \"already linked\""], rows[0].QuerySelectorAll("li").Select(code => code.Words()));
    }

    private UnknownError Unknown(string code, string message, int minutes) => new()
    {
        Id = Guid.CreateVersion7(), Endpoint = GatewayPaths.AddContexts, Code = code, Message = message, HttpStatus = null, RequestId = Guid.NewGuid(),
        At = Clock.GetUtcNow().UtcDateTime.AddMinutes(minutes),
    };
}

public sealed class ErrorPageAccessTests
{
    [Fact, Trait("Row", "8.2.1")]
    public async Task The_page_of_errors_is_the_administrators()
    {
        await using var portal = await PortalHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(portal, "admin"));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(portal, "records"));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(portal, "clerk"));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(portal));
    }

    /// <summary>The engine notes it in the commit of the answer: refused with a code that nobody knows, on the page a moment later.</summary>
    [Fact]
    public async Task An_unknown_code_of_a_real_answer_is_on_the_page()
    {
        await using var portal = await PortalHost.StartAsync();
        portal.Sandbox.Script(new HrpPortal.Sandbox.Scripting.ScriptedAnswer { Path = HrpPortal.Sandbox.Gateway.CallPaths.AddContexts, ErrorCode = 1777, Message = "New for 9840012345" });
        var patient = await portal.PatientAsync();
        await portal.UntilAsync(await portal.SendAsync(patient, await portal.RecordAsync(patient)), HrpPortal.Linking.LinkState.Refused);
        var unknown = Assert.Single(await portal.Services.GetRequiredService<ErrorQueries>().UnknownAsync());
        Assert.Equal((GatewayPaths.AddContexts, "1777", "New for ***", 1), (unknown.Endpoint, unknown.Code, unknown.Message, unknown.Count));
    }

    private static async Task<HttpStatusCode> OpenAsync(PortalHost portal, params string[] roles)
    {
        using var client = portal.Anonymous();
        if (roles.Length > 0) client.DefaultRequestHeaders.Add("Cookie", StaffCookie.For(portal.Services, roles));
        using var answer = await client.GetAsync(new Uri(PortalUrls.Errors, UriKind.Relative));
        return answer.StatusCode;
    }
}
