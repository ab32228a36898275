using HrpPortal.Access;
using HrpPortal.Ui;

var builder = WebApplication.CreateBuilder(args);
builder.AddAccess();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
var app = builder.Build();
app.UseAccess();
app.UseAntiforgery();
app.MapAccess();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();

public sealed partial class Program;
