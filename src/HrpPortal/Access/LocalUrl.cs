namespace HrpPortal.Access;

/// <summary>Return addresses after sign-in: a path of this portal and nothing else (ASVS 3.7.2).</summary>
public static class LocalUrl
{
    private const int Longest = 2000;

    /// <summary>The address if it is a plain path of this portal (with its query and fragment), else "/".</summary>
    public static string OrRoot(string? address) => address is not null && IsLocal(address) ? address : "/";

    private static bool IsLocal(string address)
    {
        // Printable ASCII only: a browser percent-encodes the rest itself, and look-alike slashes, tabs and line ends
        // are what makes two readers of one address disagree about its host.
        if (address.Length is 0 or > Longest || address.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return false;
        var path = address[..(address.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? end : address.Length)];
        // Proxies and routers decode once, some twice: the path must be harmless at each depth.
        for (var depth = 0; depth < 4; depth++)
        {
            if (!IsPlainPath(path))
                return false;
            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
                return true;
            path = decoded;
        }
        return false;
    }

    private static bool IsPlainPath(string path) =>
        path.StartsWith('/')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains('\\')
        && !path.Any(char.IsControl)
        && !path.Split('/').Any(segment => segment is "." or "..")
        // Back into the sign-in pages would be a loop, or a "signed out" page just after signing in.
        && !(path + "/").StartsWith("/account/", StringComparison.OrdinalIgnoreCase);
}
