using Microsoft.AspNetCore.Components;

namespace HrpPortal.Ui.Kit;

/// <summary>What every field has: a label, perhaps a hint, and the error that stands beside it.</summary>
public abstract class FieldBase<T> : ComponentBase
{
    /// <summary>The id of the control; the error summary links to it.</summary>
    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public string? Hint { get; set; }

    [Parameter] public string? Error { get; set; }

    [Parameter] public bool Optional { get; set; }

    [Parameter] public T? Value { get; set; }

    [Parameter] public EventCallback<T?> ValueChanged { get; set; }

    protected string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (not null, null) => $"{Id}-hint",
        (null, not null) => $"{Id}-error",
        _ => $"{Id}-hint {Id}-error",
    };

    protected string? Invalid => Error is null ? null : "true";

    /// <summary>What is typed before the circuit is there would be lost.</summary>
    protected bool Off => !RendererInfo.IsInteractive;
}
