using System.Collections.Concurrent;

namespace HrpPortal.Data;

/// <summary>
/// SQLite's connections, kept open between two uses. To open one, to name EF's functions to it and to prepare its statements costs more
/// than most queries; the one that was used last is given first, and knows the pages of the file best. None is opened when the file is
/// no longer the one that this portal began with; those that are open still know theirs.
/// </summary>
/// <param name="most">How many wait open; 0: each is closed after its use.</param>
public sealed class KeptConnections(DatabaseSettings settings, StoreFile? file = null, int most = 0) : IDisposable
{
    private readonly ConcurrentStack<StoreSession> _idle = [];
    private volatile bool _isOver;

    internal string ConnectionString => settings.ConnectionString;

    public void Dispose()
    {
        _isOver = true;
        while (_idle.TryPop(out var one)) one.Dispose();
    }

    internal StoreSession Take()
    {
        if (_idle.TryPop(out var one)) return one;
        file?.Check();
        one = StoreSession.Open(settings.ConnectionString);
        try
        {
            // It may have been deleted in between, and a new one begun here.
            file?.Check();
            return one;
        }
        catch
        {
            one.Dispose();
            throw;
        }
    }

    internal void Give(StoreSession one)
    {
        if (_idle.Count < most && one.IsAsNew) _idle.Push(one);
        else one.Dispose();

        // Whoever had it when the portal stopped.
        if (_isOver) Dispose();
    }
}
