namespace HrpPortal.Ui.Kit;

/// <summary>How a status looks; never the only sign of it.</summary>
public enum Tone { Quiet, Info, Good, Warn, Bad }
