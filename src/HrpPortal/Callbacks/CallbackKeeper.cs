using Microsoft.Extensions.Options;

namespace HrpPortal.Callbacks;

/// <summary>
/// Puts a callback where it survives, within the time that the gateway waits: in the store, or in the spill file when the
/// store is not reached in time.
/// </summary>
public sealed partial class CallbackKeeper(
    CallbackInbox inbox, CallbackSpill spill, IOptions<CallbackOptions> options, TimeProvider clock, ILogger<CallbackKeeper> log)
{
    /// <summary>Of the gateway's 5 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(4_900);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private volatile bool _isSpilling;

    /// <summary>The store did not answer lately; until it does, nobody waits for it.</summary>
    public bool IsSpilling => _isSpilling;

    /// <returns>False when it could be kept nowhere.</returns>
    public async Task<bool> KeepAsync(InboxCallback callback)
    {
        var begun = clock.GetTimestamp();
        if (!_isSpilling)
        {
            try
            {
                // Not the request's own token: a gateway that hangs up early has still told us something.
                await inbox.WriteAsync(callback, options.Value.StoreWait, clock);
                return true;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                if (!_isSpilling) Log.StoreAway(log, problem);
                _isSpilling = true;
            }
        }

        try
        {
            // Whoever waited for the store has less than a second left, whoever did not has nearly all.
            var left = Patience - clock.GetElapsedTime(begun);
            await spill.WriteAsync(callback, left > Least ? left : Least, clock);
            return true;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            Log.KeptNowhere(log, problem, callback.Path);
            return false;
        }
    }

    /// <summary>The store took what was spilled: callbacks go there again.</summary>
    public void StoreIsBack()
    {
        if (_isSpilling) Log.StoreBack(log);
        _isSpilling = false;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot be reached: callbacks are kept in the spill folder")]
        public static partial void StoreAway(ILogger log, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The store is back: callbacks go there again")]
        public static partial void StoreBack(ILogger log);

        [LoggerMessage(Level = LogLevel.Critical, Message = "A callback to {Path} could be kept neither in the store nor in the spill folder; it was answered 503")]
        public static partial void KeptNowhere(ILogger log, Exception problem, string path);
    }
}
