using System.Net;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>What a patient starts on the phone, as a facility sees it (protocol §6).</summary>
public sealed class PhoneTests
{
    [Fact]
    public async Task Records_are_found_picked_and_linked_in_v05()
    {
        await using var sandbox = await StartAsync();
        await sandbox.OnPhoneAsync(new { action = "find", hipId = Hip, dialect = "v0.5", medicalRecord = "SH-000001" });
        var discover = (await sandbox.Portal.AtAsync("/v0.5/care-contexts/discover"))[0].Body;
        var transaction = (string)discover["transactionId"]!;
        Assert.Equal(["requestId", "timestamp", "transactionId", "patient"], discover.Select(one => one.Key));
        Assert.Equal(["id", "name", "gender", "yearOfBirth", "verifiedIdentifiers", "unverifiedIdentifiers"], discover["patient"]!.AsObject().Select(one => one.Key));
        Assert.Equal("MR", (string)discover["patient"]!["unverifiedIdentifiers"]![0]!["type"]!);
        var patient = new JsonObject { ["referenceNumber"] = "SH-000001", ["display"] = "Records of Asha", ["careContexts"] = new JsonArray(Context("CC-1"), Context("CC-2")) };
        var found = patient.DeepClone().AsObject();
        found["matchedBy"] = new JsonArray("MR");
        await AcceptedAsync(sandbox, AnswerPaths.OnDiscover, new() { ["transactionId"] = transaction, ["patient"] = found, ["resp"] = To(discover) });

        await sandbox.OnPhoneAsync(new { action = "pick", transactionId = transaction, references = new[] { "CC-2" } });
        var init = (await sandbox.Portal.AtAsync("/v0.5/links/link/init"))[0].Body;
        Assert.Equal("CC-2", (string)init["patient"]!["careContexts"]!.AsArray().Single()!["referenceNumber"]!);
        await AcceptedAsync(sandbox, AnswerPaths.OnLinkInit, new()
        {
            ["transactionId"] = transaction, ["resp"] = To(init),
            ["link"] = new JsonObject { ["referenceNumber"] = "L-1", ["authenticationType"] = "DIRECT", ["meta"] = new JsonObject { ["communicationMedium"] = "MOBILE", ["communicationHint"] = "98XX", ["communicationExpiry"] = "2031-05-04T09:10:00.000Z" } },
        });

        await sandbox.OnPhoneAsync(new { action = "code", transactionId = transaction, code = "111111" });
        var wrong = (await sandbox.Portal.AtAsync("/v0.5/links/link/confirm"))[0].Body;
        await AcceptedAsync(sandbox, AnswerPaths.OnLinkConfirm, new() { ["error"] = new JsonObject { ["code"] = 3405, ["message"] = "OTP is wrong" }, ["resp"] = To(wrong) });
        Assert.Equal(("CodeWanted", "3405 OTP is wrong"), await SearchAsync(sandbox));
        await sandbox.OnPhoneAsync(new { action = "code", transactionId = transaction, code = "222222" });
        var right = (await sandbox.Portal.AtAsync("/v0.5/links/link/confirm", 2))[1].Body;
        Assert.Equal(("L-1", "222222"), ((string)right["confirmation"]!["linkRefNumber"]!, (string)right["confirmation"]!["token"]!));
        patient["careContexts"] = new JsonArray(Context("CC-2"));
        await AcceptedAsync(sandbox, AnswerPaths.OnLinkConfirm, new() { ["patient"] = patient, ["resp"] = To(right) });

        Assert.Equal("Linked", (await SearchAsync(sandbox)).Stage);
        Assert.Equal(["CC-2"], sandbox.State.Linked.Select(link => link.Reference));
    }

