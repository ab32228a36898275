using System.Net;
using HrpPortal.Access;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Access;

/// <summary>The whole portal, every endpoint that it maps: none is forgotten, for the list comes from the running host.</summary>
public sealed class DenyByDefaultTests(DenyByDefaultTests.WholePortal portal) : IClassFixture<DenyByDefaultTests.WholePortal>
{
    /// <summary>All that may be opened by anybody. The callbacks have a gate of their own.</summary>
    private static readonly string[] Open =
        ["/account/sign-in", "/account/sign-out", "/account/signed-out", "/account/sign-in-failed", "/account/no-access", "/culture/set", "/error", "/healthz/", "/v0.5/", "/v1.0/", "/v3/", "/api/v3/"];

    private readonly WebApplicationFactory<CurrentUser> _portal = portal.Host;

    [Fact]
    [Trait("Row", "8.2.1")]
    public void Nothing_is_open_to_everybody_but_what_this_list_names()
    {
        var endpoints = Endpoints();
        Assert.Contains(endpoints, endpoint => PathOf(endpoint) == "/account/sign-in");

        var open = endpoints.Where(IsOpen).Select(PathOf).ToList();

        Assert.Contains("/account/sign-in", open);
        Assert.All(open, path => Assert.Contains(Open, known => path == known || known.EndsWith('/') && path.StartsWith(known, StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Row", "8.2.1")]
    public async Task Without_a_session_no_other_endpoint_answers_and_without_a_role_neither()
    {
        using var stranger = _portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var porter = _portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        porter.DefaultRequestHeaders.Add("Cookie", StaffCookie.For(_portal.Services, "porter"));
        var closed = Endpoints().Where(endpoint => !IsOpen(endpoint)).ToList();
        Assert.NotEmpty(closed);

        foreach (var endpoint in closed)
        {
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var first, ..] ? first : "GET";
            Assert.Contains(await StatusAsync(stranger, method, Example(endpoint)), (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Redirect]);
            Assert.Contains(await StatusAsync(porter, method, Example(endpoint)), (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.Redirect]);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, "POST", "/_blazor/negotiate?negotiateVersion=1"));
    }

    private List<RouteEndpoint> Endpoints() =>
    [
        .. _portal.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            // Style sheets, scripts and pictures: nothing of a patient's.
            .Where(endpoint => !endpoint.Metadata.Any(data => data.GetType().Name is "StaticAssetDescriptor")),
    ];

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static string Example(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : ExampleValue(endpoint, part)))));

    private static string ExampleValue(RouteEndpoint endpoint, object part) =>
        part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter
        && endpoint.RoutePattern.ParameterPolicies.TryGetValue(parameter.Name, out var policies) && policies.Count > 0
            ? policies[0].Content switch { "guid" => Guid.Empty.ToString(), "int" or "long" => "1", _ => "x" }
            : "x";

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await client.SendAsync(request);
        // A redirect counts only when it leads to where one is told.
        if (response.StatusCode is HttpStatusCode.Redirect)
            Assert.StartsWith("/account/", response.Headers.Location!.IsAbsoluteUri ? response.Headers.Location.AbsolutePath : response.Headers.Location.ToString(), StringComparison.Ordinal);
        return response.StatusCode;
    }

    /// <summary>One start of the portal for both tests, with a store of its own.</summary>
    public sealed class WholePortal : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("hrp-access-").FullName;

        public WholePortal() => Host = new WebApplicationFactory<CurrentUser>().WithWebHostBuilder(builder => builder
            .UseSolutionRelativeContentRoot("", "HrpPortal.sln")
            .UseSetting("Sandbox:Enabled", "false")
            .UseSetting("ConnectionStrings:Portal", $"Data Source={Path.Combine(_folder, "portal.db")}"));

        // Any type of the portal's names its assembly; Program alone would be the sandbox's too.
        public WebApplicationFactory<CurrentUser> Host { get; }

        public void Dispose()
        {
            Host.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
