using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrpPortal.Discovery;

/// <summary>What ABDM asks for a patient who looks for his records in his app (protocol, 6).</summary>
[ApiController, AllowAnonymous]
public sealed class DiscoveryCallbacksController(CallbackGate gate) : ControllerBase
{
    [HttpPost(AbdmCalls.Discover)]
    public Task<IResult> DiscoverAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.Discover);

    [HttpPost(AbdmCalls.DiscoverV3)]
    public Task<IResult> DiscoverV3Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.DiscoverV3);

    [HttpPost(AbdmCalls.LinkInit)]
    public Task<IResult> LinkInitAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.LinkInit);

    [HttpPost(AbdmCalls.LinkInitV3)]
    public Task<IResult> LinkInitV3Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.LinkInitV3);

    [HttpPost(AbdmCalls.LinkConfirm)]
    public Task<IResult> LinkConfirmAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.LinkConfirm);

    [HttpPost(AbdmCalls.LinkConfirmV3)]
    public Task<IResult> LinkConfirmV3Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.LinkConfirmV3);
}
