using System.Text;
using HrpPortal.Gateway;
using HrpPortal.Sandbox.Scripting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>The portal's gateway client and the sandbox were written from the contract apart from each other; here they meet.</summary>
public sealed class TwoWitnessesTests : IAsyncLifetime
{
    private SandboxHost sandbox = null!;
    private ServiceProvider portal = null!;

    private IGatewayApi Gateway => portal.GetRequiredService<IGatewayApi>();

    public async Task InitializeAsync()
    {
        sandbox = await StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:BaseUrl"] = new Uri(sandbox.Http.BaseAddress!, "/gateway").ToString(),
            ["Gateway:ClientId"] = "SBX_HRP_PORTAL",
            ["Gateway:ClientSecret"] = "sandbox-only",
        }).Build();
        portal = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(sandbox.Clock).AddGateway(configuration).BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_record_is_linked_from_the_first_question_to_the_last()
    {
        var modes = await SendAsync(id => new FetchAuthModesRequest(id, Now, new(Asha.Address, AuthPurpose.Link, Requester.Hip(Hip))));
        Assert.Contains(AuthMode.Demographics, modes.Auth!.Modes);

        var begun = await SendAsync(id => new InitAuthRequest(id, Now, new(Asha.Address, AuthPurpose.Link, AuthMode.Demographics, Requester.Hip(Hip))));
        Assert.Equal(Now.AddHours(2), begun.Auth!.Expiry);

        var credential = AuthCredential.Of(new Demographic(Asha.Name, Asha.Gender, Asha.DateOfBirth));
        var confirmed = await SendAsync(id => new ConfirmAuthRequest(id, Now, begun.Auth.TransactionId!, credential));
        var token = confirmed.Auth!.AccessToken!;
        Assert.Equal((Asha.Address, Hip, Now.AddHours(24)), (LinkingTokenClaims.Read(token.Reveal()).PatientId, LinkingTokenClaims.Read(token.Reveal()).RequesterId, LinkingTokenClaims.Read(token.Reveal()).ExpiresAt));

        var patient = new LinkPatient("SH-000001", "Records of Sanjeevani Hospital", [new LinkContext("CC-1", "OPD visit of 04-May-2031")]);
        var linked = await SendAsync(id => new AddContextsRequest(id, Now, new(token, patient)));
        Assert.True(linked.IsSuccessAt(CallbackPaths.OnAddContexts));

        var told = await SendAsync(id => new NotifyContextRequest(id, Now, new(
            new(Asha.Address), new("SH-000001", "CC-1"), ["Prescription"], Now, new(Hip))));
        Assert.True(told.IsSuccessAt(CallbackPaths.OnContextNotify));
        Assert.Equal((1, 1), (sandbox.State.Find(Hip, Asha.Address, "CC-1")!.SuccessEffects, sandbox.State.Find(Hip, Asha.Address, "CC-1")!.Notifications));
        Assert.All(sandbox.State.Received, one => Assert.Equal(202, one.Status));
    }

    [Fact]
    public async Task The_client_renews_a_session_that_the_gateway_ended()
    {
        await SendAsync(Question);
        sandbox.State.EndSessions();

        await SendAsync(Question);

        Assert.Equal([202, 401, 202], sandbox.State.Received.Select(one => one.Status));
    }

    [Fact]
    public async Task The_client_reads_why_a_call_was_not_taken()
    {
        sandbox.State.Script(new ScriptedAnswer { Status = 500, Message = "Error in making call" });
        var down = Assert.IsType<GatewayReply.Failed>(await Gateway.SendAsync(Question(Guid.NewGuid()), "sbx", default));
        Assert.Equal((FaultKind.Unavailable, "2500"), (down.Fault.Kind, down.Fault.Code));

        var twice = Question(Guid.NewGuid());
        Assert.IsType<GatewayReply.Accepted>(await Gateway.SendAsync(twice, "sbx", default));
        var replayed = Assert.IsType<GatewayReply.Failed>(await Gateway.SendAsync(twice, "sbx", default));
        Assert.Equal((FaultKind.Replayed, "2429"), (replayed.Fault.Kind, replayed.Fault.Code));
    }

    private DateTimeOffset Now => sandbox.Clock.GetUtcNow();

    private FetchAuthModesRequest Question(Guid id) => new(id, Now, new(Asha.Address, AuthPurpose.Link, Requester.Hip(Hip)));

    /// <summary>Sends, and reads the callback as the portal does: its token first, then its body.</summary>
    private async Task<CallbackBody> SendAsync(Func<Guid, GatewayRequest> request)
    {
        var id = Guid.NewGuid();
        Assert.IsType<GatewayReply.Accepted>(await Gateway.SendAsync(request(id), "sbx", CancellationToken.None));
        var callback = (await sandbox.Portal.AnswersAsync(id.ToString()))[0];
        var verifier = portal.GetRequiredService<CallbackTokenVerifier>();
        Assert.IsType<CallbackVerdict.Accepted>(await verifier.VerifyAsync(new StringValues("Bearer " + callback.Bearer), CancellationToken.None));
        Assert.True(CallbackBody.TryParse(Encoding.UTF8.GetBytes(callback.Text), out var body));
        Assert.Null(body.Error);
        return body;
    }
}
