using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrpPortal.Sms;

/// <summary>Where ABDM says what became of an SMS; verified by the gate, applied by <see cref="SmsReplies"/>.</summary>
[ApiController, AllowAnonymous]
public sealed class SmsCallbacksController(CallbackGate gate) : ControllerBase
{
    [HttpPost(CallbackPaths.OnSmsNotify)]
    public Task<IResult> OnNotifyAsync() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnSmsNotify);

    [HttpPost(CallbackPaths.OnSmsNotifyV3)]
    public Task<IResult> OnNotifyV3Async() => gate.ReceiveAsync(HttpContext, CallbackPaths.OnSmsNotifyV3);
}
