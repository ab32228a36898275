namespace HrpPortal.Patients;

/// <summary>How one detail of a person stands to the same detail from elsewhere; unknown when one side does not say it.</summary>
public enum Likeness { Same, Close, Differs, Unknown }

/// <summary>Two names of what may be one person.</summary>
public static class NameMatch
{
    /// <summary>
    /// Same: the same words. Close: every word of the shorter name sounds like a word of the longer one, or is its initial, in any
    /// order; and at least one whole word does.
    /// </summary>
    public static Likeness Of(string? one, string? other)
    {
        var (some, others) = (NameKey.Words(one ?? ""), NameKey.Words(other ?? ""));
        if (some.Count == 0 || others.Count == 0) return Likeness.Unknown;
        if (some.SequenceEqual(others)) return Likeness.Same;
        var (few, many) = some.Count <= others.Count ? (some, others) : (others, some);
        var left = many.ToList();
        var heard = 0;
        foreach (var word in few.OrderByDescending(word => word.Length))
        {
            var match = left.FindIndex(candidate => candidate.Length > 1 && word.Length > 1 && Sound.AreAlike(Sound.Of(word), Sound.Of(candidate)));
            if (match >= 0) heard++;
            else match = left.FindIndex(candidate => (candidate.Length == 1 || word.Length == 1) && candidate[0] == word[0]);
            if (match < 0) return Likeness.Differs;
            left.RemoveAt(match);
        }

        return heard > 0 ? Likeness.Close : Likeness.Differs;
    }
}
