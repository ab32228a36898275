using System.Text.RegularExpressions;
using HrpPortal.Linking;
using HrpPortal.Tests.Architecture;

namespace HrpPortal.Tests.Ui;

/// <summary>Pictures are drawn by the style sheet: a name that it does not know would be a black square.</summary>
public sealed partial class PictureTests
{
    [Fact]
    public void Every_picture_that_a_page_names_is_drawn()
    {
        var drawn = Drawn().Matches(Sources.Text("wwwroot/app.css")).Select(match => match.Groups[1].Value).ToHashSet();
        var named = Sources.Under("src/HrpPortal/", ".razor", ".cs").SelectMany(path => Named().Matches(Sources.Text(path)), (_, match) => match.Groups[1].Value)
            .Concat(Enum.GetValues<LinkState>().Select(state => LinkWords.Of(state).Icon)).ToHashSet();

        Assert.Contains("chevron", named);
        Assert.Empty(named.Except(drawn));
    }

    [GeneratedRegex(@"^\.i-(\w+) \{ --picture", RegexOptions.Multiline)]
    private static partial Regex Drawn();

    [GeneratedRegex("""(?:\bi-|\bIcon=")([a-z]+)""")]
    private static partial Regex Named();
}
