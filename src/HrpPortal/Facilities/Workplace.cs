using HrpPortal.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace HrpPortal.Facilities;

/// <summary>The facility that the one who asks works at, for the length of a request or of an open page: all that a page shows and sends is this facility's.</summary>
public sealed class Workplace(FacilityDirectory facilities)
{
    private StaffMember? _person;

    /// <exception cref="UnauthorizedAccessException">All facilities that the sign-in provider names for the person are strange to this portal.</exception>
    public Facility Current => facilities.Of(_person);

    /// <summary>Null for who works at none of ours.</summary>
    public Facility? Find() => facilities.PlaceOf(_person);

    /// <summary>Those of ours that the person may work at.</summary>
    public IReadOnlyList<Facility> Choices => [.. facilities.All.Where(facility => _person?.Facilities.Contains(facility.HipId) == true)];

    internal void IsOf(StaffMember? person) => _person = person;
}

/// <summary>An open page outlives the request that it came by, and knows its person by the circuit.</summary>
internal sealed class WorkplaceOfCircuit(Workplace workplace, AuthenticationStateProvider states) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        workplace.IsOf(StaffMember.From((await states.GetAuthenticationStateAsync()).User));
}

/// <summary>Whatever role they hold: people of strange facilities only may do nothing here.</summary>
internal sealed class StrangersStayOut(FacilityDirectory facilities) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (StaffMember.From(context.User) is { Facilities.Count: > 0 } person && facilities.PlaceOf(person) is null)
            context.Fail(new AuthorizationFailureReason(this, "None of the person's facilities is served by this portal."));
        return Task.CompletedTask;
    }
}
