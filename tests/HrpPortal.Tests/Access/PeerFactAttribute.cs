namespace HrpPortal.Tests.Access;

/// <summary>A test against npm oidc-provider. Without its modules it is skipped with the reason; in CI, where tests/run installs them, it fails.</summary>
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(Peer.Folder, "node_modules")) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "npm ci in tests/peers/oidc-provider was not run (tests/run does it).";
    }
}
