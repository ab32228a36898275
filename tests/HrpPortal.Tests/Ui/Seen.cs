using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;

namespace HrpPortal.Tests.Ui;

/// <summary>Finds things as a person does: by role and words.</summary>
internal static class Seen
{
    public static IElement Button<T>(this IRenderedComponent<T> page, string words) where T : IComponent =>
        page.FindAll("button").Single(button => button.Words() == words);

    public static IElement Link<T>(this IRenderedComponent<T> page, string words) where T : IComponent =>
        page.FindAll("a").First(link => link.Words() == words);

    public static string Heading<T>(this IRenderedComponent<T> page) where T : IComponent => page.Find("h1").Words();

    /// <summary>The control that a label names, around it or by its id.</summary>
    public static IElement Labelled<T>(this IRenderedComponent<T> page, string words) where T : IComponent
    {
        var label = page.FindAll("label").First(one => one.Words().Contains(words, StringComparison.Ordinal));
        return label.GetAttribute("for") is { } id ? page.Find("#" + id) : label.QuerySelector("input, select")!;
    }

    public static IEnumerable<string> Statuses<T>(this IRenderedComponent<T> page) where T : IComponent =>
        page.FindAll(".chip").Select(chip => chip.Words());

    public static string Text<T>(this IRenderedComponent<T> page) where T : IComponent => string.Join(' ', page.Nodes.Select(node => node.Words()));

    public static string Words(this INode node) => string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
