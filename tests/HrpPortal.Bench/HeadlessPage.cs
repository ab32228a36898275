using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HrpPortal.Bench;

/// <summary>An open page without a screen: it loads the page, starts its circuit as blazor.web.js does, and takes what it is sent.</summary>
internal sealed partial class HeadlessPage : IAsyncDisposable
{
    private const char EndOfRecord = '\x1e';

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _oneSends = new(1, 1);
    private readonly CancellationTokenSource _gone = new();
    private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _bytes = new byte[8 * 1024];
    private int _length;
    private long _batches;
    private long _batchBytes;

    public long Batches => Interlocked.Read(ref _batches);

    public long BatchBytes => Interlocked.Read(ref _batchBytes);

    public static async Task<HeadlessPage> OpenAsync(HttpClient http, Uri portal, string path, string cookie)
    {
        var page = new HeadlessPage();
        using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(portal, path));
        get.Headers.Add("Cookie", cookie);
        get.Headers.Add("Accept", "text/html");
        using var answer = await http.SendAsync(get);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
        var html = await answer.Content.ReadAsStringAsync();

        using var ask = new HttpRequestMessage(HttpMethod.Post, new Uri(portal, "_blazor/negotiate?negotiateVersion=1"));
        ask.Headers.Add("Cookie", cookie);
        using var negotiated = JsonDocument.Parse(await (await http.SendAsync(ask)).EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        var id = negotiated.RootElement.GetProperty("connectionToken").GetString();
        page._socket.Options.SetRequestHeader("Cookie", cookie);
        // The client's own buffers are not what is measured, and there are hundreds.
        page._socket.Options.SetBuffer(4096, 4096);
        await page._socket.ConnectAsync(new Uri($"ws://{portal.Authority}/_blazor?id={Uri.EscapeDataString(id!)}"), CancellationToken.None);
        await page._socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"blazorpack","version":1}{{EndOfRecord}}"""), WebSocketMessageType.Text, true, CancellationToken.None);
        await page._socket.ReceiveAsync(page._bytes, CancellationToken.None);

        await page.SendAsync(BlazorPack.Invocation("0", "StartCircuit", portal.ToString(), new Uri(portal, path).ToString(), "[]", ""));
        await page.SendAsync(BlazorPack.Invocation(null, "UpdateRootComponents", Operations(html), State().Match(html) is { Success: true } state ? state.Groups[1].Value : ""));
        _ = page.ListenAsync();
        await page._shown.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _socket.Dispose();
        _oneSends.Dispose();
    }

    /// <summary>The roots that the page's markers name, in the words of the script.</summary>
    private static string Operations(string html)
    {
        var markers = Marker().Matches(html).Select(match => match.Groups[1].Value).Where(marker => marker.Contains("\"descriptor\"", StringComparison.Ordinal)).ToList();
        if (markers.Count == 0) throw new InvalidOperationException("The page has no interactive part.");
        var operations = markers.Select((marker, index) => $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{marker}}}""");
        return $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""";
    }

    private async Task ListenAsync()
    {
        try
        {
            while (!_gone.IsCancellationRequested)
            {
                if (_length == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
                var got = await _socket.ReceiveAsync(_bytes.AsMemory(_length), _gone.Token);
                if (got.MessageType == WebSocketMessageType.Close) throw new IOException($"The portal closed the line: {_socket.CloseStatusDescription}");
                _length += got.Count;
                await TakeAsync();
            }
        }
        catch (Exception problem) when (!_gone.IsCancellationRequested)
        {
            _shown.TrySetException(problem);
            await Console.Error.WriteLineAsync($"A page lost its line: {problem.Message}");
        }
        catch (OperationCanceledException)
        {
            // It was closed.
        }
    }

    private async Task TakeAsync()
    {
        var from = 0;
        while (BlazorPack.TryLength(_bytes.AsSpan(from, _length - from), out var length, out var size) && _length - from - size >= length)
        {
            if (Answer(_bytes.AsSpan(from + size, length)) is { } answer) await SendAsync(answer);
            from += size + length;
        }

        _bytes.AsSpan(from, _length - from).CopyTo(_bytes);
        _length -= from;
    }

    private byte[]? Answer(ReadOnlySpan<byte> message)
    {
        var wire = message.Length;
        if (BlazorPack.Read(ref message) is not object?[] parts) return null;
        if (parts is [3L, ..] && parts[^1] is string error && error.Length > 0 && parts[3] is 1L) throw new IOException(error);
        if (parts is not [1L, _, _, string method, object?[] arguments, ..]) return parts is [6L] ? BlazorPack.Ping : null;
        switch (method)
        {
            case "JS.RenderBatch":
                Interlocked.Increment(ref _batches);
                Interlocked.Add(ref _batchBytes, wire);
                return BlazorPack.Invocation(null, "OnRenderCompleted", arguments[0], null);
            case "JS.EndUpdateRootComponents":
                _shown.TrySetResult();
                return null;
            case "JS.BeginInvokeJS" when arguments[0] is long call && call != 0:
                return BlazorPack.Invocation(null, "EndInvokeJSFromDotNet", call, true, $"[{call},true,null]");
            case "JS.Error":
                throw new IOException($"{arguments[0]}");
            default:
                return null;
        }
    }

    private async Task SendAsync(byte[] message)
    {
        await _oneSends.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
        }
        finally
        {
            _oneSends.Release();
        }
    }

    [GeneratedRegex(@"<!--Blazor:(\{.*?\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex(@"<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
