using HrpPortal.Errors;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Tests.Linking;

namespace HrpPortal.Tests.Errors;

/// <summary>Errors mapped to actions, line by line: the call, the code and the words of ABDM's → what it is, one sentence, who acts, and the button.</summary>
public sealed class ErrorTableTests
{
    private const string Add = GatewayPaths.AddContexts;
    private const string Confirm = GatewayPaths.Confirm;

    [Theory]
    [InlineData(Add, "1439", "CareContexts are already linked", ErrorClass.AlreadyLinked, "It was already linked to asha@sbx.", Who.Nobody, null)]
    [InlineData(Add, "ABDM-1056", "This care contexts has been already linked", ErrorClass.AlreadyLinked, "It was already linked to asha@sbx.", Who.Nobody, null)]
    [InlineData(Confirm, "1439", "Consent artefact yet to reach HIP", ErrorClass.Unknown, "ABDM refused and did not say why.", Who.Clerk, "Try again")]
    [InlineData(Confirm, "1437", "User not found", ErrorClass.WrongPerson, "ABDM does not know asha@sbx.", Who.Clerk, "Change the address")]
    [InlineData(Confirm, "1441", "Invalid auth confirm request.", ErrorClass.WrongPerson, "The name, sex or date of birth on file differ from the patient's ABHA.", Who.Clerk, "Correct the details")]
    [InlineData(Add, "ABDM-1026", "Invalid link token", ErrorClass.TokenUnusable, "The permission to link to asha@sbx has run out.", Who.Nobody, null)]
    [InlineData(Add, "1500", "Invalid access token", ErrorClass.TokenUnusable, "The permission to link to asha@sbx has run out.", Who.Nobody, null)]
    [InlineData(Add, "ABDM-1038", "ABHA address and Link token mismatch", ErrorClass.TokenUnusable, "The permission to link to asha@sbx has run out.", Who.Nobody, null)]
    [InlineData(Add, "ABDM-1063", "HIP Id mismatch with Link token", ErrorClass.TokenUnusable, "The permission to link to asha@sbx has run out.", Who.Nobody, null)]
    [InlineData(Confirm, "1405", "Invalid OTP", ErrorClass.WrongPerson, "The code that the patient gave is not right.", Who.Clerk, "Ask again")]
    [InlineData(Confirm, "ABDM-1035", "OTP does not matched", ErrorClass.WrongPerson, "The code that the patient gave is not right.", Who.Clerk, "Ask again")]
    [InlineData(Confirm, "1406", "OTP expired", ErrorClass.WrongPerson, "The code that the patient gave has run out.", Who.Clerk, "Ask for a new code")]
    [InlineData(Confirm, "1407", "OTP request limit exceeded", ErrorClass.Blocked, "Too many codes were tried for asha@sbx.", Who.Records, "Try again")]
    [InlineData(Confirm, "ABDM-1027", "You are blocked. Please try again after 24 hours.", ErrorClass.Blocked, "ABDM has blocked asha@sbx for 24 hours.", Who.Records, "Try again")]
    [InlineData(Confirm, "ABDM-1022", "Too many requests", ErrorClass.Blocked, "ABDM has blocked asha@sbx for 24 hours.", Who.Records, "Try again")]
    [InlineData(Add, "ABDM-1090", "Duplicate HIP link request", ErrorClass.RepeatOrClock, "ABDM is still busy with the same request.", Who.Nobody, null)]
    [InlineData(Confirm, "ABDM-1092", "Duplicate Link token request", ErrorClass.RepeatOrClock, "ABDM is still busy with the same request.", Who.Nobody, null)]
    [InlineData(Add, "2429", "Too many requests", ErrorClass.RepeatOrClock, "ABDM is still busy with the same request.", Who.Nobody, null)]
    [InlineData(Confirm, "ABDM-1407", "ABHA is not active", ErrorClass.WrongPerson, "This ABHA is not active.", Who.Clerk, "Try again")]
    [InlineData(Add, "ABDM-1035", "Invalid HIP ID", ErrorClass.RequestBad, "The hospital's ABDM settings need attention.", Who.It, "Try again")]
    [InlineData(Add, "ABDM-1016", "Invalid timestamp", ErrorClass.RequestBad, "The portal's clock differs too much from ABDM's.", Who.It, "Try again")]
    [InlineData(Add, "2500", null, ErrorClass.GatewayTrouble, "ABDM is out of order for now.", Who.Nobody, null)]
    [InlineData(Add, "1503", "Service unavailable", ErrorClass.GatewayTrouble, "ABDM is out of order for now.", Who.Nobody, null)]
    [InlineData(Add, "ABDM-9999", "Something went wrong", ErrorClass.Unknown, "ABDM refused and did not say why.", Who.Clerk, "Try again")]
    [InlineData(Add, "4711", "A code of tomorrow", ErrorClass.Unknown, "ABDM refused and did not say why.", Who.Clerk, "Try again")]
    public void An_error_has_its_class_its_sentence_and_somebody_who_acts(string call, string code, string? message, ErrorClass found, string cause, Who who, string? button)
    {
        var finding = GatewayErrors.Find(call, code, message);
        var words = ErrorWords.Of(finding.Name);

        Assert.Equal(found, finding.Class);
        Assert.Equal((cause, who, button), (words.CauseFor("asha@sbx"), words.Who, words.Button));
        Assert.NotEmpty(words.Next);
    }

    /// <summary>On the request itself the button does what fits its state: what waits goes on, what is over begins anew.</summary>
    [Theory]
    [InlineData(LinkState.NeedsHuman, LinkReason.DetailsDiffer, "1441", NextAction.CorrectDetails, "Correct the details")]
    [InlineData(LinkState.Refused, LinkReason.DetailsDiffer, "1441", NextAction.CorrectDetails, "Correct the details")]
    [InlineData(LinkState.NeedsHuman, LinkReason.AddressUnknown, "1437", NextAction.CorrectDetails, "Change the address")]
    [InlineData(LinkState.Refused, LinkReason.RefusedByAbdm, "ABDM-9999", NextAction.LinkAgain, "Link again")]
    [InlineData(LinkState.NeedsHuman, LinkReason.PermissionBlocked, "ABDM-1027", NextAction.TryAgain, "Try again")]
    [InlineData(LinkState.NeedsHuman, LinkReason.OurRequestBad, "ABDM-1035", NextAction.TryAgain, "Try again")]
    [InlineData(LinkState.NeedsHuman, LinkReason.AttemptsUsedUp, "2500", NextAction.TryAgain, "Try again")]
    public void A_request_offers_the_action_of_its_error(LinkState state, LinkReason reason, string code, NextAction action, string button)
    {
        var next = LinkTrouble.Next(LinkWordsTests.Row(state, reason) with { ErrorCode = code })!;

        Assert.Equal((action, button), (next.Action, next.Button));
        Assert.EndsWith(".", next.Says, StringComparison.Ordinal);
    }
}
