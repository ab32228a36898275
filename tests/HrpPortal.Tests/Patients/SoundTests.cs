using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Patients;

namespace HrpPortal.Tests.Patients;

public sealed class SoundTests
{
    [Theory]
    [InlineData("Lakshmi", "Laxmi")]
    [InlineData("Lakshmi", "Lakshmee")]
    [InlineData("Deepak", "Dipak")]
    [InlineData("Pooja", "Puja")]
    [InlineData("Vishwanath", "Viswanadh")]
    [InlineData("Wasim", "Vaseem")]
    [InlineData("Mohammed", "Mohd")]
    [InlineData("Mohammed", "Muhammad")]
    [InlineData("Md", "Mohamad")]
    [InlineData("Chaudhary", "Chowdhury")]
    [InlineData("Choudhari", "Chaudhry")]
    [InlineData("Asha", "Aasha")]
    [InlineData("Asha", "Ashah")]
    [InlineData("Qureshi", "Kureshi")]
    [InlineData("Zakir", "Jakir")]
    [InlineData("Phatak", "Fatak")]
    [InlineData("Thenmozhi", "Tenmoli")]
    [InlineData("Krishnan", "Krisnan")]
    [InlineData("Srinivasan", "Sreenivasan")]
    [InlineData("Fernandes", "Fernandez")]
    [InlineData("Shaikh", "Sheikh")]
    [InlineData("Banerjee", "Banerji")]
    [InlineData("Narayan", "Narain")]
    [InlineData("Saxena", "Saksena")]
    public void These_sound_alike(string one, string other) => Assert.True(Alike(one, other), $"{Key(one)} {Key(other)}");

    [Theory]
    [InlineData("Ravi", "Rani")]
    [InlineData("Asha", "Usha")]
    [InlineData("Rao", "Roy")]
    [InlineData("Sita", "Rita")]
    [InlineData("Mohan", "Rohit")]
    [InlineData("Kumar", "Kapoor")]
    [InlineData("Sharma", "Verma")]
    [InlineData("Lakshmi", "Lata")]
    public void These_do_not(string one, string other) => Assert.False(Alike(one, other), $"{Key(one)} {Key(other)}");

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ravi", "rvai", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    [InlineData("abcdef", "badcfe", 3)]
    public void The_distance_of_two_spellings(string one, string other, int distance)
    {
        Assert.True(Spelling.Within(one, other, distance));
        Assert.True(Spelling.Within(other, one, distance));
        Assert.False(distance > 0 && Spelling.Within(one, other, distance - 1));
    }

    /// <summary>Against the same distance worked out the slow and plain way.</summary>
    [Fact]
    public void The_distance_is_that_of_its_definition()
    {
        var word = Gen.ArrayOf(Gen.Elements('a', 'b', 'c')).Select(letters => new string(letters[..Math.Min(7, letters.Length)]));
        Prop.ForAll(word.Zip(word).ToArbitrary(), pair => Enumerable.Range(0, 4).All(most => Spelling.Within(pair.Item1, pair.Item2, most) == Plain(pair.Item1, pair.Item2) <= most))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void A_doubled_consonant_changes_no_sound()
    {
        var word = Gen.Choose(1, 8).SelectMany(length => Gen.Elements("aeioubdfgjklmnprstv".ToCharArray()).ListOf(length)).Select(letters => string.Concat(letters));
        Prop.ForAll(word.Zip(Gen.Choose(0, 7)).ToArbitrary(), pair =>
        {
            var at = pair.Item2 % pair.Item1.Length;
            return "aeiou".Contains(pair.Item1[at], StringComparison.Ordinal) || pair.Item1 is "md" or "kr" || Sound.Of(pair.Item1) == Sound.Of(pair.Item1.Insert(at, pair.Item1[at].ToString()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static string Key(string name) => Sound.Of(NameKey.Words(name).Single());

    private static bool Alike(string one, string other) => Sound.AreAlike(Key(one), Key(other));

    private static int Plain(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    costs[i, j] = i + j;
                    continue;
                }

                costs[i, j] = Math.Min(Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[one.Length, other.Length];
    }
}
