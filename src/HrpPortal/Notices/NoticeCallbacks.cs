using HrpPortal.Callbacks;
using HrpPortal.Gateway;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrpPortal.Notices;

/// <summary>
/// What ABDM tells of its own accord. Its consents and requests for data come seconds after a link even to who serves no data
/// (protocol, 6): they are taken like all others.
/// </summary>
[ApiController, AllowAnonymous]
public sealed class NoticeCallbacksController(CallbackGate gate) : ControllerBase
{
    [HttpPost(AbdmCalls.PatientStatusNotify)]
    public Task<IResult> PatientStatusAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.PatientStatusNotify);

    [HttpPost(AbdmCalls.ConsentNotify)]
    public Task<IResult> ConsentAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.ConsentNotify);

    [HttpPost(AbdmCalls.ConsentNotifyV3)]
    public Task<IResult> ConsentV3Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.ConsentNotifyV3);

    [HttpPost(AbdmCalls.DataRequest)]
    public Task<IResult> DataRequestAsync() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.DataRequest);

    [HttpPost(AbdmCalls.DataRequestV3)]
    public Task<IResult> DataRequestV3Async() => gate.ReceiveCallAsync(HttpContext, AbdmCalls.DataRequestV3);
}
