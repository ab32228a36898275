namespace HrpPortal.Desk;

/// <summary>Setting <c>Portal:UndoSeconds</c>: how long the desk offers to take back what it sent, and keeps it for whoever wants it kept.</summary>
public sealed class UndoTime(IConfiguration configuration)
{
    public TimeSpan Length { get; } = TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue("Portal:UndoSeconds", 5), 1, 60));
}
