using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class ReplayTests
{
    private const string Id = "5f7a535d-a3fd-416b-b069-c97d021fbacd";

    [Fact]
    public async Task The_same_request_id_is_taken_once_even_with_a_fresh_timestamp()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(sandbox, "Z"));
        sandbox.Clock.Advance(TimeSpan.FromMinutes(4));
        var (status, code, message) = await RefusalAsync(await sandbox.PostAsync(CallPaths.FetchModes, Query()));

        Assert.Equal((HttpStatusCode.TooManyRequests, 2429, "Too many requests found"), (status, code, message));
    }

    [Fact]
    public async Task An_id_is_forgotten_after_ten_minutes()
    {
        await using var sandbox = await StartAsync();
        await SendAsync(sandbox, "Z");

        sandbox.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(sandbox, "Z"));
        sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(sandbox, "Z"));
    }

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-60, false)]
    [InlineData(-59, true)]
    [InlineData(0, true)]
    [InlineData(539, true)]
    [InlineData(540, false)]
    public async Task The_timestamp_must_lie_in_the_window(int secondsFromNow, bool taken)
    {
        await using var sandbox = await StartAsync();

        var status = await SendAsync(sandbox, "Z", secondsFromNow);

        Assert.Equal(taken ? HttpStatusCode.Accepted : HttpStatusCode.TooManyRequests, status);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(".1Z", true)]
    [InlineData(".123456789", true)]
    [InlineData("+00:00", true)]
    [InlineData("+05:30", true)] // read as UTC: the offset is thrown away
    [InlineData(" UTC", false)]
    [InlineData("Zulu", false)]
    public async Task Forms_of_the_timestamp(string ending, bool taken)
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(taken ? HttpStatusCode.Accepted : HttpStatusCode.TooManyRequests, await SendAsync(sandbox, ending));
    }

    [Fact]
    public async Task What_is_refused_at_the_door_is_not_remembered()
    {
        await using var sandbox = await StartAsync();
        var session = sandbox.Session;

        sandbox.Session = "expired";
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(sandbox, "Z"));
        sandbox.Session = session;
        Assert.Equal(HttpStatusCode.InternalServerError, (await sandbox.PostAsync(CallPaths.FetchModes, Query(), manager: null)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(sandbox, "Z", -600));

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(sandbox, "Z"));
    }

    private static async Task<HttpStatusCode> SendAsync(SandboxHost sandbox, string ending, int secondsFromNow = 0)
    {
        var body = Query();
        body["timestamp"] = sandbox.Clock.GetUtcNow().AddSeconds(secondsFromNow).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + ending;
        return (await sandbox.PostAsync(CallPaths.FetchModes, body)).StatusCode;
    }

    private static JsonObject Query()
    {
        var body = Bodies.FetchModes(Asha.Address);
        body["requestId"] = Id;
        return body;
    }
}
