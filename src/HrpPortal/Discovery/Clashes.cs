using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Discovery;

internal static class Clashes
{
    private const int MostTries = 10;

    /// <summary>Somebody else wrote first: looked at and done anew, on what they wrote.</summary>
    public static async Task<T> AgainOnClashAsync<T>(Func<Task<T>> actAsync)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await actAsync();
            }
            catch (DbUpdateException problem) when (attempt < MostTries && problem.IsClash())
            {
                // The next look sees it.
            }
        }
    }
}