    [Fact]
    public async Task Records_are_found_picked_and_linked_in_v3()
    {
        await using var sandbox = await StartAsync();
        var caller = await new V3Caller(sandbox).WithTokenAsync(); // From now on its patients' phones speak v3 to it.
        await sandbox.OnPhoneAsync(new { action = "find", hipId = Hip });
        var discover = (await sandbox.Portal.AtAsync("/api/v3/hip/patient/care-context/discover"))[0];
        var transaction = (string)discover.Body["transactionId"]!;
        Assert.Equal(["transactionId", "patient"], discover.Body.Select(one => one.Key));
        async Task<HttpStatusCode> AnswerAsync(string path, CaughtCallback to, JsonObject body)
        {
            body["response"] = new JsonObject { ["requestId"] = to.Headers["request-id"] };
            return (await caller.PostAsync(path, body)).StatusCode;
        }

        var miscounted = V3Caller.Group("Prescription", "CC-1");
        miscounted["count"] = 2;
        Assert.Equal(HttpStatusCode.BadRequest, await AnswerAsync(AnswerPaths.OnDiscoverV3, discover, new() { ["transactionId"] = transaction, ["patient"] = new JsonArray(miscounted) }));
        Assert.Equal(HttpStatusCode.BadRequest, await AnswerAsync(AnswerPaths.OnDiscoverV3, discover, new() { ["transactionId"] = transaction }));
        Assert.Equal(HttpStatusCode.Accepted, await AnswerAsync(AnswerPaths.OnDiscoverV3, discover, new() { ["transactionId"] = transaction, ["patient"] = new JsonArray(V3Caller.Group("Prescription", "CC-1")), ["matchedBy"] = new JsonArray("MOBILE") }));

        await sandbox.OnPhoneAsync(new { action = "pick", transactionId = transaction, references = new[] { "CC-1" } });
        var init = (await sandbox.Portal.AtAsync("/api/v3/hip/link/care-context/init"))[0];
        Assert.Equal(("Prescription", 1, Asha.Address), ((string)init.Body["patient"]![0]!["hiType"]!, (int)init.Body["patient"]![0]!["count"]!, (string)init.Body["abhaAddress"]!));
        JsonObject Link(string kind, string expiry) => new()
        {
            ["transactionId"] = transaction,
            ["link"] = new JsonObject { ["referenceNumber"] = "L-1", ["authenticationType"] = kind, ["meta"] = new JsonObject { ["communicationMedium"] = "MOBILE", ["communicationHint"] = "OTP", ["communicationExpiry"] = expiry } },
            ["response"] = new JsonObject { ["requestId"] = init.Headers["request-id"] },
        };
        using var refused = await caller.PostAsync(AnswerPaths.OnLinkInitV3, Link("OTP", "2031-05-04T08:00:00.000Z"));
        Assert.Equal("""[{"error":{"code":"ABDM-9999: ","message":"Invalid authentication type."}},{"error":{"code":"ABDM-9999: ","message":"Invalid communication expiry date."}}]""", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Accepted, (await caller.PostAsync(AnswerPaths.OnLinkInitV3, Link("DIRECT", "2031-05-04T09:10:00.000Z"))).StatusCode);

        await sandbox.OnPhoneAsync(new { action = "code", transactionId = transaction, code = "123456" });
        var confirm = (await sandbox.Portal.AtAsync("/api/v3/hip/link/care-context/confirm"))[0];
        Assert.Equal(HttpStatusCode.Accepted, await AnswerAsync(AnswerPaths.OnLinkConfirmV3, confirm, new() { ["patient"] = new JsonArray(V3Caller.Group("Prescription", "CC-1")) }));
        Assert.Equal(("CC-1", "Prescription"), (sandbox.State.Linked.Single().Reference, sandbox.State.Linked.Single().HiTypes.Single()));
        Assert.Equal("ABDM-1056", (await caller.CallAsync(CallPaths.LinkCareContext, V3Caller.LinkBody(V3Caller.Group("Prescription", "CC-1")))).ErrorText);
    }

