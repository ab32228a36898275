namespace HrpPortal.Tests.Access;

/// <summary>The network of a test: hosts by name, and nothing else can be reached. What was asked in plain http is remembered.</summary>
internal sealed class Network : HttpMessageHandler
{
    private readonly Dictionary<string, (HttpMessageInvoker Invoker, int? Port)> _hosts = [];
    private readonly HttpMessageInvoker _sockets = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>Every address asked, in order.</summary>
    public List<Uri> Asked { get; } = [];

    public Network With(string host, int port)
    {
        _hosts[host] = (_sockets, port);
        return this;
    }

    public Network With(string host, HttpMessageHandler server)
    {
        _hosts[host] = (new HttpMessageInvoker(server), null);
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        lock (Asked)
            Asked.Add(address);
        if (!_hosts.TryGetValue(address.Host, out var host))
            throw new HttpRequestException($"No host {address.Host} in this test.");
        if (host.Port is { } port)
            request.RequestUri = new UriBuilder(address) { Scheme = "http", Host = "127.0.0.1", Port = port }.Uri;
        return host.Invoker.SendAsync(request, cancellationToken);
    }
}
