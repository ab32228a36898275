using HrpPortal.Ui.Kit;

namespace HrpPortal.Readiness;

/// <summary>One thing that must hold before ABDM and this portal can work together.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">In people's words, with the dialect where there is one for each.</param>
/// <param name="State">How it stands.</param>
/// <param name="Word">That, in a word.</param>
/// <param name="Means">What it means. Never a secret.</param>
/// <param name="Do">What to do; nothing where it is in order.</param>
/// <param name="Settings">The names of the settings that it is about; the same in every language.</param>
public sealed record CheckLine(CheckKind Kind, string Name, CheckState State, string Word, string Means, string? Do, string? Settings = null)
{
    public Tone Tone => State switch
    {
        CheckState.Good => Tone.Good,
        CheckState.Warn => Tone.Warn,
        CheckState.Bad => Tone.Bad,
        _ => Tone.Quiet,
    };

    public string Icon => State switch
    {
        CheckState.Good => "tick",
        CheckState.Unknown => "question",
        _ => "alert",
    };
}

public enum CheckKind { Gateway, Credentials, Clock, Certificates, Facility, CallbackUrl, Answers, Sms }

public enum CheckState { Unknown, Good, Warn, Bad }
