using System.Globalization;

namespace HrpPortal.Access;

/// <summary>Roles as staff call them, with the name that the sign-in provider knows in brackets.</summary>
public static class RoleWords
{
    public static string Of(string role) => role switch
    {
        Roles.Clerk => $"{AccessTexts.ClerkRole} ({role})",
        Roles.Records => $"{AccessTexts.RecordsRole} ({role})",
        Roles.Admin => $"{AccessTexts.AdminRole} ({role})",
        _ => role,
    };

    /// <summary>This and that.</summary>
    public static string All(IEnumerable<string> roles) => Join(roles, AccessTexts.And);

    /// <summary>This or that: what a policy asks for.</summary>
    public static string AnyOf(string? policy) => Join(Policies.RolesFor(policy), AccessTexts.Or);

    private static string Join(IEnumerable<string> roles, string form) =>
        roles.Select(Of).Aggregate("", (left, role) => left.Length == 0 ? role : string.Format(CultureInfo.CurrentCulture, form, left, role));
}