    [Fact]
    public async Task A_facility_that_finds_nobody_is_shown_with_its_error()
    {
        await using var sandbox = await StartAsync();
        await sandbox.OnPhoneAsync(new { action = "find", hipId = Hip, dialect = "v0.5" });
        var discover = (await sandbox.Portal.AtAsync("/v0.5/care-contexts/discover"))[0].Body;
        await AcceptedAsync(sandbox, AnswerPaths.OnDiscover, new()
        {
            ["transactionId"] = (string)discover["transactionId"]!, ["error"] = new JsonObject { ["code"] = 3404, ["message"] = "No patient found" }, ["resp"] = To(discover),
        });

        Assert.Equal(("Refused", "3404 No patient found"), await SearchAsync(sandbox));
        Assert.Contains("3404 No patient found", await sandbox.Http.GetStringAsync("/phone/asha.rao@sbx"));
        Assert.Equal("choose a facility", await sandbox.OnPhoneAsync(new { action = "find", hipId = "NOWHERE" }));
        Assert.StartsWith("action must be", await sandbox.OnPhoneAsync(new { action = "dance" }));
    }

    [Theory]
    [InlineData("V05", "/v0.5/patients/profile/share", AnswerPaths.OnShare, null)]
    [InlineData("V1", "/v1.0/patients/profile/share", AnswerPaths.OnShareV1, "104")]
    [InlineData("V3", "/api/v3/hip/patient/share", AnswerPaths.OnShareV3, "104")]
    public async Task A_profile_is_shared_at_a_counter_and_a_token_comes_back(string form, string path, string answerPath, string? token)
    {
        await using var sandbox = await StartAsync();
        await sandbox.OnPhoneAsync(new { action = "share", hipId = Hip, counter = "OPD1", form });
        var share = (await sandbox.Portal.AtAsync(path))[0];
        var acknowledgement = new JsonObject { ["status"] = "SUCCESS", [form == "V3" ? "abhaAddress" : "healthId"] = Asha.Address };
        if (form == "V1") acknowledgement["tokenNumber"] = token;
        if (form == "V3") acknowledgement["profile"] = new JsonObject { ["context"] = "OPD1", ["tokenNumber"] = token, ["expiry"] = "1800" };
        var body = new JsonObject { ["acknowledgement"] = acknowledgement };
        if (form == "V3")
        {
            Assert.Equal(["intent", "metaData", "profile"], share.Body.Select(one => one.Key));
            Assert.Equal(("OPD1", "91-9836-9006-0261", "1986"),
                ((string)share.Body["metaData"]!["context"]!, (string)share.Body["profile"]!["patient"]!["abhaNumber"]!, (string)share.Body["profile"]!["patient"]!["yearOfBirth"]!));
            body["response"] = new JsonObject { ["requestId"] = share.Headers["request-id"] };
            Assert.Equal(HttpStatusCode.Accepted, (await new V3Caller(sandbox).PostAsync(answerPath, body)).StatusCode);
        }
        else
        {
            Assert.Equal(("OPD1", 1986), ((string)share.Body["profile"]!["hipCode"]!, (int)share.Body["profile"]!["patient"]!["yearOfBirth"]!));
            Assert.Equal(form == "V1", share.Body.ContainsKey("intent") && share.Body.ContainsKey("location"));
            body["resp"] = To(share.Body);
            await AcceptedAsync(sandbox, answerPath, body);
        }

        var shown = (await sandbox.PhoneAsync())["shares"]![0]!;
        Assert.Equal((token, null), ((string?)shown["token"], (string?)shown["trouble"]));
    }

    internal static async Task AcceptedAsync(SandboxHost sandbox, string path, JsonObject body)
    {
        using var response = await sandbox.PostAsync(path, body);
        Assert.Equal((HttpStatusCode.Accepted, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    internal static JsonObject To(JsonObject asked) => new() { ["requestId"] = (string)asked["requestId"]! };

    private static JsonObject Context(string reference) => new() { ["referenceNumber"] = reference, ["display"] = "OPD visit" };

    private static async Task<(string Stage, string? Trouble)> SearchAsync(SandboxHost sandbox)
    {
        var search = (await sandbox.PhoneAsync())["searches"]![0]!;
        return ((string)search["stage"]!, (string?)search["trouble"]);
    }
}
