namespace HrpPortal.Gateway;

/// <summary>One line of the error table (<see cref="GatewayErrors.Rows"/>).</summary>
/// <param name="Name">What it is about; several lines share one.</param>
/// <param name="Class">What to do about it.</param>
/// <param name="Code">As the dialect writes it: v3 codes begin with ABDM-, v0.5 and API manager codes are bare numbers.</param>
/// <param name="Says">A piece of the message, in any case; codes are overloaded, so the words decide (protocol §8.3).</param>
/// <param name="At">Only in answer to this path.</param>
/// <param name="Status">Only with this HTTP status.</param>
public sealed record ErrorRow(ErrorName Name, ErrorClass Class, string Code, string? Says = null, string? At = null, int? Status = null)
{
    internal bool Fits(string path, string code, string? message, int? status) =>
        Code == code
        && (Status is null || Status == status)
        && (At is null || At == path)
        && (Says is null || (message?.Contains(Says, StringComparison.OrdinalIgnoreCase) ?? false));
}

/// <summary>What the table makes of an error.</summary>
/// <param name="IsListed">A line of the table says so. Otherwise it is known by its HTTP status at best.</param>
public sealed record ErrorFinding(ErrorName Name, ErrorClass Class, bool IsListed);
