namespace HrpPortal.Ui;

public enum Colours { System, Light, Dark }

public enum Spacing { Comfortable, Compact }

/// <summary>How the portal looks and sounds to one person. It stands on the html element, so that the first paint is right and scripts need not ask.</summary>
/// <param name="SingleKeys">Whether letters alone are commands outside of fields (WCAG 2.1.4: they can be switched off).</param>
/// <param name="Sound">A short tone when something is announced.</param>
/// <param name="Undo">What is sent at the desk waits some seconds in the queue, so that it can be taken back.</param>
public sealed record Look(Colours Theme = Colours.System, Spacing Density = Spacing.Comfortable, bool SingleKeys = true, bool Sound = false, bool Undo = false)
{
    public static Look First { get; } = new();

    /// <summary>What the meta element says to the browser before any style is there.</summary>
    public string ColorScheme => Theme switch { Colours.Light => "light", Colours.Dark => "dark", _ => "light dark" };

    /// <summary>dark.compact.keys.silent.undo; what was written before there was an undo ends before it.</summary>
    public static Look Read(string? text) => text?.Split('.') is [var theme, var density, var keys, var sound, .. { Length: < 2 } undo]
        ? new Look(Choice<Colours>(theme), Choice<Spacing>(density), keys != "nokeys", sound == "sound", undo is ["undo"])
        : First;

    public override string ToString() => $"{Theme}.{Density}.{(SingleKeys ? "keys" : "nokeys")}.{(Sound ? "sound" : "silent")}.{(Undo ? "undo" : "atonce")}".ToLowerInvariant();

    private static T Choice<T>(string text) where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : default;
}

/// <summary>The look of whom the request comes from; whoever knows it sets it on the request.</summary>
public interface ILookFeature
{
    Look Look { get; }
}
