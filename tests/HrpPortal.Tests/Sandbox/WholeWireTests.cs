using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

/// <summary>SMS, patients who leave, what ABDM asks after a link, and where it calls at all.</summary>
public sealed class WholeWireTests
{
    [Fact]
    public async Task An_sms_is_sent_to_the_number_and_acknowledged_in_v05()
    {
        await using var sandbox = await StartAsync();

        var callback = await sandbox.CallAsync(CallPaths.SmsNotify, Sms("+91-9735468487"));
        var refused = await sandbox.CallAsync(CallPaths.SmsNotify, Sms("12345"));

        Assert.Equal(("/v0.5/patients/sms/on-notify", Hip), (callback.Path, callback.HipId));
        Assert.Equal(("ACKNOWLEDGED", null), ((string?)callback.Body["status"], callback.Body["error"]));
        Assert.Equal("ERRORED", (string?)refused.Body["status"]);
        Assert.Contains("Sanjeevani Hospital is now participating in ABDM", (string)(await sandbox.PhoneAsync())["messages"]![0]!["text"]!);
    }

    [Fact]
    public async Task An_sms_is_acknowledged_in_v3_as_it_was_captured()
    {
        await using var sandbox = await StartAsync();

        var callback = await new V3Caller(sandbox) { Hip = null }.CallAsync(CallPaths.SmsNotifyV3, Sms("9735468487"));

        Assert.Equal(["requestId", "timestamp", "acknowledgement", "error", "resp"], callback.Body.Select(one => one.Key));
        Assert.Equal(("/api/v3/patients/sms/on-notify", "SUCCESS"), (callback.Path, (string?)callback.Body["acknowledgement"]!["status"]));
    }

    [Fact]
    public async Task Facilities_hear_that_a_patient_leaves_and_acknowledge_with_ABDMs_spelling()
    {
        await using var sandbox = await StartAsync();
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        await caller.CallAsync(CallPaths.LinkCareContext, V3Caller.LinkBody(V3Caller.Group("Prescription", "CC-1")));
        var token = await sandbox.LinkingTokenAsync();
        JsonObject Ack(string key, JsonObject to) => new() { [key] = new JsonObject { ["status"] = "OK" }, ["resp"] = PhoneTests.To(to) };

        await sandbox.OnPhoneAsync(new { action = "deactivate" });
        var notice = (await sandbox.Portal.AtAsync("/v0.5/patients/status/notify"))[0];
        Assert.Equal(("DEACTIVATED", Asha.Address), ((string)notice.Body["notification"]!["status"]!, (string)notice.Body["notification"]!["patient"]!["id"]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.PostAsync(AnswerPaths.StatusOnNotify, Ack("acknowledgement", notice.Body))).StatusCode);
        await PhoneTests.AcceptedAsync(sandbox, AnswerPaths.StatusOnNotify, Ack("acknowledgment", notice.Body));
        Assert.Equal(1437, (await sandbox.CallAsync(CallPaths.Init, Bodies.Init(Asha.Address))).ErrorCode);
        Assert.Equal("ABDM-1407", (await caller.CallAsync(CallPaths.GenerateToken, V3Caller.TokenBody())).ErrorText);

        await sandbox.OnPhoneAsync(new { action = "reactivate" });
        Assert.Equal("REACTIVATED", (string)(await sandbox.Portal.AtAsync("/v0.5/patients/status/notify", 2))[1].Body["notification"]!["status"]!);
        Assert.Null((await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(token, "CC-2"))).ErrorCode);

