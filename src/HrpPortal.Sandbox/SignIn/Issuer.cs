using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HrpPortal.Sandbox.SignIn;

/// <summary>The provider's name: known only once the port is bound.</summary>
internal sealed class Issuer(IServer server)
{
    public string Value => server.Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/oidc";
}
