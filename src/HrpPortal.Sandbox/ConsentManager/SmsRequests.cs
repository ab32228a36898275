using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HrpPortal.Sandbox.ConsentManager;

/// <summary>sms/notify2 (protocol §5.3, §7.6): ABDM tells a number that a facility has records, with a link to find them.</summary>
internal sealed partial class SmsRequests(Phones phones, Facilities facilities)
{
    public Answer Old(JsonElement body)
    {
        var (hip, problem) = Send(body);
        return problem is null ? new Answer(hip, "ACKNOWLEDGED", null) : new Answer(hip, "ERRORED", new ErrorBody("1000", problem));
    }

    /// <summary>As it was captured: both fields of the envelope null, and an error that is there and null.</summary>
    public Answer V3(JsonElement body)
    {
        var hip = body.GetProperty("notification").GetProperty("hip").Text("id");
        if (!facilities.Has(hip)) return Answer.AtOnce("ABDM-1035", "Invalid HIP ID");
        var problem = Send(body).Problem;
        return new Answer(hip, new JsonObject
        {
            ["requestId"] = null,
            ["timestamp"] = null,
            ["acknowledgement"] = new JsonObject { ["status"] = problem is null ? "SUCCESS" : "ERRORED" },
            ["error"] = problem is null ? null : new ErrorBody("ABDM-1005", "Invalid receiver").ToJson(),
        }, null);
    }

    private (string Hip, string? Problem) Send(JsonElement body)
    {
        var notification = body.GetProperty("notification");
        var hip = notification.GetProperty("hip");
        var id = hip.Text("id");
        if (!Mobile().IsMatch(notification.Text("phoneNo"))) return (id, "Invalid mobile number");
        var name = hip.TextOrNull("name") ?? id;
        phones.Send(notification.Text("phoneNo"), null, "ABDM",
            $"{name} is now participating in ABDM. Your report at this facility is now ready. See your record by clicking on https://phr.abdm.gov.in/uhi/{id}");
        return (id, null);
    }

    [GeneratedRegex(@"^(\+91-?)?[0-9]{10}$")]
    private static partial Regex Mobile();
}
