using Microsoft.JSInterop;

namespace HrpPortal.Ui;

/// <summary>
/// Writes what a page holds into its address without a navigation: that would scroll to the top, and a box ticked far down
/// would jump away from the pointer.
/// </summary>
public sealed class AddressBar(IJSRuntime browser)
{
    public ValueTask KeepAsync(string url) => browser.InvokeVoidAsync("portal.keep", url);
}
