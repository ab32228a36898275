namespace HrpPortal.Sandbox.Scripting;

internal sealed class ScriptQueue
{
    private readonly Lock gate = new();
    private readonly List<(ScriptedAnswer Answer, int Left)> queue = [];

    public int Count
    {
        get { lock (gate) return queue.Count; }
    }

    public void Add(ScriptedAnswer answer)
    {
        lock (gate) queue.Add((answer, answer.Times));
    }

    public void Clear()
    {
        lock (gate) queue.Clear();
    }

    /// <summary>The oldest script that fits the path; the truthful answer when there is none.</summary>
    public ScriptedAnswer Next(string path)
    {
        lock (gate)
        {
            var index = queue.FindIndex(one => one.Answer.Path is null || one.Answer.Path == path);
            if (index < 0) return new ScriptedAnswer();
            var (answer, left) = queue[index];
            if (left <= 1) queue.RemoveAt(index);
            else queue[index] = (answer, left - 1);
            return answer;
        }
    }
}
