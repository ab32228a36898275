using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace HrpPortal.Access;

/// <summary>The section "Oidc" of the settings. The names are those of the framework's OpenIdConnectOptions.</summary>
public sealed class OidcOptions : OAuthOptions
{
    public const string Section = "Oidc";

    /// <summary>The provider's issuer identifier, exactly as its discovery document and its tokens write it.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Scopes to ask for, with spaces between; "openid" must be among them.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim of the id_token with the roles: an array, one string, or several with spaces between. "a.b" also finds b inside a.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>
    /// The claim of the id_token with the HIP ids of the facilities that the person works at, in the same shapes as the roles. Who
    /// has none works at the portal's own (Facilities:Current).
    /// </summary>
    public string FacilityClaim { get; set; } = "facility";

    /// <summary>False accepts plain http: for a provider on the developer's own machine, never in production.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>The endpoints are discovered later, so the framework's own check, which asks for them here, does not fit.</summary>
    public override void Validate()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(Section, typeof(OidcOptions), problems);
    }

    /// <summary>Every mistake, each with the name of its setting.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http"))
            yield return "Oidc:Authority must be the absolute address of the sign-in provider (its issuer).";
        else if (authority.Query.Length > 0 || authority.Fragment.Length > 0 || authority.UserInfo.Length > 0)
            yield return "Oidc:Authority must have no query, fragment or user name.";
        else if (RequireHttpsMetadata && authority.Scheme != "https")
            yield return "Oidc:Authority must be https (Oidc:RequireHttpsMetadata=false allows http, for development only).";
        if (string.IsNullOrWhiteSpace(ClientId))
            yield return "Oidc:ClientId is missing: the name under which the provider knows this portal.";
        if (string.IsNullOrWhiteSpace(ClientSecret))
            yield return "Oidc:ClientSecret is missing.";
        if (!Scopes.Split(' ').Contains("openid"))
            yield return "Oidc:Scopes must contain openid.";
        if (string.IsNullOrWhiteSpace(RoleClaim))
            yield return "Oidc:RoleClaim is missing: the claim of the id_token that holds the roles.";
        if (string.IsNullOrWhiteSpace(FacilityClaim))
            yield return "Oidc:FacilityClaim is missing: the claim of the id_token that holds the HIP ids of a person's facilities.";
        if (!CallbackPath.HasValue || CallbackPath == "/")
            yield return "Oidc:CallbackPath must be a path, such as /signin-oidc.";
    }
}
