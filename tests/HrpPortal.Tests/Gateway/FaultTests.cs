using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HrpPortal.Gateway;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Gateway;

/// <summary>What becomes of a call when the wire breaks: never arrived, or may have.</summary>
public sealed class FaultTests
{
    private static async Task<(RawGateway Gateway, GatewayRig Rig)> OpenAsync(int timeoutSeconds = 10)
    {
        var gateway = new RawGateway();
        var rig = new GatewayRig(gateway.BaseUrl, timeoutSeconds);
        Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        return (gateway, rig);
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task A_refused_connection_was_never_sent()
    {
        var (gateway, rig) = await OpenAsync();
        await gateway.DisposeAsync();
        await using (rig)
        {
            var fault = await rig.FaultAsync();
            Assert.Equal((FaultKind.NotSent, GatewayPaths.AddContexts, null), (fault.Kind, fault.Endpoint, fault.HttpStatus));
        }
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task Without_a_session_nothing_was_sent()
    {
        var gateway = new RawGateway();
        await gateway.DisposeAsync();
        await using var rig = new GatewayRig(gateway.BaseUrl);
        var fault = await rig.FaultAsync();
        Assert.Equal((FaultKind.NotSent, GatewayPaths.Sessions), (fault.Kind, fault.Endpoint));
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task An_unknown_host_was_never_sent_to()
    {
        await using var rig = new GatewayRig("https://gateway.invalid", also: services =>
            services.AddHttpClient<GatewayHttp>().ConfigurePrimaryHttpMessageHandler(() => new NoSuchHost()));
        var fault = await rig.FaultAsync();
        Assert.Equal((FaultKind.NotSent, "no such host"), (fault.Kind, fault.Message));
    }

    /// <summary>The framework lets this one through as it is when the other side resets the connection the moment that it stands.</summary>
    [Fact]
    [Trait("Row", "G1")]
    public async Task A_connection_that_is_gone_as_soon_as_it_stands_is_a_fault_like_any_other()
    {
        await using var rig = new GatewayRig("https://gateway.example", also: services =>
        {
            services.AddHttpClient<GatewayHttp>().ConfigurePrimaryHttpMessageHandler(() => new GoneAtOnce());
            services.AddHttpClient(GatewayKeys.ClientName).ConfigurePrimaryHttpMessageHandler(() => new GoneAtOnce());
        });
        var fault = await rig.FaultAsync();
        Assert.Equal((FaultKind.NotSent, "no connection (NotConnected)"), (fault.Kind, fault.Message));
        Assert.Null(await rig.Keys.FindAsync("any", CancellationToken.None));
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task A_certificate_that_is_not_trusted_ends_it_before_a_byte_is_sent()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var gateway = new RawGateway(certificate);
        await using var rig = new GatewayRig(gateway.BaseUrl);
        var fault = await rig.FaultAsync();
        Assert.Equal((FaultKind.NotSent, "TLS was refused"), (fault.Kind, fault.Message));
        Assert.Empty(gateway.Sessions);
    }

    [Fact]
    [Trait("Row", "G1")]
    public async Task A_host_that_speaks_no_TLS_gets_nothing()
    {
        await using var gateway = new RawGateway();
        await using var rig = new GatewayRig(gateway.BaseUrl.Replace("http:", "https:", StringComparison.Ordinal), timeoutSeconds: 1);
        Assert.Equal(FaultKind.NotSent, (await rig.FaultAsync()).Kind);
    }

    [Theory]
    [Trait("Row", "G4")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public async Task A_reset_once_the_body_was_begun_leaves_it_unknown(int afterBytes)
    {
        var (gateway, rig) = await OpenAsync();
        await using (gateway)
        await using (rig)
        {
            gateway.ResetAfterBodyBytes = afterBytes;
            Assert.Equal(FaultKind.Unknown, (await rig.FaultAsync()).Kind);
        }
    }

    [Theory]
    [Trait("Row", "G4")]
    [InlineData("", 1)]
    [InlineData("HTTP/1.1 202 Acc", 1)]
    [InlineData("HTTP/1.1 202 Accepted\r\nCORRELATION-ID: x\r\n", 1)]
    [InlineData("HTTP/1.1 202 Accepted\r\n", 2)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", 1)]
    public async Task An_answer_that_breaks_off_before_its_headers_end_leaves_it_unknown(string raw, int then)
    {
        var (gateway, rig) = await OpenAsync();
        await using (gateway)
        await using (rig)
        {
            gateway.OnCall = _ => new RawAnswer(raw, (RawThen)then);
            var fault = await rig.FaultAsync();
            Assert.Equal((FaultKind.Unknown, null), (fault.Kind, fault.HttpStatus));
        }
    }

    [Fact]
    [Trait("Row", "G2")]
    public async Task No_answer_within_the_time_out_leaves_it_unknown()
    {
        var (gateway, rig) = await OpenAsync(timeoutSeconds: 1);
        await using (gateway)
        await using (rig)
        {
            gateway.OnCall = _ => RawAnswer.Hang;
            var fault = await rig.FaultAsync();
            Assert.Equal((FaultKind.Unknown, "no answer within 1 s"), (fault.Kind, fault.Message));
        }
    }

    [Fact]
    [Trait("Row", "G3")]
    public async Task Headers_that_never_end_are_cut_off_by_the_time_out()
    {
        var (gateway, rig) = await OpenAsync(timeoutSeconds: 1);
        await using (gateway)
        await using (rig)
        {
            gateway.OnCall = _ => new RawAnswer("HTTP/1.1 202 Accepted\r\nX-Slow: 1", RawThen.Hang);
            Assert.Equal(FaultKind.Unknown, (await rig.FaultAsync()).Kind);
        }
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_its_cancellation()
    {
        var (gateway, rig) = await OpenAsync();
        await using (gateway)
        await using (rig)
        {
            using var cancel = new CancellationTokenSource();
            gateway.OnCall = _ =>
            {
                cancel.Cancel();
                return RawAnswer.Hang;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Api.SendAsync(Messages.AddContexts(), "sbx", cancel.Token));
        }
    }

    [Fact]
    public async Task After_five_failures_the_gateway_is_left_alone_for_five_seconds()
    {
        var (gateway, rig) = await OpenAsync();
        await using (gateway)
        await using (rig)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(30));
            gateway.OnCall = _ => RawAnswer.Status(503, "<html>", "text/html");
            for (var i = 0; i < 5; i++)
                Assert.Equal(FaultKind.Unknown, (await rig.FaultAsync()).Kind);

            var calls = gateway.Calls.Count;
            var fault = await rig.FaultAsync();
            Assert.Equal(FaultKind.NotSent, fault.Kind);
            Assert.Contains("left alone", fault.Message, StringComparison.Ordinal);
            Assert.Equal(calls, gateway.Calls.Count);

            rig.Clock.Advance(TimeSpan.FromSeconds(6));
            gateway.OnCall = _ => RawAnswer.Accepted;
            Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
            Assert.IsType<GatewayReply.Accepted>(await rig.AddContextsAsync());
        }
    }

    private sealed class GoneAtOnce : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new SocketException((int)SocketError.NotConnected);
    }

    private sealed class NoSuchHost : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.NameResolutionError, "gateway.invalid", statusCode: (HttpStatusCode?)null);
    }
}
