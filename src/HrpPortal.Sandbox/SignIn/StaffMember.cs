namespace HrpPortal.Sandbox.SignIn;

/// <summary>A demo member of staff; the password is the user name.</summary>
internal sealed record StaffMember(string UserName, string Name, string[] Roles)
{
    public static readonly IReadOnlyList<StaffMember> All =
    [
        new("clerk", "Kavita Clerk", ["clerk"]),
        new("records", "Rajan Records", ["records"]),
        new("admin", "Aditi Admin", ["admin"]),
        new("visitor", "Vimal Visitor", []), // signs in, but may do nothing: the portal's friendly 403
    ];

    /// <summary>Stable and not the user name: who takes sub for a name must notice.</summary>
    public string Subject => $"7d0c1e52-0000-4000-8000-{UserName.Select(letter => (int)letter).Aggregate(0L, (sum, letter) => (sum * 31) + letter):d12}";

    public static StaffMember? SignIn(string? userName, string? password) =>
        All.FirstOrDefault(one => one.UserName == userName && one.UserName == password);
}
