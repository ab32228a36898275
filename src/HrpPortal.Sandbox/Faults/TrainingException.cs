namespace HrpPortal.Sandbox.Faults;

/// <summary>In a training nothing goes wrong on purpose: who learns the work must be able to trust what the screen says.</summary>
public sealed class TrainingException() : InvalidOperationException("This sandbox is a training: faults are off.")
{
    internal static void ThrowIf(SandboxOptions options)
    {
        if (options.Training) throw new TrainingException();
    }
}
