using System.Net.Sockets;

namespace HrpPortal.Gateway;

/// <summary>
/// When the other side resets a connection between its standing and the pool's first look at it, the framework lets the bare
/// SocketException through, which nobody who sends expects. Here it becomes the fault that it is: an HttpRequestException, no connection. For every client of the portal.
/// </summary>
public sealed class BrokenLine : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException gone)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was gone as soon as it stood.", gone);
        }
    }
}
