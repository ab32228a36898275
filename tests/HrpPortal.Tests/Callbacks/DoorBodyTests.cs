using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Callbacks;

/// <summary>Bodies that the gateway itself would not send: too large, no JSON, no id of ours. Refused in problem details, and nothing kept.</summary>
public sealed class DoorBodyTests(Door door) : IClassFixture<Door>
{
    private string[] Headers => ["Authorization: Bearer " + door.Good(), "X-HIP-ID: " + PortalHost.HipId];

    [Theory, Trait("Row", "C6"), Trait("Row", "G8")]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"resp\":null}")]
    [InlineData("{\"resp\":{}}")]
    [InlineData("{\"resp\":{\"requestId\":null}}")]
    [InlineData("{\"resp\":{\"requestId\":\"\"}}")]
    [InlineData("{\"resp\":{\"requestId\":\"17\"}}")]
    [InlineData("{\"resp\":{\"requestId\":17}}")]
    [InlineData("{\"resp\":\"2b08d89e-fc37-47d3-bf02-946bbf85c583\"}")]
    [InlineData("{\"resp\":{\"requestId\":\"2b08d89e-fc37-47d3-bf02-946bbf85c583'--\"}}")]
    [InlineData("{\"resp\":{\"requestId\":\"2b08d89e-fc37-47d3-bf02-946bbf85c583\"}} {}")]
    [InlineData("{\"resp\":{\"requestId\":\"2b08d89e-fc37-47d3-bf02-946bbf85c583\"}")]
    public async Task A_body_that_answers_no_question_is_400(string body) => await RefusedAsync(body, 400);

    [Fact, Trait("Row", "C6")]
    public async Task An_id_of_a_megabyte_is_413_with_and_without_a_length()
    {
        var body = $"{{\"resp\":{{\"requestId\":\"{new string('a', 1024 * 1024)}\"}}}}";
        await RefusedAsync(body, 413);
        await RefusedAsync(body, 413, chunked: true);
    }

    [Fact]
    public async Task A_body_of_64_KB_is_taken_and_one_byte_more_is_not_with_and_without_a_length()
    {
        foreach (var chunked in (bool[])[false, true])
        {
            var body = Door.Body();
            var full = body + new string(' ', 64 * 1024 - body.Length);
            Assert.Equal(202, (await door.SendAsync(CallbackPaths.OnAddContexts, Headers, full, chunked)).Status);
            await RefusedAsync(full + " ", 413, chunked);
        }
    }

    [Fact]
    public async Task A_chunked_callback_is_a_callback() =>
        Assert.Equal(202, (await door.SendAsync(CallbackPaths.OnConfirm, Headers, Door.Body(), chunked: true)).Status);

    [Fact, Trait("Row", "G8")]
    public async Task A_callback_may_have_whatever_else_the_live_gateway_sends()
    {
        foreach (var extra in (string[])["\"timestamp\":null", "\"timestamp\":17", "\"timestamp\":\"yesterday\"", "\"surprise\":{\"deep\":[1,2,{}]}", "\"error\":null,\"error\":null", "\"requestId\":null"])
            Assert.Equal(202, (await door.SendAsync(CallbackPaths.OnAddContexts, Headers, $"\uFEFF{{{extra},\"acknowledgement\":{{\"status\":\"SUCCESS\"}},\"resp\":{{\"requestId\":\"{Guid.NewGuid()}\",\"x\":1}}}}")).Status);
    }

    private async Task RefusedAsync(string body, int status, bool chunked = false)
    {
        var before = await door.KeptAsync();
        var answer = await door.SendAsync(CallbackPaths.OnAddContexts, Headers, body, chunked);
        Assert.Equal((status, true), (answer.Status, answer.IsProblem));
        Assert.Equal(before, await door.KeptAsync());
    }
}
