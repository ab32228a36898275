using HrpPortal.Errors;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Errors;

/// <summary>One catalogue: every line of the gateway's table has its words, and every text is said by somebody.</summary>
public sealed class ErrorWordsTests
{
    private static readonly ErrorName[] Names = Enum.GetValues<ErrorName>();

    private static readonly ErrorWords Unknown = ErrorWords.Of(ErrorName.Unknown);

    [Fact]
    public void Every_line_of_the_table_has_words_of_its_own()
    {
        foreach (var name in GatewayErrors.Rows.Select(row => row.Name).Distinct())
            Assert.NotEqual(Unknown, ErrorWords.Of(name));
    }

    [Fact]
    public void Every_text_belongs_to_a_line_of_the_table()
    {
        var given = GatewayErrors.Rows.Select(row => row.Name).Append(ErrorName.Unknown).ToHashSet();
        Assert.All(Names, name => Assert.Contains(name, given));
    }

    [Fact]
    public void A_cause_is_one_short_sentence_without_a_code()
    {
        foreach (var name in Names)
        {
            var cause = ErrorWords.Of(name).CauseFor("asha@sbx");
            Assert.EndsWith(".", cause, StringComparison.Ordinal);
            Assert.Single(cause.Split(". "));
            Assert.InRange(cause.Length, 20, 90);
            Assert.DoesNotMatch(@"\d{3,}|ABDM-\d|\{", cause);
            Assert.DoesNotMatch("(?i)gateway|callback|token|http|request ?id|oops|please|invalid", cause);
        }
    }

    [Fact]
    public void There_is_one_next_step_and_a_button_where_somebody_has_something_to_do()
    {
        foreach (var name in Names)
        {
            var words = ErrorWords.Of(name);
            Assert.Equal(words.Who == Who.Nobody, words.Next.StartsWith("Nothing.", StringComparison.Ordinal));
            Assert.Equal(words.Who == Who.Nobody, words.Button is null);
            Assert.Equal(words.Button is null, words.Remedy == Remedy.None);
            Assert.InRange(words.Next.Length, 15, 100);
        }
    }

    /// <summary>What the portal does by itself and what people are told to do are the same thing.</summary>
    [Fact]
    public void Nobody_is_sent_to_mend_what_mends_itself()
    {
        foreach (var row in GatewayErrors.Rows)
        {
            var who = ErrorWords.Of(row.Name).Who;
            if (row.Class is ErrorClass.AlreadyLinked or ErrorClass.TokenUnusable or ErrorClass.RepeatOrClock or ErrorClass.GatewayTrouble) Assert.Equal(Who.Nobody, who);
            else Assert.NotEqual(Who.Nobody, who);
            if (row.Class == ErrorClass.WrongPerson) Assert.Equal(Who.Clerk, who);
            if (row.Class == ErrorClass.Session) Assert.Equal(Who.It, who);
        }
    }

    [Fact]
    public void Every_class_says_what_the_portal_does()
    {
        var words = Enum.GetValues<ErrorClass>().Select(ErrorWords.Of).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
    }
}
