using System.Net;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class SessionTests
{
    [Fact]
    public async Task A_session_tells_its_life_in_seconds()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 900);

        var session = await ReadAsync(await sandbox.OpenSessionAsync());

        Assert.Equal(900, (int)session["expiresIn"]!);
        Assert.Equal("bearer", (string)session["tokenType"]!);
        Assert.Equal(["accessToken", "expiresIn", "refreshExpiresIn", "refreshToken", "tokenType"], session.Select(field => field.Key));
    }

    [Fact]
    public async Task A_wrong_secret_opens_nothing()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, 2500), await CodeAsync(await sandbox.OpenSessionAsync(secret: "guess")));
        Assert.Equal((HttpStatusCode.BadRequest, 2500), await CodeAsync(await sandbox.OpenSessionAsync(grant: null)));
    }

    [Fact]
    public async Task A_refresh_token_opens_the_next_session_and_an_invented_one_does_not()
    {
        await using var sandbox = await StartAsync();
        var first = await ReadAsync(await sandbox.OpenSessionAsync());

        var second = await sandbox.OpenSessionAsync(grant: "refresh_token", refresh: (string)first["refreshToken"]!);
        var invented = await sandbox.OpenSessionAsync(grant: "refresh_token", refresh: (string)first["accessToken"]!);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, invented.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_with_its_life()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 600);

        sandbox.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).StatusCode);

        sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((HttpStatusCode.Unauthorized, 2401), await CodeAsync(await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))));
    }

    [Fact]
    public async Task Ended_sessions_are_refused_and_a_new_one_works()
    {
        await using var sandbox = await StartAsync();
        sandbox.State.EndSessions();

        Assert.Equal((HttpStatusCode.Unauthorized, 2401), await CodeAsync(await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))));

        sandbox.Session = (string)(await ReadAsync(await sandbox.OpenSessionAsync()))["accessToken"]!;
        Assert.Equal(HttpStatusCode.Accepted, (await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))).StatusCode);
    }

    [Fact]
    public async Task What_is_no_session_of_a_facility_is_refused()
    {
        await using var sandbox = await StartAsync();
        var callback = await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address));
        string?[] bearers = [null, "", "x.y.z", callback.Bearer, sandbox.Session![..^4] + "AAAA"];

        foreach (var bearer in bearers)
        {
            sandbox.Session = bearer;
            Assert.Equal((HttpStatusCode.Unauthorized, 2401), await CodeAsync(await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))));
        }
    }

    [Fact]
    public async Task A_client_that_is_no_facility_is_refused()
    {
        await using var sandbox = await StartAsync(options => options.ClientRoles = "hiu healthId");

        Assert.Equal((HttpStatusCode.Unauthorized, 2401), await CodeAsync(await sandbox.PostAsync(CallPaths.FetchModes, Bodies.FetchModes(Asha.Address))));
    }

    private static async Task<(HttpStatusCode, int)> CodeAsync(HttpResponseMessage response)
    {
        var (status, code, _) = await RefusalAsync(response);
        return (status, code);
    }
}
