using HrpPortal.Access;
using HrpPortal.Tests.Support;
using HrpPortal.Ui;
using HrpPortal.Ui.Kit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace HrpPortal.Tests.Ui;

/// <summary>What stands around every page.</summary>
public sealed class ShellTests : PageContext
{
    [Fact]
    public async Task Everybody_finds_the_content_the_way_around_and_the_way_out()
    {
        var shell = Shell(content => content.AddMarkupContent(0, "<h1>A page</h1>"));

        await shell.WaitForAssertionAsync(() => Assert.Equal(["Desk", "Patients", "Links", "Scans"], shell.FindAll("nav a").Select(link => link.Words())));
        Assert.Equal("#content", shell.Link("Skip to the content").GetAttribute("href"));
        Assert.Equal("A page", shell.Find("main h1").Words());
        Assert.Contains("Kavita Clerk", shell.Text(), StringComparison.Ordinal);
        Assert.Contains("Times are India time (IST).", shell.Text(), StringComparison.Ordinal);
        Assert.NotNull(shell.Find("[role=status][aria-live=polite]"));
        var way = shell.Find("form");
        Assert.Equal(("post", PortalUrls.SignOut), (way.GetAttribute("method"), way.GetAttribute("action")));
    }

    [Fact]
    public async Task It_says_by_itself_when_the_circuit_is_there()
    {
        var shell = Shell(_ => { });

        await shell.WaitForAssertionAsync(() => Assert.Equal("yes", shell.Find("[role=status]").GetAttribute("data-live")));
    }

    [Fact]
    public async Task A_fault_of_a_page_leaves_the_shell_standing_and_can_be_tried_again()
    {
        var shell = Shell(content =>
        {
            content.OpenComponent<Fragile>(0);
            content.CloseComponent();
        });
        await shell.Button("Break").ClickAsync(new());

        Assert.Contains("Requests already sent are safe.", shell.Find("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("The store is away", shell.Text(), StringComparison.Ordinal);
        Assert.NotEmpty(shell.FindAll("nav a"));

        await shell.Button("Try again").ClickAsync(new());
        Assert.NotNull(shell.Button("Break"));
    }

    [Fact]
    public void Buttons_and_fields_are_off_until_they_would_answer()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        Assert.True(Render<ActionButton>(button => button.Add(one => one.Text, "Send")).Button("Send").HasAttribute("disabled"));
        Assert.True(Render<TextField>(field => field.Add(one => one.Id, "name").Add(one => one.Label, "Name")).Labelled("Name").HasAttribute("disabled"));
    }

    [Fact, Trait("Row", "A19")]
    public void Who_may_not_open_a_page_is_told_which_role_it_needs()
    {
        var visitor = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new("name", "Kavita Clerk")], "Test", "name", "role"));
        string Told(Type type) => Render<Forbidden>(page => page.Add(one => one.User, visitor).Add(one => one.Page, type)).Text();

        Assert.Contains("You are signed in as Kavita Clerk. This page needs the role administrator (admin).", Told(typeof(HrpPortal.Errors.Pages.ErrorList)), StringComparison.Ordinal);
        Assert.Contains("medical records (records) or administrator (admin)", Told(typeof(HrpPortal.Callbacks.Pages.CallbackList)), StringComparison.Ordinal);
        using var hindi = Speaks.In("hi-IN");
        Assert.Contains("आप Kavita Clerk के नाम से साइन इन हैं।", Told(typeof(HrpPortal.Errors.Pages.ErrorList)), StringComparison.Ordinal);
    }

    private IRenderedComponent<MainLayout> Shell(Action<Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder> content) =>
        Render<MainLayout>(layout => layout.Add(one => one.Body, (RenderFragment)(builder => content(builder))));

    public override async Task InitializeAsync()
    {
        Services.AddAuthorizationCore(options =>
        {
            foreach (var name in (string[])[Policies.Clerk, Policies.Records]) options.AddPolicy(name, policy => policy.RequireAuthenticatedUser());
        });
        Services.AddCascadingAuthenticationState();
        await base.InitializeAsync();
    }

    private sealed class Fragile : ComponentBase
    {
        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "onclick", EventCallback.Factory.Create(this, (Action)(() => throw new InvalidOperationException("The store is away."))));
            builder.AddContent(2, "Break");
            builder.CloseElement();
        }
    }
}
