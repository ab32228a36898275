using System.Globalization;

namespace HrpPortal.Tests.Support;

/// <summary>This test's thread speaks a language until it is disposed.</summary>
internal sealed class Speaks : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _words = CultureInfo.CurrentUICulture;

    public static Speaks In(string culture)
    {
        var before = new Speaks();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        return before;
    }

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _words);
}
