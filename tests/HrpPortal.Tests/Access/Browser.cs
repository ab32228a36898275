using System.Net;
using System.Text.RegularExpressions;

namespace HrpPortal.Tests.Access;

/// <summary>What a browser does in a sign-in: keeps cookies by its rules, follows redirects one by one.</summary>
internal sealed partial class Browser(HttpMessageInvoker network, string home = "https://portal.test")
{
    public CookieContainer Cookies { get; private init; } = new();

    /// <summary>Every Set-Cookie line received.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>The same cookies in a second hand: what a thief of the profile folder holds.</summary>
    public Browser Copy()
    {
        var copy = new Browser(network, home);
        copy.Cookies.Add(Cookies.GetAllCookies());
        return copy;
    }

    /// <summary>One request, no redirect followed.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? content = null, string? accept = "text/html")
    {
        var uri = new Uri(new Uri(home), address);
        using var request = new HttpRequestMessage(method, uri) { Content = content };
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        if (Cookies.GetCookieHeader(uri) is { Length: > 0 } cookies)
            request.Headers.Add("Cookie", cookies);
        var response = await network.SendAsync(request, CancellationToken.None);
        if (response.Headers.TryGetValues("Set-Cookie", out var lines))
        {
            foreach (var line in lines)
            {
                SetCookies.Add(line);
                Cookies.SetCookies(uri, line);
            }
        }
        return response;
    }

    /// <summary>Where one GET sends the browser next.</summary>
    public async Task<string> NextAsync(string address)
    {
        using var response = await SendAsync(HttpMethod.Get, address);
        Assert.True(response.StatusCode is HttpStatusCode.Redirect, $"{address} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return response.Headers.Location!.ToString();
    }

    /// <summary>Follows redirects to a page.</summary>
    public async Task<Page> GoAsync(string address)
    {
        for (var hops = 0; hops < 12; hops++)
        {
            using var response = await SendAsync(HttpMethod.Get, address);
            var here = new Uri(new Uri(home), address);
            if (response.Headers.Location is not { } next)
                return new Page(here, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
            address = new Uri(here, next).ToString();
        }
        throw new InvalidOperationException($"Going round in circles at {address}");
    }

    /// <summary>Presses "Sign out" on the one page of sign-in that has that button without any layout.</summary>
    public async Task<HttpResponseMessage> SignOutAsync()
    {
        var page = await GoAsync("/account/no-access");
        return await SendAsync(HttpMethod.Post, "/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", AntiforgeryToken(page.Html))]));
    }

    /// <summary>What a form of that page sends beside its fields.</summary>
    public static string AntiforgeryToken(string html) => AntiforgeryField().Match(html).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

internal sealed record Page(Uri Address, int Status, string Html);
