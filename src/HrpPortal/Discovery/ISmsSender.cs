namespace HrpPortal.Discovery;

/// <summary>
/// The hospital's own SMS service (ABDM sends no code for us; protocol, 6). Another service than <see cref="HttpSmsSender"/> speaks to
/// is a class of its own, registered in its place.
/// </summary>
public interface ISmsSender
{
    /// <summary>False: nothing can be sent, and nothing is tried.</summary>
    bool IsSetUp { get; }

    /// <summary>True when the service took it. Expected trouble is false, and not an exception; neither repeats number or text.</summary>
    /// <param name="mobile">Ten digits, of India.</param>
    Task<bool> SendAsync(string mobile, string text, CancellationToken cancellationToken);
}
