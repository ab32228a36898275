using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Gateway;
using static HrpPortal.Gateway.V3TextRule;

namespace HrpPortal.Tests.Gateway;

/// <summary>The check before sending against ABDM's own patterns.</summary>
public sealed class V3TextTests
{
    private const string Characters = "aZé9 ',.-_@\"'|()/:\\#&+\u0905\n\t~";

    private static Regex Official(string pattern) => new(pattern.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.NonBacktracking);

    [Theory]
    [InlineData("Meera Joshi", null, null)]
    [InlineData("Meera  S. O'Neill-Joshi", null, null)]
    [InlineData("M", null, null)]
    [InlineData("Meera J. ", null, null)]
    [InlineData(null, Missing, null)]
    [InlineData(" ", Missing, null)]
    [InlineData("Meera 2", NotALetter, "2")]
    [InlineData("मीरा", NotALetter, "म")]
    [InlineData("Meera\U0001F600", NotALetter, "\U0001F600")]
    [InlineData(".Meera", BeginsWithoutLetter, ".")]
    [InlineData("Meera.", EndsWithMark, ".")]
    [InlineData("Meera.-Joshi", TwoMarks, "-")]
    [InlineData("Meera -Joshi", TwoMarks, "-")]
    public void A_name(string? text, V3TextRule? rule, string? character)
    {
        var flaw = V3Text.Name(text);
        Assert.Equal((rule, character), (flaw?.Rule, flaw?.Character));
    }

    [Theory]
    [InlineData("OPD visit on 04-May-2031 (evening), 10:30", null)]
    [InlineData("Dr. O'Neill \"A|B\"", null)]
    [InlineData("", Missing)]
    [InlineData("Blood & urine", CharacterNotAllowed)]
    [InlineData("Ward #4", CharacterNotAllowed)]
    [InlineData("रक्त", CharacterNotAllowed)]
    [InlineData("a\\b", CharacterNotAllowed)]
    public void A_display(string text, V3TextRule? rule) => Assert.Equal(rule, V3Text.Display(text)?.Rule);

    [Fact]
    public void A_flaw_tells_the_character_and_where_it_is() => Assert.Equal(new V3TextFlaw(CharacterNotAllowed, "&", 6), V3Text.Display("Blood & urine"));

    [Fact]
    public void Length_has_an_end()
    {
        Assert.Null(V3Text.Display(new string('x', 255)));
        Assert.Equal(TooLong, V3Text.Display(new string('x', 256))?.Rule);
    }

    /// <summary>To the letter what ABDM's expressions say, save that a text must have something in it.</summary>
    [Fact]
    public void Ten_thousand_texts_are_judged_as_the_official_patterns_do()
    {
        (Func<string?, V3TextFlaw?> Check, Regex Official)[] rules =
        [
            (V3Text.Name, Official("^[a-zA-Z]+(([',. -][a-zA-Z ])?[a-zA-Z]*)*$")),
            (V3Text.Display, Official("^[a-zA-Z0-9_\\-@,. \"':|()/]{0,255}$")),
            (V3Text.PatientReference, Official("^[a-zA-Z0-9_\\-@,. \"':|()/]{0,255}$")),
            (V3Text.ContextReference, Official("^[a-zA-Z0-9_\\-@,. ()/:\\\\]{0,255}$")),
        ];
        var texts =
            from characters in Gen.Elements(Characters.ToCharArray()).ListOf()
            from end in Gen.Elements("", "@sbx", "@abdm", " b", "'s")
            select new string([.. characters]) + end;
        Prop.ForAll(texts.ToArbitrary(), text =>
                string.IsNullOrWhiteSpace(text) || rules.All(rule => rule.Check(text) is null == rule.Official.IsMatch(text)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }
}
