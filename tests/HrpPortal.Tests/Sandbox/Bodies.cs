using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;

namespace HrpPortal.Tests.Sandbox;

/// <summary>Request bodies without envelope, as the official contract has them.</summary>
internal static class Bodies
{
    public static JsonObject FetchModes(string id) => new()
    {
        ["query"] = new JsonObject { ["id"] = id, ["purpose"] = "LINK", ["requester"] = new JsonObject { ["type"] = "HIP", ["id"] = SandboxHost.Hip } },
    };

    public static JsonObject Init(string id, string purpose = "LINK", string mode = "DEMOGRAPHICS", string hip = SandboxHost.Hip) => new()
    {
        ["query"] = new JsonObject { ["id"] = id, ["purpose"] = purpose, ["authMode"] = mode, ["requester"] = new JsonObject { ["type"] = "HIP", ["id"] = hip } },
    };

    public static JsonObject Confirm(string transactionId, Account said) => new()
    {
        ["transactionId"] = transactionId,
        ["credential"] = new JsonObject
        {
            ["demographic"] = new JsonObject { ["name"] = said.Name, ["gender"] = said.Gender, ["dateOfBirth"] = said.DateOfBirth },
        },
    };

    public static JsonObject AddContexts(string token, params string[] references) => new()
    {
        ["link"] = new JsonObject
        {
            ["accessToken"] = token,
            ["patient"] = new JsonObject
            {
                ["referenceNumber"] = "SH-000001",
                ["display"] = "Sanjeevani Hospital records",
                ["careContexts"] = new JsonArray([.. references.Select(reference => new JsonObject { ["referenceNumber"] = reference, ["display"] = "OPD visit" })]),
            },
        },
    };

    public static JsonObject Notify(string id, string reference, string hip = SandboxHost.Hip) => new()
    {
        ["notification"] = new JsonObject
        {
            ["patient"] = new JsonObject { ["id"] = id },
            ["careContext"] = new JsonObject { ["patientReference"] = "SH-000001", ["careContextReference"] = reference },
            ["hiTypes"] = new JsonArray("Prescription"),
            ["date"] = "2031-05-04T08:00:00.000Z",
            ["hip"] = new JsonObject { ["id"] = hip },
        },
    };
}