        await sandbox.OnPhoneAsync(new { action = "delete" });
        Assert.Equal("DELETED", (string)(await sandbox.Portal.AtAsync("/v0.5/patients/status/notify", 3))[2].Body["notification"]!["status"]!);
        Assert.Empty(sandbox.State.Linked);
        Assert.Equal("ABDM-1051", (await caller.CallAsync(CallPaths.LinkCareContext, V3Caller.LinkBody(V3Caller.Group("Prescription", "CC-3")))).ErrorText);
    }

    [Fact]
    public async Task After_a_v3_link_the_patients_app_asks_for_the_data_by_itself()
    {
        await using var sandbox = await StartAsync(options => options.ConsentDelayMs = 0);
        var caller = await new V3Caller(sandbox).WithTokenAsync();
        await caller.CallAsync(CallPaths.LinkCareContext, V3Caller.LinkBody(V3Caller.Group("Prescription", "CC-1")));

        var consent = (await sandbox.Portal.AtAsync("/api/v3/consent/request/hip/notify"))[0];
        var request = (await sandbox.Portal.AtAsync("/api/v3/hip/health-information/request"))[0];
        var detail = consent.Body["notification"]!["consentDetail"]!;
        var consentId = (string)consent.Body["notification"]!["consentId"]!;

        Assert.Equal(("PATRQT", "CC-1", "SH-000001"), ((string)detail["purpose"]!["code"]!, (string)detail["careContexts"]![0]!["careContextReference"]!, (string)detail["careContexts"]![0]!["patientReference"]!));
        Assert.Equal(consentId, (string)request.Body["hiRequest"]!["consent"]!["id"]!);
        JsonObject Response(CaughtCallback to) => new() { ["requestId"] = to.Headers["request-id"] };
        using var onNotify = await caller.PostAsync(AnswerPaths.ConsentOnNotifyV3, new() { ["acknowledgement"] = new JsonObject { ["status"] = "OK", ["consentId"] = consentId }, ["response"] = Response(consent) });
        using var onRequest = await caller.PostAsync(AnswerPaths.DataOnRequestV3, new()
        {
            ["hiRequest"] = new JsonObject { ["transactionId"] = (string)request.Body["transactionId"]!, ["sessionStatus"] = "ACKNOWLEDGED" }, ["response"] = Response(request),
        });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (onNotify.StatusCode, onRequest.StatusCode));
    }

    [Fact]
    public async Task In_v05_it_does_when_the_patient_wants_it()
    {
        await using var sandbox = await StartAsync();
        Assert.Equal("nothing is linked there", await sandbox.OnPhoneAsync(new { action = "pull", hipId = Hip }));
        await sandbox.CallAsync(CallPaths.AddContexts, Bodies.AddContexts(await sandbox.LinkingTokenAsync(), "CC-1"));

        await sandbox.OnPhoneAsync(new { action = "pull", hipId = Hip });

        var consent = (await sandbox.Portal.AtAsync("/v0.5/consents/hip/notify"))[0].Body;
        var request = (await sandbox.Portal.AtAsync("/v0.5/health-information/hip/request"))[0].Body;
        await PhoneTests.AcceptedAsync(sandbox, AnswerPaths.ConsentOnNotify, new() { ["acknowledgement"] = new JsonObject { ["status"] = "OK", ["consentId"] = (string)consent["notification"]!["consentId"]! }, ["resp"] = PhoneTests.To(consent) });
        await PhoneTests.AcceptedAsync(sandbox, AnswerPaths.DataOnRequest, new()
        {
            ["hiRequest"] = new JsonObject { ["transactionId"] = (string)request["transactionId"]!, ["sessionStatus"] = "ACKNOWLEDGED" }, ["resp"] = PhoneTests.To(request),
        });
    }

    [Fact]
    public async Task A_registered_url_is_where_callbacks_go_and_a_service_that_is_off_is_no_facility()
    {
        await using var sandbox = await StartAsync();
        var caller = new V3Caller(sandbox);
        var service = new JsonArray(new JsonObject { ["id"] = "SOME_HIP", ["name"] = "Some Hospital", ["type"] = "HIP", ["active"] = true });

        Assert.Equal(HttpStatusCode.Accepted, (await caller.SendAsync(HttpMethod.Patch, "/gateway/v3/bridge/url", """{"url":"https://portal.example.org/"}""")).StatusCode);
        Assert.Equal("https://portal.example.org", sandbox.State.BridgeUrl);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.SendAsync(HttpMethod.Patch, "/gateway/v3/bridge/url", """{"url":"portal"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(sandbox, service)).StatusCode);
        var known = await ReadAsync(await caller.SendAsync(HttpMethod.Get, "/gateway/v3/bridge-services", null));
        Assert.Equal("https://portal.example.org", (string)known["bridge"]!["url"]!);
        Assert.Contains("SOME_HIP", known["services"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Equal("SOME_HIP", (string)(await ReadAsync(await caller.SendAsync(HttpMethod.Get, "/gateway/v3/bridge-service/serviceId/SOME_HIP", null)))["serviceId"]!);
        Assert.Equal("404", (string)(await ReadAsync(await caller.SendAsync(HttpMethod.Get, "/gateway/v3/bridge-service/serviceId/OTHER", null)))["code"]!);
        caller.Hip = "SOME_HIP";
        Assert.Equal("SOME_HIP", (await caller.CallAsync(CallPaths.GenerateToken, V3Caller.TokenBody())).HipId);
        service[0]!["active"] = false;
        await AddAsync(sandbox, service);
        Assert.Equal("ABDM-1035", (await V3ContractTests.ErrorAsync(await caller.PostAsync(CallPaths.GenerateToken, V3Caller.TokenBody()))).Code);
        sandbox.Session = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.SendAsync(HttpMethod.Get, "/gateway/v3/bridge-services", null)).StatusCode);
    }

    [Fact]
    public async Task A_facilitys_own_sms_shows_up_on_the_phone_with_its_code()
    {
        await using var sandbox = await StartAsync();

        using var sent = await sandbox.Http.PostAsJsonAsync("/sandbox/sms", new { to = "+919735468487", text = "Your code at Sanjeevani is 482913.", from = "Sanjeevani" });

        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        Assert.Equal("482913", await sandbox.CodeAsync());
        Assert.Contains("482913", await sandbox.Http.GetStringAsync("/phone/asha.rao@sbx"));
    }

    [Fact]
    public async Task The_phone_is_a_page_for_forms_of_this_host_only()
    {
        await using var sandbox = await StartAsync();
        Assert.Contains("/phone/asha.rao%40sbx", await sandbox.Http.GetStringAsync("/phone?q=asha"));
        using var form = new FormUrlEncodedContent([new("action", "deactivate")]);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/phone/asha.rao@sbx") { Content = new FormUrlEncodedContent([new("action", "delete")]) };
        foreign.Headers.Add("Origin", "http://elsewhere.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await sandbox.Http.SendAsync(foreign)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await sandbox.Http.PostAsync("/phone/asha.rao@sbx", form)).StatusCode);
        var page = await sandbox.Http.GetStringAsync("/phone/asha.rao@sbx");
        Assert.Contains("The account is deactivated.", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("style=", page);
    }

    private static async Task<HttpResponseMessage> AddAsync(SandboxHost sandbox, JsonArray services)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateway/v1/bridges/addUpdateServices") { Content = JsonContent.Create(services) };
        request.Headers.Authorization = new("Bearer", sandbox.Session);
        return await sandbox.Http.SendAsync(request);
    }

    private static JsonObject Sms(string phone) => new()
    {
        ["notification"] = new JsonObject { ["phoneNo"] = phone, ["hip"] = new JsonObject { ["id"] = Hip, ["name"] = "Sanjeevani Hospital" } },
    };
}
