using HrpPortal.Gateway;
using static HrpPortal.Gateway.ErrorClass;

namespace HrpPortal.Tests.Gateway;

public sealed class GatewayErrorsTests
{
    [Theory]
    [InlineData(CallbackPaths.OnAddContexts, "1439", "Some of the Care Contexts are already linked, please remove the linked Care Contexts.", AlreadyLinked)]
    [InlineData(GatewayPaths.AddContexts, "1439", null, AlreadyLinked)]
    [InlineData(CallbackPaths.OnContextNotify, "1439", "Consent artefact did not reach HIP", Unknown)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", "Token is invalid or expired", TokenUnusable)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", "Number of repeat action exceeded", TokenUnusable)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", "Invalid token for intended action", TokenUnusable)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", "Invalid Token. Required attributes are not present.", TokenUnusable)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", "Invalid Token. AccessToken does not have hipId", TokenUnusable)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", "Something else", Unknown)]
    [InlineData(CallbackPaths.OnAddContexts, "1500", null, Unknown)]
    [InlineData(CallbackPaths.OnAddContexts, "1401", "Invalid token", TokenUnusable)]
    [InlineData(CallbackPaths.OnAddContexts, "1402", "Care context not found", RequestBad)]
    [InlineData(CallbackPaths.OnAddContexts, "1404", "No patient found", WrongPerson)]
    [InlineData(CallbackPaths.OnAddContexts, "1414", "User not found", WrongPerson)]
    [InlineData(CallbackPaths.OnConfirm, "1441", "Invalid auth confirm request.", WrongPerson)]
    [InlineData(CallbackPaths.OnConfirm, "1405", "Invalid OTP", WrongPerson)]
    [InlineData(CallbackPaths.OnConfirm, "1408", "OTP attempts exceeded", Blocked)]
    [InlineData(CallbackPaths.OnConfirm, "1423", "User blocked", Blocked)]
    [InlineData(CallbackPaths.OnConfirm, "1427", "Transaction id not found", TokenUnusable)]
    [InlineData(CallbackPaths.OnFetchModes, "1437", "Account with ABHA number/Username not found.", WrongPerson)]
    [InlineData(CallbackPaths.OnInit, "1511", "Cannot process the request at the moment, please try later.", GatewayTrouble)]
    [InlineData(CallbackPaths.OnInit, "2500", "Timed out When calling target system", GatewayTrouble)]
    [InlineData(CallbackPaths.OnInit, "1510", "Bad request from gateway", RequestBad)]
    [InlineData(CallbackPaths.OnInit, "4711", "New", Unknown)]
    [InlineData(CallbackPaths.OnInit, null, null, Unknown)]
    [InlineData("/api/v3/link/on_carecontext", "ABDM-1056: ", "This care contexts has been already linked", AlreadyLinked)]
    [InlineData("/api/v3/link/on_carecontext", "ABDM-1056", "Invalid Link Reference Number", RequestBad)]
    [InlineData("/api/v3/link/on_carecontext", "abdm-1062", "ABHA number mismatch with Link token", TokenUnusable)]
    [InlineData("/api/v3/link/on_carecontext", "ABDM-1062", "Consent Not granted", Unknown)]
    [InlineData("/api/v3/link/on_carecontext", "ABDM-1037", "Counter and Care context count mismatch", RequestBad)]
    [InlineData("/api/v3/hip/token/on-generate-token", "ABDM-1027", "You are blocked. Please try again after 24 hours.", Blocked)]
    [InlineData("/api/v3/hip/token/on-generate-token", "ABDM-1407", "ABHA deactivated", WrongPerson)]
    [InlineData("/v3/token/generate-token", "ABDM-9999", "User not found", WrongPerson)]
    [InlineData("/v3/token/generate-token", "ABDM-9999", "Unknown exception", GatewayTrouble)]
    [InlineData(CallbackPaths.OnCareContext, "1038: ", "ABHA address and Link token mismatch", TokenUnusable)]
    [InlineData(CallbackPaths.OnCareContext, "ABDM-1066", "Invalid JWT token", TokenUnusable)]
    [InlineData(CallbackPaths.OnGenerateToken, "ABDM-1066", "Invalid JWT token", Session)]
    [InlineData(CallbackPaths.OnCareContext, "ABDM-1061", "Invalid Patient Display", RequestBad)]
    [InlineData(CallbackPaths.OnAddContexts, "1027", null, Unknown)]
    [InlineData("/v3/token/generate-token", "ABDM-1092", "Duplicate Link token request", RepeatOrClock)]
    public void Codes_and_words_of_callbacks(string endpoint, string? code, string? message, ErrorClass expected) =>
        Assert.Equal(expected, GatewayErrors.Classify(endpoint, code, message));

    [Theory]
    [InlineData(400, "2500", "Invalid request", RequestBad)]
    [InlineData(500, "2500", "No mapping found for X-CM-ID", RequestBad)]
    [InlineData(500, "2500", "Unable to connect", GatewayTrouble)]
    [InlineData(429, "2429", "Too many requests found", RepeatOrClock)]
    [InlineData(429, null, null, RepeatOrClock)]
    [InlineData(401, "900902", "Missing Credentials", Session)]
    [InlineData(403, null, "Access Denied", Session)]
    [InlineData(413, null, null, RequestBad)]
    [InlineData(404, null, null, RequestBad)]
    [InlineData(502, null, null, GatewayTrouble)]
    public void Statuses_of_replies(int status, string? code, string? message, ErrorClass expected) =>
        Assert.Equal(expected, GatewayErrors.Classify(GatewayPaths.AddContexts, code, message, status));

    [Theory]
    [InlineData(FaultKind.NotSent, GatewayTrouble)]
    [InlineData(FaultKind.Unknown, GatewayTrouble)]
    [InlineData(FaultKind.Session, Session)]
    [InlineData(FaultKind.Replayed, RepeatOrClock)]
    [InlineData(FaultKind.Unavailable, GatewayTrouble)]
    [InlineData(FaultKind.Refused, RequestBad)]
    [InlineData(FaultKind.NotSetUp, RequestBad)]
    public void Kinds_of_faults(FaultKind kind, ErrorClass expected) => Assert.Equal(expected, GatewayErrors.Classify(
        new GatewayFault(kind == FaultKind.Unavailable ? 503 : kind == FaultKind.Refused ? 400 : null, null, null, GatewayPaths.AddContexts, kind)));

    [Fact]
    public void No_line_of_the_table_is_hidden_behind_an_earlier_one()
    {
        var rows = ErrorTable.Rows;
        Assert.NotEmpty(rows);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            Assert.DoesNotContain(rows.Take(i), earlier =>
                earlier.Code == row.Code && (earlier.Says is null || earlier.Says == row.Says) && (earlier.At is null || earlier.At == row.At)
                && (earlier.Status is null || earlier.Status == row.Status));
        }
    }
}
