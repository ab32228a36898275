namespace HrpPortal.Patients;

/// <summary>How many letters must be put in, left out, changed, or swapped with their neighbour, to make one word of another.</summary>
internal static class Spelling
{
    private const int Longest = 64;

    /// <summary>One slip of the finger: in a word of four letters only two that were swapped, for others make another name.</summary>
    public static bool IsSlip(string typed, string word) => typed.Length > 3 && Within(typed, word, 1)
        && (typed.Length > 4 || (typed.Length == word.Length && Letters.Of(typed) == Letters.Of(word)));

    public static bool Within(string one, string other, int most)
    {
        if (Math.Abs(one.Length - other.Length) > most || one.Length > Longest || other.Length > Longest) return false;
        if (most == 0) return one == other;
        Span<int> before = stackalloc int[Longest + 1], above = stackalloc int[Longest + 1], row = stackalloc int[Longest + 1];
        for (var j = 0; j <= other.Length; j++) above[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var least = row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) best = Math.Min(best, before[j - 2] + 1);
                row[j] = best;
                least = Math.Min(least, best);
            }

            if (least > most) return false;
            var oldest = before;
            before = above;
            above = row;
            row = oldest;
        }

        return above[other.Length] <= most;
    }
}
