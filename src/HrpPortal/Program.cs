using HrpPortal;
using HrpPortal.Access;
using HrpPortal.Callbacks;
using HrpPortal.CareContexts;
using HrpPortal.Data;
using HrpPortal.Desk;
using HrpPortal.Errors;
using HrpPortal.Facilities;
using HrpPortal.Gateway;
using HrpPortal.Health;
using HrpPortal.Linking;
using HrpPortal.LinkingTokens;
using HrpPortal.Live;
using HrpPortal.Me;
using HrpPortal.Office;
using HrpPortal.Outbox;
using HrpPortal.Patients;
using HrpPortal.Readiness;
using HrpPortal.Ui;
using HrpPortal.Verify;
using HrpPortal.Weather;
#if DEBUG
using HrpPortal.Demo;
#endif

var builder = WebApplication.CreateBuilder(PortalStart.Options(args));
if (args.IsVerify()) return await builder.VerifyAsync();
builder.AddData().AddLive().AddOutbox().AddCallbacks();
builder.AddFacilities().AddPatients().AddCareContexts().AddLinkingTokens().AddLinking().AddErrors().AddWeather().AddReadiness().AddOffice();
builder.Services.AddGateway(builder.Configuration);
builder.AddAccess().AddHealth().AddDesk().AddMe().AddUi();
#if DEBUG
builder.AddDemo();
#endif

var app = builder.Build();
await app.PrepareAsync();
#if DEBUG
await app.SeedDemoAsync();
#endif
app.UseUi().UseAccess().UseFacilities().UseMe();
app.MapAccess().MapFacilities().MapMe().MapHealth().MapLinking().MapOffice().MapUi();
await app.RunAsync();
return Environment.ExitCode;
public sealed partial class Program;
