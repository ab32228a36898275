using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>Which of ABDM's codes the table must name (protocol §8.1 to §8.3), whatever the message says.</summary>
public sealed class ErrorCodesTests
{
    /// <summary>Consent manager and gateway of v0.5, as far as they concern permission, linking, notifying and messages to patients.</summary>
    private const string V05 =
        "1401 1402 1404 1405 1406 1407 1408 1411 1412 1413 1414 1417 1419 1421 1422 1423 1427 1430 1437 1439 1441 1500 1501 1502 1503 1504 1505 1506 1507 1510 1511 "
        + "2401 2429 2500 2503 2504 2505 2506 2507 2508";

    private const string V3 =
        "1000 1001 1002 1004 1005 1006 1007 1008 1010 1012 1013 1014 1015 1016 1017 1019 1021 1022 1023 1024 1025 1026 1027 1028 1029 1030 1031 1032 1034 1035 1036 1037 1038 "
        + "1043 1045 1048 1051 1052 1053 1055 1056 1057 1059 1060 1061 1062 1063 1064 1065 1066 1067 1090 1092 1407 1506 2429 2500 9999";

    private const string ApiManager = "900800 900802 900900 900901 900902 900908";

    /// <summary>The same trouble in both dialects has one name, and so one text.</summary>
    [Theory]
    [InlineData(ErrorName.AlreadyLinked)]
    [InlineData(ErrorName.NotLinkedYet)]
    [InlineData(ErrorName.PermissionSpent)]
    [InlineData(ErrorName.PermissionLapsed)]
    [InlineData(ErrorName.AddressUnknown)]
    [InlineData(ErrorName.DetailsDiffer)]
    [InlineData(ErrorName.OtpWrong)]
    [InlineData(ErrorName.AddressBlocked)]
    [InlineData(ErrorName.CareContextUnknown)]
    [InlineData(ErrorName.FacilityUnknown)]
    [InlineData(ErrorName.RequestMalformed)]
    [InlineData(ErrorName.SeenBefore)]
    [InlineData(ErrorName.OutOfOrder)]
    public void What_both_dialects_can_say_has_a_line_for_each(ErrorName name)
    {
        var codes = GatewayErrors.Rows.Where(row => row.Name == name).Select(row => row.Code).ToList();
        Assert.Contains(codes, code => code.StartsWith("ABDM-", StringComparison.Ordinal));
        Assert.Contains(codes, code => !code.StartsWith("ABDM-", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_that_concerns_us_has_a_line()
    {
        var listed = GatewayErrors.Rows.Select(row => row.Code).ToHashSet();
        var asked = V05.Split(' ').Concat(V3.Split(' ').Select(code => "ABDM-" + code)).Concat(ApiManager.Split(' ')).ToHashSet();
        Assert.Empty(asked.Except(listed));
        Assert.Empty(listed.Except(asked));
    }

    [Fact]
    public void Every_name_but_the_unknown_is_given_by_a_line_and_has_one_class()
    {
        foreach (var name in Enum.GetValues<ErrorName>().Where(name => name != ErrorName.Unknown))
            Assert.Single(GatewayErrors.Rows.Where(row => row.Name == name).Select(row => row.Class).Distinct());
    }

    [Theory]
    [InlineData(GatewayPaths.ContextNotify, "1402", "Care context not found")]
    [InlineData(CallbackPaths.OnContextNotify, "1402", null)]
    [InlineData("/api/v3/links/context/on-notify", "ABDM-1006: ", "No care context linked with given reference number")]
    [InlineData("/hip/v3/link/context/notify", "ABDM-1006", "No links found for the patient in the given HIP")]
    public void What_is_told_of_too_soon_is_not_linked_yet(string endpoint, string code, string? message)
    {
        var found = GatewayErrors.Find(endpoint, code, message);
        Assert.Equal(new ErrorFinding(ErrorName.NotLinkedYet, ErrorClass.NotYetLinked, IsListed: true), found);
    }

    [Theory]
    [InlineData("No patient 98400 at test.person1@sbx", "No patient *** at ***")]
    [InlineData("Room 1234 is full", "Room 1234 is full")]
    [InlineData("Card 91-1234 5678", "Card ***")]
    [InlineData("eyJhbGciOiJSUzUxMiJ9.x.y was used\r\ntwice", "*** was used twice")]
    [InlineData("  ", null)]
    public void A_message_that_is_kept_names_nobody(string message, string? kept) => Assert.Equal(kept, GatewayErrors.Clean(message));

    [Fact]
    public void A_long_message_is_cut() => Assert.Equal(300, GatewayErrors.Clean(string.Concat(Enumerable.Repeat("words ", 200)))!.Length + 1);
}
