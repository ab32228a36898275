namespace HrpPortal.Patients;

/// <summary>How two names stand to each other.</summary>
public enum NameLikeness { Same, Close, Differs, NotKnown }

/// <summary>Two names of what may be one person.</summary>
public static class NameMatch
{
    /// <summary>
    /// Same: the same words. Close: every word of the shorter name sounds like a word of the longer one, or is its initial, in any
    /// order; and at least one whole word does.
    /// </summary>
    public static NameLikeness Of(string? one, string? other)
    {
        var (some, others) = (NameKey.Words(one ?? ""), NameKey.Words(other ?? ""));
        if (some.Count == 0 || others.Count == 0) return NameLikeness.NotKnown;
        if (some.SequenceEqual(others)) return NameLikeness.Same;
        var (few, many) = some.Count <= others.Count ? (some, others) : (others, some);
        var left = many.ToList();
        var heard = 0;
        foreach (var word in few.OrderByDescending(word => word.Length))
        {
            var match = left.FindIndex(candidate => candidate.Length > 1 && word.Length > 1 && Sound.AreAlike(Sound.Of(word), Sound.Of(candidate)));
            if (match >= 0) heard++;
            else match = left.FindIndex(candidate => (candidate.Length == 1 || word.Length == 1) && candidate[0] == word[0]);
            if (match < 0) return NameLikeness.Differs;
            left.RemoveAt(match);
        }

        return heard > 0 ? NameLikeness.Close : NameLikeness.Differs;
    }
}
