using Microsoft.AspNetCore.Authorization;

namespace HrpPortal.Access;

/// <summary>The three roles, as the hospital's sign-in provider spells them.</summary>
public static class Roles
{
    public const string Clerk = "clerk";
    public const string Records = "records";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Clerk, Records, Admin];
}

/// <summary>The policies that pages, endpoints and services name. Records may do all that a clerk may; an admin may do everything.</summary>
public static class Policies
{
    public const string Clerk = "Clerk";
    public const string Records = "Records";
    public const string Admin = "Admin";

    /// <summary>The roles any one of which satisfies the policy; for no or an unknown policy, any role of the portal.</summary>
    public static IReadOnlyList<string> RolesFor(string? policy) => policy switch
    {
        Records => [Roles.Records, Roles.Admin],
        Admin => [Roles.Admin],
        _ => Roles.All,
    };

    internal static void Add(AuthorizationOptions options)
    {
        foreach (var policy in (string[])[Clerk, Records, Admin])
            options.AddPolicy(policy, Demand(policy));
        // Deny by default: what names no policy of its own still asks for a member of staff (ASVS 8.2.1).
        options.DefaultPolicy = Demand(Clerk);
        options.FallbackPolicy = Demand(Clerk);
    }

    private static AuthorizationPolicy Demand(string policy) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireRole(RolesFor(policy))
        .Build();
}
