using HrpPortal.Browser.Support;
using Microsoft.Playwright;

namespace HrpPortal.Browser.EveryPage;

/// <summary>What a person does on a page to bring it into a state, in whatever language it speaks.</summary>
internal static class PageActs
{
    public static async Task FindAsync(Person person)
    {
        await person.Page.Locator("[data-search]").FillAsync("Test");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
    }

    public static async Task FindNobodyAsync(Person person)
    {
        await person.Page.Locator("[data-search]").FillAsync("zzzz qqqq");
        await Assertions.Expect(person.Page.Locator("#desk-results, main").GetByText("zzzz qqqq").First).ToBeVisibleAsync();
    }

    /// <summary>The code on a parcel.</summary>
    public static Task ScanNoCardAsync(Person person) => ScanAsync(person, """{"awb":"8901030"}""", ".notice");

    public static Task ScanAsync(Person person) => ScanAsync(
        person, """{"hidn":"-","hid":"test.person99@sbx","name":"Tast Persen","gender":"M","dob":"1/1/1971","mobile":"9111111111"}""", ".compare");

    public static async Task KeysAsync(Person person)
    {
        await person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await person.Page.Keyboard.PressAsync("Shift+Slash");
        await Assertions.Expect(person.Page.Locator("#help")).ToBeVisibleAsync();
    }

    public static async Task SessionEndsAsync(Person person)
    {
        await person.Page.RouteAsync("**/account/session", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"seconds":45,"canStay":true}""" }));
        await person.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(person.Page.Locator("#session-end")).ToBeVisibleAsync();
        await person.Page.UnrouteAllAsync();
    }

    /// <summary>As blazor.web.js says it: by a class.</summary>
    public static async Task ConnectionLostAsync(Person person)
    {
        await person.Page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').classList.add('components-reconnect-failed')");
        await Assertions.Expect(person.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
    }

    public static Task ToldAsync(Person person) => Assertions.Expect(person.Page.Locator("main .notice")).ToBeVisibleAsync();

    public static async Task AddFacilityAsync(Person person)
    {
        await person.Page.Locator("#add-facility").ClickAsync();
        await Assertions.Expect(person.Page.Locator("#facility-hip")).ToBeVisibleAsync();
    }

    public static async Task AddNoFacilityAsync(Person person)
    {
        await AddFacilityAsync(person);
        await SubmitAsync(person);
    }

    public static Task BridgeReadAsync(Person person) => Assertions.Expect(person.Page.Locator(".panel .chip").First).ToBeVisibleAsync();

    public static Task CheckedAsync(Person person) => Assertions.Expect(person.Page.Locator(".checks").First.Locator(".chip").Last).ToBeVisibleAsync();

    public static async Task TestCallbacksAsync(Person person)
    {
        await CheckedAsync(person);
        await person.Page.Locator(".panel .checks button").First.ClickAsync();
        await Assertions.Expect(person.Page.Locator(".panel .checks .chip")).ToBeVisibleAsync();
    }

    public static async Task SubmitAsync(Person person)
    {
        await person.Page.Locator("main button.primary").ClickAsync();
        await Assertions.Expect(person.Page.Locator("[data-error-summary]")).ToBeFocusedAsync();
    }

    public static async Task WrongAddressAsync(Person person)
    {
        await person.Page.Locator("#abha-address").FillAsync("98400");
        await person.Page.Locator("main button.primary").ClickAsync();
        await Assertions.Expect(person.Page.Locator("#abha-address-error")).ToBeVisibleAsync();
    }

    /// <summary>What the patient is asked for is on the page.</summary>
    public static Task AskedAsync(Person person) => Assertions.Expect(person.Page.Locator("#ask-title")).ToBeVisibleAsync();

    /// <summary>Past the question whether the patient was told.</summary>
    public static async Task ToRecordsAsync(Person person)
    {
        await person.Page.Locator("#told").CheckAsync();
        await Assertions.Expect(person.Page.Locator(".saved")).Not.ToBeEmptyAsync();
        await person.Page.Locator("main button.primary").ClickAsync();
        await Assertions.Expect(person.Page.Locator("#records")).ToBeVisibleAsync();
    }

    public static async Task ChooseNothingAsync(Person person)
    {
        await ToRecordsAsync(person);
        await person.Page.Locator("#records input:checked").First.UncheckAsync();
        await Assertions.Expect(person.Page.Locator("#records .chosen")).ToHaveCountAsync(0);
        await SubmitAsync(person);
    }

    public static async Task CheckAsync(Person person)
    {
        await ToRecordsAsync(person);
        await person.Page.Locator("main button.primary").ClickAsync();
        await Assertions.Expect(person.Page.Locator("dl.summary")).ToBeVisibleAsync();
    }

    public static async Task WrongDisplayAsync(Person person)
    {
        await CheckAsync(person);
        await person.Page.Locator("#display-OPD-80").FillAsync("\u092a\u0930\u094d\u091a\u093e");
        await SubmitAsync(person);
    }

    public static async Task TickAsync(Person person)
    {
        await person.Page.Locator("table.links tbody input[type=checkbox]").First.CheckAsync();
        await Assertions.Expect(person.Page.Locator(".bulk")).ToBeVisibleAsync();
    }

    public static async Task ForItAsync(Person person)
    {
        await person.Page.Locator(".for-it > summary").ClickAsync();
        await person.Page.Locator(".exchange button").ClickAsync();
        await person.Page.Locator(".exchange summary").First.ClickAsync();
        await Assertions.Expect(person.Page.Locator(".exchange pre").First).ToBeVisibleAsync();
    }

    private static async Task ScanAsync(Person person, string code, string shows)
    {
        await person.Page.EvaluateAsync("code => { const field = document.getElementById('desk-scan'); field.value = code; field.dispatchEvent(new Event('change', { bubbles: true })); }", code);
        await Assertions.Expect(person.Page.Locator(shows).First).ToBeVisibleAsync();
    }
}
