using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrpPortal.LinkingTokens;

/// <summary>What ABDM calls on the way to a linking token; verified by the gate, applied by <see cref="AuthenticationReplies"/>.</summary>
[ApiController, AllowAnonymous]
public sealed class AuthenticationCallbacksController(CallbackGate gate) : ControllerBase
{
    [HttpPost(CallbackPaths.OnFetchModes)]
    public Task<IResult> OnFetchModesAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnFetchModes);

    [HttpPost(CallbackPaths.OnInit)]
    public Task<IResult> OnInitAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnInit);

    [HttpPost(CallbackPaths.OnConfirm)]
    public Task<IResult> OnConfirmAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnConfirm);

    /// <summary>The patient decided in the app: a call of ABDM's own (<see cref="ApprovalCalls"/>).</summary>
    [HttpPost(AbdmCalls.AuthNotify)]
    public Task<IResult> AuthNotifyAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.AuthNotify);

    [HttpPost(CallbackPaths.OnGenerateToken)]
    public Task<IResult> OnGenerateTokenAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnGenerateToken);
}
