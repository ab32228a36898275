using System.Text.Json.Nodes;
using HrpPortal.Sandbox.ConsentManager;
using HrpPortal.Sandbox.Gateway;
using static HrpPortal.Tests.Sandbox.SandboxHost;

namespace HrpPortal.Tests.Sandbox;

public sealed class OneTimeCodeTests
{
    [Theory]
    [InlineData("MOBILE_OTP")]
    [InlineData("AADHAAR_OTP")]
    public async Task The_code_on_the_phone_gives_the_token(string mode)
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync(mode: mode);

        Assert.Equal(1441, (await sandbox.CallAsync(CallPaths.Confirm, Bodies.Confirm(transaction, Asha))).ErrorCode);
        var confirmed = await sandbox.CallAsync(CallPaths.Confirm, Otp(transaction, await sandbox.CodeAsync()));

        Assert.NotNull(confirmed.Body["auth"]!["accessToken"]);
    }

    [Fact]
    public async Task The_third_wrong_code_ends_it_and_blocks_the_patient_for_a_while()
    {
        await using var sandbox = await StartAsync(options => options.SessionSeconds = 10_000);
        var transaction = await sandbox.TransactionAsync(mode: "MOBILE_OTP");
        var code = await sandbox.CodeAsync();
        var wrong = code == "000000" ? "000001" : "000000";

        Assert.Equal(1405, (await sandbox.CallAsync(CallPaths.Confirm, Otp(transaction, wrong))).ErrorCode);
        Assert.Equal(1405, (await sandbox.CallAsync(CallPaths.Confirm, Otp(transaction, wrong))).ErrorCode);
        Assert.Equal(1408, (await sandbox.CallAsync(CallPaths.Confirm, Otp(transaction, wrong))).ErrorCode);
        Assert.Equal(1427, (await sandbox.CallAsync(CallPaths.Confirm, Otp(transaction, code))).ErrorCode);
        Assert.Equal(1423, (await sandbox.CallAsync(CallPaths.Init, Bodies.Init(Asha.Address, mode: "MOBILE_OTP"))).ErrorCode);
        sandbox.Clock.Advance(TimeSpan.FromHours(1));
        await sandbox.TransactionAsync(mode: "MOBILE_OTP");
    }

    [Fact]
    public async Task A_code_holds_ten_minutes()
    {
        await using var sandbox = await StartAsync();
        var transaction = await sandbox.TransactionAsync(mode: "MOBILE_OTP");
        sandbox.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(1406, (await sandbox.CallAsync(CallPaths.Confirm, Otp(transaction, await sandbox.CodeAsync()))).ErrorCode);
    }

    [Fact]
    public async Task The_sixth_code_within_ten_minutes_is_too_many()
    {
        await using var sandbox = await StartAsync();
        for (var sent = 0; sent < 5; sent++) await sandbox.TransactionAsync(mode: "MOBILE_OTP");

        Assert.Equal(1407, (await sandbox.CallAsync(CallPaths.Init, Bodies.Init(Asha.Address, mode: "MOBILE_OTP"))).ErrorCode);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        await sandbox.TransactionAsync(mode: "MOBILE_OTP");
    }

    [Fact]
    public async Task An_account_without_a_mobile_or_a_number_has_no_such_mode()
    {
        await using var sandbox = await StartAsync();
        var bare = new Account("bare.person@sbx", "Bare Person", "M", "1990-01-01");
        sandbox.State.AddAccount(bare);

        Assert.Equal(["DEMOGRAPHICS"], (await sandbox.CallAsync(CallPaths.FetchModes, Bodies.FetchModes(bare.Address))).Body["auth"]!["modes"]!.AsArray().Select(mode => (string)mode!));
        Assert.Equal(1510, (await sandbox.CallAsync(CallPaths.Init, Bodies.Init(bare.Address, mode: "AADHAAR_OTP"))).ErrorCode);
    }

    private static JsonObject Otp(string transaction, string code) => new() { ["transactionId"] = transaction, ["credential"] = new JsonObject { ["authCode"] = code } };
}
