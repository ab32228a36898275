namespace HrpPortal.Ui;

/// <summary>Setting <c>Portal:Training</c>: every page says that nothing done here is real, and the start makes sure that it is true.</summary>
public sealed class TrainingOptions
{
    public bool Training { get; set; }

    /// <summary>Only a training sandbox listens on this machine alone; whatever else is called may be ABDM.</summary>
    internal static bool IsHarmless(TrainingOptions options, IConfiguration configuration) =>
        !options.Training || (Uri.TryCreate(configuration["Gateway:BaseUrl"], UriKind.Absolute, out var gateway) && gateway.IsLoopback);
}

/// <summary>Whether pages carry the training banner.</summary>
public sealed record TrainingMode(bool IsOn);
