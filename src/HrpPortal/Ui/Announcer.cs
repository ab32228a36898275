namespace HrpPortal.Ui;

/// <summary>What screen readers are told, page by page; <see cref="LiveRegion"/> says it, merged, at most once in three seconds.</summary>
public sealed class Announcer
{
    public event Action<string>? Said;

    public void Say(string message) => Said?.Invoke(message);
}
