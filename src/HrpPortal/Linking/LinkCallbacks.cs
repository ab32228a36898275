using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrpPortal.Linking;

/// <summary>
/// What ABDM calls when a link request was decided. Anonymous to our own sign-in: the gate verifies the gateway's token, and
/// what it lets in is applied by <see cref="LinkReplies"/> after the 202.
/// </summary>
[ApiController, AllowAnonymous]
public sealed class LinkCallbacksController(CallbackGate gate) : ControllerBase
{
    [HttpPost(CallbackPaths.OnAddContexts)]
    public Task<IResult> OnAddContextsAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnAddContexts);

    [HttpPost(CallbackPaths.OnContextNotify)]
    public Task<IResult> OnContextNotifyAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnContextNotify);

    [HttpPost(CallbackPaths.OnCareContext)]
    public Task<IResult> OnCareContextAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnCareContext);

    [HttpPost(CallbackPaths.OnContextNotifyV3)]
    public Task<IResult> OnContextNotifyV3Async() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnContextNotifyV3);
}
