namespace HrpPortal.Gateway;

/// <summary>One line of the error table.</summary>
/// <param name="Code">As the dialect writes it: v3 codes begin with ABDM-, v0.5 and API manager codes are bare numbers.</param>
/// <param name="Says">A piece of the message, in any case; codes are overloaded, so the words decide (protocol §8.3).</param>
/// <param name="At">Only in answer to this path.</param>
/// <param name="Status">Only with this HTTP status.</param>
internal sealed record ErrorRow(ErrorClass Class, string Code, string? Says = null, string? At = null, int? Status = null)
{
    public bool Fits(string path, string code, string? message, int? status) =>
        Code == code
        && (Status is null || Status == status)
        && (At is null || At == path)
        && (Says is null || (message?.Contains(Says, StringComparison.OrdinalIgnoreCase) ?? false));
}
