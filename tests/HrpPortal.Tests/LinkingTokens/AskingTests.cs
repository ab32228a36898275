using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Outbox;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>Asking the patient, step by step: what is waited for, what a wrong code costs, and that a code is gone once it was answered.</summary>
public sealed class AskingTests
{
    private static readonly DateTime Now = Requests.Start;

    private readonly Authentication _one = new()
    {
        Id = Guid.CreateVersion7(), Dialect = GatewayDialect.V05, HipId = PortalHost.HipId, PatientId = Guid.CreateVersion7(), PhrAddress = "asha.rao@sbx", AddressKey = "asha.rao@sbx", CreatedAt = Now, OutboxKey = "key",
        Method = AuthenticationMethod.Unchosen, Purpose = AuthenticationPurpose.KycAndLink,
    };

    public AskingTests() => _one.Begin(Now);

    [Fact]
    public void By_a_code_from_the_ways_to_the_token()
    {
        Assert.Equal(AuthenticationStep.FetchModes, _one.Step);
        Assert.True(_one.ModesCame(Asked(), ["MOBILE_OTP", "DEMOGRAPHICS", "odd way\n"], Now));
        Assert.Equal((AuthenticationState.NeedsChoice, "MOBILE_OTP,DEMOGRAPHICS"), (_one.State, _one.Modes));
        Assert.True(_one.Choose(AuthenticationMethod.MobileOtp, Now));
        Assert.Equal(AuthenticationStep.Init, _one.Step);
        Assert.True(_one.Initiated(Asked(), "t-1", Now.AddHours(2), Now));
        Assert.Equal((AuthenticationState.NeedsCode, new OutboxWish.Due(Now.AddHours(2))), (_one.State, ((IOutboxed)_one).Wish));

        var confirm = Typed();
        Assert.Equal((AuthenticationStep.Confirm, new OutboxWish.Due(Now + Authentication.AtTheDesk)), (_one.Current!.Step, ((IOutboxed)_one).Wish));
        Assert.NotNull(_one.Confirmed(confirm, Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
        Assert.Equal(AuthenticationState.Granted, _one.State);
    }

    [Theory, InlineData("1405"), InlineData("1441"), Trait("Row", "HIP_INTI_LINK_203")]
    public void A_wrong_code_costs_a_try(string code)
    {
        UntilCode();
        for (var left = Authentication.MostCodes - 1; left >= 0; left--)
        {
            Assert.True(_one.CodeNotTaken(Typed(), code, "Invalid OTP", Now));
            Assert.Equal((AuthenticationState.NeedsCode, left, code), (_one.State, _one.TriesLeft, _one.ErrorCode));
        }

        Assert.False(_one.BeginCode(Guid.NewGuid(), Now));
    }

    [Fact]
    public void A_new_code_is_a_new_init_and_not_before_a_minute()
    {
        UntilCode();
        _one.CodeNotTaken(Typed(), "1405", null, Now);
        Assert.False(_one.Choose(AuthenticationMethod.MobileOtp, Now.AddSeconds(59)));
        Assert.True(_one.Choose(AuthenticationMethod.MobileOtp, Now.AddSeconds(60)));
        Assert.Equal((AuthenticationStep.Init, null, Authentication.MostCodes), (_one.Step, _one.TransactionId, _one.TriesLeft));
    }

    [Fact]
    public void A_code_that_came_too_late_costs_no_try_and_only_a_new_one_helps()
    {
        UntilCode();
        Assert.True(_one.CodeNotTaken(Typed(), "1406", "OTP expired", Now));
        Assert.Equal(Authentication.MostCodes, _one.TriesLeft);
        Assert.False(_one.BeginCode(Guid.NewGuid(), Now));
    }

    [Fact]
    public void Nobody_answered_until_the_end_that_on_init_named()
    {
        UntilCode();
        Assert.False(_one.Expire(Now.AddHours(2).AddSeconds(-1)));
        Assert.True(_one.Expire(Now.AddHours(2)));
        Assert.Equal(AuthenticationState.Expired, _one.State);
    }

    [Fact]
    public void In_the_app_the_patient_agrees_once()
    {
        UntilPatient();
        Assert.NotNull(_one.Approved(Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
        Assert.Null(_one.Approved(Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
        Assert.False(_one.Denied("t-1", Now));
        Assert.Equal(AuthenticationState.Granted, _one.State);
    }

    [Fact]
    public void In_the_app_the_patient_says_no()
    {
        UntilPatient();
        Assert.True(_one.Denied("t-1", Now));
        Assert.Null(_one.Approved(Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
        Assert.Equal(AuthenticationState.Denied, _one.State);
    }

    [Fact]
    public void An_approval_after_the_end_is_taken()
    {
        UntilPatient();
        Assert.True(_one.Expire(Now.AddHours(2)));
        Assert.NotNull(_one.Approved(Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
        Assert.Equal(AuthenticationState.Expired, _one.State);
    }

    [Fact]
    public void A_differing_profile_keeps_the_token_back_until_somebody_looked()
    {
        UntilCode();
        Assert.True(_one.KeepBack(Typed(), "closed", Now.AddDays(1), "profile", Now));
        Assert.Equal(AuthenticationState.NeedsLook, _one.State);
        var token = _one.SamePatient(Guid.CreateVersion7(), "clerk-1", "married name", Now);
        Assert.Equal(("closed", "married name"), (token!.ProtectedText, _one.LookReason));
        Assert.Equal((AuthenticationState.Granted, null, null), (_one.State, _one.ProtectedToken, _one.ProtectedProfile));
    }

    [Fact]
    public void Somebody_elses_profile_ends_it_and_the_token_goes()
    {
        UntilCode();
        _one.KeepBack(Typed(), "closed", Now.AddDays(1), "profile", Now);
        Assert.True(_one.OtherPatient("clerk-1", Now));
        Assert.Equal((AuthenticationState.Refused, null, null), (_one.State, _one.ProtectedToken, _one.ProtectedProfile));
        Assert.Null(_one.SamePatient(Guid.CreateVersion7(), "clerk-1", "married name", Now));
    }

    [Fact]
    public void A_code_that_ABDM_never_answered_goes_back_to_the_person()
    {
        UntilCode();
        var confirm = Typed();
        Assert.True(_one.StartOver(confirm, "2503", null, Now, Now));
        Assert.Equal((AuthenticationState.NeedsCode, Authentication.MostCodes), (_one.State, _one.TriesLeft));
        Assert.NotNull(_one.Confirmed(confirm, Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
    }

    [Fact]
    public void Ways_that_never_came_leave_the_choice_all_the_same()
    {
        Assert.True(_one.StartOver(Asked(), null, null, Now, Now));
        Assert.Equal((AuthenticationState.NeedsChoice, null), (_one.State, _one.Modes));
    }

    private void UntilCode()
    {
        _one.ModesCame(Asked(), ["MOBILE_OTP"], Now);
        _one.Choose(AuthenticationMethod.MobileOtp, Now);
        _one.Initiated(Asked(), "t-1", Now.AddHours(2), Now);
    }

    private void UntilPatient()
    {
        _one.ModesCame(Asked(), ["MOBILE_OTP"], Now);
        _one.Choose(AuthenticationMethod.Direct, Now);
        _one.Initiated(Asked(), "t-1", Now.AddHours(2), Now);
        Assert.Equal(AuthenticationState.NeedsPatient, _one.State);
    }

    private Guid Typed()
    {
        var requestId = Guid.NewGuid();
        Assert.True(_one.BeginCode(requestId, Now));
        return requestId;
    }

    private Guid Asked() => _one.BeginExchange(Guid.NewGuid(), Now).RequestId;
}
