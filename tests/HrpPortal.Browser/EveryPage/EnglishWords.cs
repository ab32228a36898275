using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HrpPortal.Tests.Support;
using Microsoft.Playwright;

namespace HrpPortal.Browser.EveryPage;

/// <summary>The words of all English texts: on a page in another language none of them may stand.</summary>
internal static partial class EnglishWords
{
    /// <summary>Latin in any language: ABDM's own names, keys of a keyboard, languages in their own script.</summary>
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "ABDM", "ABHA", "PHR", "OTP", "SMS", "HIP", "HRP", "Portal", "IT", "IST", "HMIS", "QR", "ID", "URL", "HTTP", "HTTPS", "NTP", "JSON", "CSV", "OPD", "English", "requestId", "Ctrl", "Enter", "Esc", "Alt", "Space", "Shift", "Tab", "mm", "Dr",
    };

    /// <summary>Text that a person sees or hears; what is marked as English, and what stands as code, is left out.</summary>
    private const string Seen = """
        (data) => {
          const left = one => one.closest('[lang^=en], .mono, code, kbd, script, style, noscript, svg:not([aria-label])');
          const texts = [];
          const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) if (!left(node.parentElement)) texts.push(node.data);
          for (const one of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [data-label]')) {
            if (left(one)) continue;
            for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label']) if (one.hasAttribute(name)) texts.push(one.getAttribute(name));
          }
          // A link reference is drawn by lot and may spell a word: L-26K23-E2BY9.
          const plain = text => data.reduce((rest, one) => rest.replaceAll(one, ' '), text).replace(/\bL-\d\d[A-L]\d\d-[2-9A-Z]{5}\b/g, ' ');
          return texts.map(plain).filter(text => /[A-Za-z]{2}/.test(text)).map(text => text.trim());
        }
        """;

    private static readonly HashSet<string> All = Read();

    /// <param name="page">In another language than English.</param>
    /// <param name="data">What patients, staff and hospitals are called, which no language changes.</param>
    public static async Task<IReadOnlyList<string>> OnAsync(IPage page, IEnumerable<string> data)
    {
        var texts = await page.EvaluateAsync<JsonElement>(Seen, data.OrderByDescending(one => one.Length).ToArray());
        return [.. texts.EnumerateArray().Select(text => text.GetString()!).Where(text => Words(text).Any(word => All.Contains(word))).Distinct()];
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    private static HashSet<string> Read() => new(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "HrpPortal"), "*Texts.resx", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Root!.Elements("data").Select(text => (string)text.Element("value")!)).SelectMany(Words).Where(word => !Allowed.Contains(word)),
        StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();
}
