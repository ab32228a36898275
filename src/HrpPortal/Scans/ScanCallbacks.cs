using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrpPortal.Scans;

/// <summary>Where profiles come in when patients scan the counter's code; verified by the gate, applied by <see cref="ProfileShares"/>.</summary>
[ApiController, AllowAnonymous]
public sealed class ScanCallbacksController(CallbackGate gate) : ControllerBase
{
    [HttpPost(AbdmCalls.Share)]
    public Task<IResult> ShareAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.Share);

    [HttpPost(AbdmCalls.ShareV1)]
    public Task<IResult> ShareV1Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.ShareV1);

    [HttpPost(AbdmCalls.ShareV3)]
    public Task<IResult> ShareV3Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.ShareV3);
}
