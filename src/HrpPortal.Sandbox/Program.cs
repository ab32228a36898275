using HrpPortal.Sandbox;

await SandboxApp.Build(args).RunAsync();
