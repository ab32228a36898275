using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using HrpPortal.Tests.Gateway;
using HrpPortal.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Callbacks;

/// <summary>A portal that takes the gateway's keys from the test, so that a test can sign as the gateway does and as nobody should; spoken to in raw HTTP.</summary>
public sealed partial class Door : IAsyncLifetime
{
    private readonly WebApplication _certs;

    public Door()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _certs = builder.Build();
        _certs.Run(http => http.Response.WriteAsync(TokenMint.Jwks(Mint.Jwk(), Other.Jwk())));
    }

    internal TokenMint Mint { get; } = new("gateway-1");

    /// <summary>A second key that the gateway publishes.</summary>
    internal TokenMint Other { get; } = new("gateway-2", 1);

    public PortalHost Portal { get; private set; } = null!;

    public string Claims(int expiresIn = 600, string? extra = null) => extra is null
        ? TokenMint.Claims(Portal.Clock.GetUtcNow(), expiresIn)
        : TokenMint.Claims(Portal.Clock.GetUtcNow(), expiresIn, extra);

    public string Good() => Mint.Sign(Claims());

    public static string Body(Guid? respRequestId = null) =>
        $"{{\"requestId\":\"{Guid.NewGuid()}\",\"acknowledgement\":{{\"status\":\"SUCCESS\"}},\"error\":null,\"resp\":{{\"requestId\":\"{respRequestId ?? Guid.NewGuid()}\"}}}}";

    /// <summary>Posts to on-add-contexts with these header lines; the length and the facility are added where a test gives none.</summary>
    public Task<Answer> PostAsync(string? token, string? body = null, string? hipId = PortalHost.HipId, string path = CallbackPaths.OnAddContexts, params string[] more)
    {
        List<string> headers = [.. more];
        if (token is not null) headers.Add("Authorization: Bearer " + token);
        if (hipId is not null) headers.Add("X-HIP-ID: " + hipId);
        return SendAsync(path, headers, body ?? Body());
    }

    public async Task<Answer> SendAsync(string path, IEnumerable<string> headers, string body, bool chunked = false)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {bytes.Length}";
        var head = $"POST {path} HTTP/1.1\r\nHost: {Portal.Address.Authority}\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n{string.Concat(headers.Select(line => line + "\r\n"))}\r\n";
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(Portal.Address.Host, Portal.Address.Port);
        await using var stream = client.GetStream();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var reading = ReadAsync(stream, deadline.Token);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), deadline.Token);
            foreach (var piece in chunked ? bytes.Chunk(4096) : [bytes]) await WriteAsync(stream, piece, chunked, deadline.Token);
            if (chunked) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), deadline.Token);
        }
        catch (IOException)
        {
            // The answer came before the body was through, and the door was shut behind it.
        }

        return Answer.Read(await reading);
    }

    public async Task<int> KeptAsync()
    {
        await using var db = await Portal.OpenDbAsync();
        return await db.Set<InboxCallback>().CountAsync();
    }

    public async Task InitializeAsync()
    {
        await _certs.StartAsync();
        var address = _certs.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Portal = await PortalHost.StartAsync(settings => settings["Gateway:JwksUrl"] = address + "/certs");
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        await _certs.DisposeAsync();
        Mint.Dispose();
        Other.Dispose();
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] piece, bool chunked, CancellationToken cancellationToken)
    {
        if (chunked) await stream.WriteAsync(Encoding.ASCII.GetBytes(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), cancellationToken);
        await stream.WriteAsync(piece, cancellationToken);
        if (chunked) await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        var piece = new byte[8192];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(piece, cancellationToken)) > 0) text.Write(piece, 0, read);
        }
        catch (IOException)
        {
            // Reset after the answer.
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>An answer as it stood on the wire.</summary>
    public sealed partial record Answer(int Status, string Head, string Json)
    {
        public bool IsProblem => Head.Contains("application/problem+json", StringComparison.OrdinalIgnoreCase);

        /// <summary>Everything that could tell one refusal from another; the trace id and the date belong to the request.</summary>
        public string Shape => Date().Replace(Head, "") + TraceId().Replace(Json, "");

        public static Answer Read(string text)
        {
            Assert.True(text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"No answer: '{text}'");
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var (head, rest) = (text[..end], text[end..]);
            var (from, to) = (rest.IndexOf('{', StringComparison.Ordinal), rest.LastIndexOf('}'));
            return new Answer(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), head, from < 0 ? "" : rest[from..(to + 1)]);
        }

        [GeneratedRegex("Date: [^\r]*\r?\n?")]
        private static partial Regex Date();

        [GeneratedRegex(",?\"traceId\":\"[^\"]*\"")]
        private static partial Regex TraceId();
    }
}
