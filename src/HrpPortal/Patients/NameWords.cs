namespace HrpPortal.Patients;

/// <summary>
/// The different words of all names of a facility, and how many patients have each: a few ten thousand where there are a million
/// patients. What contains some letters, or sounds like something, is looked for among these; the patients are then found by
/// whole words, which an index does. It cannot change: another takes its place.
/// </summary>
internal sealed class NameWords
{
    public static readonly NameWords None = new(new Dictionary<string, int>());

    private readonly Entry[] _entries;

    public NameWords(IReadOnlyDictionary<string, int> patients) =>
        _entries = [.. patients.Select(word => new Entry(word.Key, word.Value)).OrderBy(entry => entry.Word, StringComparer.Ordinal)];

    private NameWords(Entry[] entries) => _entries = entries;

    public int Count => _entries.Length;

    /// <summary>About how many patients have a word that begins so: good enough to look for the rarest one first.</summary>
    public long PatientsWith(string beginning)
    {
        var count = 0L;
        for (var i = FirstFrom(beginning); i < _entries.Length && _entries[i].Word.StartsWith(beginning, StringComparison.Ordinal); i++) count += _entries[i].Patients;
        return count;
    }

    public WordSet Containing(string part)
    {
        var letters = Letters.Of(part);
        return new WordSet(_entries.Where(entry => letters.AreIn(entry.Letters) && entry.Word.Contains(part, StringComparison.Ordinal)).Select(entry => (entry.Word, entry.Patients)));
    }

    public WordSet SoundingLike(string typed)
    {
        var sound = Sound.Of(typed);
        var (letters, heard, slips) = (Letters.Of(typed), Letters.Of(sound), Sound.Slips(sound.Length));
        return new WordSet(_entries
            .Where(entry => (letters.AreIn(entry.Letters) || heard.AreIn(entry.SoundLetters) || heard.DifferBy(entry.SoundLetters) <= 2 * slips || letters.DifferBy(entry.Letters) <= 2)
                && Sound.MayMean(typed, sound, entry.Word, entry.Sound))
            .Select(entry => (entry.Word, entry.Patients)));
    }

    /// <summary>The same with the words that are not in it yet; itself when it has them all.</summary>
    public NameWords With(IEnumerable<string> words)
    {
        var fresh = words.Where(word => !Has(word)).Distinct().Select(word => new Entry(word, 1)).ToList();
        return fresh.Count == 0 ? this : new NameWords([.. _entries.Concat(fresh).OrderBy(entry => entry.Word, StringComparer.Ordinal)]);
    }

    private bool Has(string word) => FirstFrom(word) is var at && at < _entries.Length && _entries[at].Word == word;

    private int FirstFrom(string word)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_entries[middle].Word, word) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private sealed class Entry
    {
        public Entry(string word, int patients)
        {
            (Word, Patients, Sound) = (word, patients, HrpPortal.Patients.Sound.Of(word));
            (Letters, SoundLetters) = (Letters.Of(word), Letters.Of(Sound));
        }

        public string Word { get; }
        public int Patients { get; }
        public string Sound { get; }
        public Letters Letters { get; }
        public Letters SoundLetters { get; }
    }
}

/// <summary>Some words, and how many patients have one of them, about.</summary>
internal sealed class WordSet
{
    public WordSet(IEnumerable<(string Word, int Patients)> words)
    {
        var all = words.OrderByDescending(word => word.Patients).ToList();
        (Words, Patients) = ([.. all.Select(word => word.Word)], all.Sum(word => (long)word.Patients));
    }

    /// <summary>Those that most patients have come first.</summary>
    public IReadOnlyList<string> Words { get; }

    public long Patients { get; }
}

/// <summary>Which letters a word has, as a set of bits: most words are told apart by that without looking at them.</summary>
internal readonly record struct Letters(uint Bits)
{
    public static Letters Of(string word)
    {
        var bits = 0u;
        foreach (var letter in word) bits |= 1u << (letter & 31);
        return new Letters(bits);
    }

    public bool AreIn(Letters others) => (Bits & ~others.Bits) == 0;

    public int DifferBy(Letters others) => System.Numerics.BitOperations.PopCount(Bits ^ others.Bits);
}
