using System.Globalization;

namespace HrpPortal.Ui;

/// <summary>Fills the places of a text: <c>UiTexts.Reference.With(id)</c>. A plural is two texts.</summary>
public static class Phrase
{
    public static string With(this string form, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, form, values);

    /// <summary>One or many; both texts may name the number as {0}.</summary>
    public static string Count(int number, string one, string many) => (number == 1 ? one : many).With(number);
}
