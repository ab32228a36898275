using HrpPortal.Sandbox.Faults;
using HrpPortal.Sandbox.Gateway;

namespace HrpPortal.Sandbox.Scripting;

internal sealed class ScriptQueue(SandboxOptions options)
{
    private readonly Lock gate = new();
    private readonly List<(ScriptedAnswer Answer, int Left)> queue = [];

    public int Count
    {
        get { lock (gate) return queue.Count; }
    }

    /// <summary>What is still to come, oldest first.</summary>
    public IReadOnlyList<ScriptedAnswer> Waiting
    {
        get { lock (gate) return [.. queue.Select(one => one.Answer with { Times = one.Left })]; }
    }

    public void Add(ScriptedAnswer answer)
    {
        TrainingException.ThrowIf(options);
        lock (gate) queue.Add((answer, answer.Times));
    }

    public void Clear()
    {
        lock (gate) queue.Clear();
    }

    /// <summary>The oldest script that fits the call; the truthful answer when there is none.</summary>
    public ScriptedAnswer Next(string path, string body) =>
        Take(one => !IsCut(one) && Fits(one, path) && (one.Containing is null || body.Contains(one.Containing, StringComparison.Ordinal)))
            ?? new ScriptedAnswer();

    /// <summary>A script that cuts the call off before its body was read: it asks for no text in it.</summary>
    public ScriptedAnswer? NextCut(string path) => Take(one => IsCut(one) && Fits(one, path));

    private static bool IsCut(ScriptedAnswer answer) => answer is { Wire: WireFault.ResetInRequest, Containing: null };

    private static bool Fits(ScriptedAnswer answer, string path) => CallPaths.Fits(answer.Path, path);

    private ScriptedAnswer? Take(Predicate<ScriptedAnswer> fits)
    {
        lock (gate)
        {
            var index = queue.FindIndex(one => fits(one.Answer));
            if (index < 0) return null;
            var (answer, left) = queue[index];
            if (left <= 1) queue.RemoveAt(index);
            else queue[index] = (answer, left - 1);
            return answer;
        }
    }
}
