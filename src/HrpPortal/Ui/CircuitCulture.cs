using System.Globalization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace HrpPortal.Ui;

/// <summary>
/// An open page keeps the language that it was opened in, whatever another tab chose meanwhile and over whichever line the
/// circuit is taken up again. What others' threads tell a page is LiveUpdates' to bring into the page's language.
/// </summary>
internal sealed class CircuitCulture : CircuitHandler
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _words = CultureInfo.CurrentUICulture;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _words);
        return next(context);
    };
}
