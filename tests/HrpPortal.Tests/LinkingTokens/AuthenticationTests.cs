using HrpPortal.Gateway;
using HrpPortal.LinkingTokens;
using HrpPortal.Tests.Linking;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.LinkingTokens;

/// <summary>The steps of asking for a permission: the first answer to a question wins, and a late token is taken all the same.</summary>
public sealed class AuthenticationTests
{
    private static readonly DateTime Now = Requests.Start;

    private readonly Authentication _one = new()
    {
        Id = Guid.CreateVersion7(), Dialect = GatewayDialect.V05, HipId = PortalHost.HipId, PatientId = Guid.CreateVersion7(), PhrAddress = "asha.rao@sbx", AddressKey = "asha.rao@sbx", CreatedAt = Now, OutboxKey = "key",
    };

    public AuthenticationTests() => _one.Begin(Now);

    [Fact]
    public void From_the_first_question_to_the_token()
    {
        var init = Asked();
        Assert.True(_one.Waits(init, 202, Now));
        Assert.True(_one.Initiated(init, "t-1", null, Now));
        var confirm = Asked();
        Assert.True(_one.Waits(confirm, 202, Now));
        var token = _one.Confirmed(confirm, Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now);
        Assert.Equal((AuthenticationState.Granted, _one.Id), (_one.State, token!.AuthenticationId));
        Assert.Null(_one.Confirmed(confirm, Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
    }

    [Fact]
    public void An_answer_before_our_202_is_not_overwritten_by_it()
    {
        var init = Asked();
        Assert.True(_one.Initiated(init, "t-1", null, Now));
        Assert.False(_one.Waits(init, 202, Now));
        Assert.False(_one.StartOver(init, "2503", null, Now, Now));
        Assert.Equal((AuthenticationState.Ready, AuthenticationStep.Confirm, "t-1"), (_one.State, _one.Step, _one.TransactionId));
    }

    [Fact]
    public void An_error_after_the_answer_does_not_end_what_goes_on()
    {
        var init = Asked();
        _one.Initiated(init, "t-1", null, Now);
        Assert.False(_one.Refused(init, "1437", null, null, Now));
        var confirm = Asked();
        Assert.False(_one.Refused(init, "1437", null, null, Now));
        Assert.True(_one.IsOpen);
        Assert.True(_one.Refused(confirm, "1441", null, null, Now));
        Assert.Equal((AuthenticationState.Refused, "1441"), (_one.State, _one.ErrorCode));
    }

    [Fact]
    public void A_token_that_comes_after_we_gave_up_is_taken()
    {
        var init = Asked();
        _one.Initiated(init, "t-1", null, Now);
        var confirm = Asked();
        Assert.True(_one.StartOver(confirm, null, null, Now, Now));
        Asked();
        Assert.NotNull(_one.Confirmed(confirm, Guid.CreateVersion7(), "closed", Now, Now.AddDays(1), Now));
        Assert.Equal(AuthenticationState.Granted, _one.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_eight_tries_it_fails_and_two_calls_of_one_try_are_one(bool isTakenOnce)
    {
        for (var i = 1; i <= Authentication.MostTries; i++)
        {
            Assert.True(_one.IsOpen, $"It gave up before try {i}.");
            var asked = Asked();
            if (isTakenOnce)
            {
                _one.Initiated(asked, $"t-{i}", null, Now);
                asked = Asked();
            }

            Assert.Equal(i, _one.Tries);
            Assert.True(_one.StartOver(asked, "2503", null, Now, Now));
        }

        Assert.Equal(AuthenticationState.Failed, _one.State);
        Assert.False(_one.StartOver(_one.Current!.RequestId, "2503", null, Now, Now));
    }

    private Guid Asked() => _one.BeginExchange(Guid.NewGuid(), Now).RequestId;
}
