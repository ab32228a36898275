using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HrpPortal.Access;
using HrpPortal.Tests.Access;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;

namespace HrpPortal.Tests.Facilities;

/// <summary>Several facilities in one portal: each person works at the one that the sign-in provider names, and meets nothing of the others.</summary>
public sealed partial class WorkplaceTests(PortalHosts hosts) : IClassFixture<PortalHosts>
{
    private const string Here = PortalHost.HipId;
    private const string There = PortalHost.OtherHipId;

    [Fact, Trait("Row", "I13")]
    public async Task People_of_one_facility_meet_nothing_of_the_other()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var (near, far) = (await portal.PatientAsync(name: "Nalini Near"), await portal.PatientAsync(hipId: There, name: "Farah Far"));
        var (own, foreign) = (await portal.SendAsync(near, await portal.RecordAsync(near)), await portal.SendAsync(far, await portal.RecordAsync(far)));
        var person = Person(portal, [There]);

        var patients = await PageAsync(person, PortalUrls.Patients);
        Assert.Contains("Farah Far", patients, StringComparison.Ordinal);
        Assert.DoesNotContain("Nalini Near", patients, StringComparison.Ordinal);
        Assert.Contains("<span class=\"place\">Other Hospital</span>", patients, StringComparison.Ordinal);
        var links = await PageAsync(person, PortalUrls.Links) + await PageAsync(person, "/links/export.csv");
        Assert.Contains("Farah Far", links, StringComparison.Ordinal);
        Assert.DoesNotContain("Nalini Near", links, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(person, PortalUrls.Link(foreign)), await StatusAsync(person, PortalUrls.Link(own))));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(person, PortalUrls.Patient(far.Id)), await StatusAsync(person, PortalUrls.Patient(near.Id))));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(person, $"{PortalUrls.Link(foreign)}/slip"), await StatusAsync(person, $"{PortalUrls.Link(own)}/slip")));
    }

    [Fact]
    public async Task Who_names_no_facility_works_at_the_portals_own_and_who_names_strangers_only_stays_out()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var everybody = Person(portal, []);
        Assert.Contains("<span class=\"place\">Test Hospital</span>", await PageAsync(everybody, PortalUrls.Patients), StringComparison.Ordinal);

        var stranger = Person(portal, ["IN0719999999"]);
        foreach (var path in (string[])[PortalUrls.Patients, PortalUrls.Desk, PortalUrls.Links])
        {
            using var answer = await stranger.SendAsync(HttpMethod.Get, path);
            Assert.Equal((HttpStatusCode.Found, "/account/no-access"), (answer.StatusCode, answer.Headers.Location?.OriginalString.Split('?')[0]));
        }

        using var told = await stranger.SendAsync(HttpMethod.Get, "/account/no-access");
        var why = await told.Content.ReadAsStringAsync();
        Assert.Contains("Your sign-in names the facility IN0719999999.", why, StringComparison.Ordinal);
        Assert.DoesNotContain("needs the role", why, StringComparison.Ordinal);
        using var noAdmin = await Person(portal, [PortalHost.HipId]).SendAsync(HttpMethod.Get, "/account/no-access?needs=Admin");
        var lacking = await noAdmin.Content.ReadAsStringAsync();
        Assert.Contains("needs the role administrator (admin)", lacking, StringComparison.Ordinal);
        Assert.DoesNotContain("Your sign-in names the facility", lacking, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, "/links/export.csv", accept: "text/csv"));
    }

    [Fact]
    public async Task Who_works_at_two_goes_to_the_other_and_stays_the_same_person_in_the_same_session()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        await portal.PatientAsync(hipId: There, name: "Tara There");
        var person = Person(portal, [Here, "IN0719999999", There]);
        var first = await PageAsync(person, PortalUrls.Patients);
        Assert.DoesNotContain("Tara There", first, StringComparison.Ordinal);
        Assert.Equal([Here, There], Choice().Matches(first).Select(match => match.Groups[1].Value));

        using var gone = await GoAsync(person, first, There);
        Assert.Equal((HttpStatusCode.Found, PortalUrls.Home), (gone.StatusCode, gone.Headers.Location?.OriginalString));
        Assert.Contains("Tara There", await PageAsync(person, PortalUrls.Patients), StringComparison.Ordinal);

        // The session was neither made young nor doubled: signed out, it is over at both.
        using var form = Form(await PageAsync(person, PortalUrls.Patients));
        using var left = await person.SendAsync(HttpMethod.Post, PortalUrls.SignOut, form);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(person, PortalUrls.Patients));
    }

    [Fact]
    public async Task Nobody_goes_where_the_provider_did_not_name_them()
    {
        var portal = await hosts.OnAsync(TestEngine.Sqlite);
        var person = Person(portal, [Here, "IN0719999999"]);
        var page = await PageAsync(person, PortalUrls.Patients);
        foreach (var hipId in (string[])[There, "IN0719999999", ""])
        {
            using var answer = await GoAsync(person, page, hipId);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        using var bare = new FormUrlEncodedContent(new Dictionary<string, string> { ["hip"] = Here });
        using var forged = await person.SendAsync(HttpMethod.Post, PortalUrls.Workplace, bare);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Theory]
    [InlineData("""{"facility":["IN0710000002","IN0710000001"]}""", "facility", "IN0710000002,IN0710000001")]
    [InlineData("""{"facility":"IN0710000002 IN0710000001"}""", "facility", "IN0710000002,IN0710000001")]
    [InlineData("""{"hospital":{"hip":"IN0710000002"}}""", "hospital.hip", "IN0710000002")]
    [InlineData("""{"facility":["IN0710000002","IN0710000002","",7,null,"संजीवनी","IN\u0007"]}""", "facility", "IN0710000002")]
    [InlineData("""{"roles":["clerk"]}""", "facility", "")]
    public void Facilities_are_read_from_the_claim_that_is_set_and_only_what_may_be_one_is_kept(string claims, string claim, string expected)
    {
        var token = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(claims)!;
        (token["iss"], token["sub"]) = (JsonSerializer.SerializeToElement("https://id.test"), JsonSerializer.SerializeToElement("1"));
        var person = StaffMember.From(StaffClaims.From(JsonSerializer.SerializeToElement(token), "roles", claim, "session", DateTimeOffset.UnixEpoch))!;
        Assert.Equal(expected, string.Join(',', person.Facilities));
    }

    [Fact]
    public void A_provider_with_a_thousand_facilities_makes_no_cookie_that_a_proxy_refuses()
    {
        var token = JsonSerializer.SerializeToElement(new { iss = "https://id.test", sub = "1", facility = Enumerable.Range(0, 1_000).Select(number => $"IN071{number:0000000}") });
        Assert.Equal(20, StaffMember.From(StaffClaims.From(token, "roles", "facility", "session", DateTimeOffset.UnixEpoch))!.Facilities.Count);
    }

    /// <summary>With secure cookies, as behind a proxy that speaks https for the portal.</summary>
    private static Browser Person(PortalHost portal, string[] facilities)
    {
        var home = new UriBuilder(portal.Address) { Scheme = "https" }.Uri;
        var person = new Browser(new HttpMessageInvoker(new Proxy()), home.ToString());
        person.Cookies.SetCookies(home, StaffCookie.At(facilities, portal.Services, "kavita", "Kavita", Roles.Records) + "; path=/; secure");
        return person;
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser person, string path, string accept = "text/html")
    {
        using var answer = await person.SendAsync(HttpMethod.Get, path, accept: accept);
        return answer.StatusCode;
    }

    private static async Task<string> PageAsync(Browser person, string path)
    {
        using var answer = await person.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> GoAsync(Browser person, string page, string hipId)
    {
        using var form = Form(page, ("hip", hipId));
        return await person.SendAsync(HttpMethod.Post, PortalUrls.Workplace, form);
    }

    private static FormUrlEncodedContent Form(string page, params (string Name, string Value)[] fields) => new(
        fields.Append(("__RequestVerificationToken", Browser.AntiforgeryToken(page))).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));

    [GeneratedRegex("""name="hip" value="([^"]+)""")]
    private static partial Regex Choice();

    private sealed class Proxy() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http" }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
