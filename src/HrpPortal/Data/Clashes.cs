using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Data;

/// <summary>Who looks and then writes may find that somebody else, another tab, desk or node, wrote in between.</summary>
public static class Clashes
{
    private const int MostTries = 10;

    /// <summary>Looks and decides anew on what the other one wrote; an index or a version lets only one through.</summary>
    /// <param name="actAsync">Opens its own context, looks, and saves once; done again from the start after a clash.</param>
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
