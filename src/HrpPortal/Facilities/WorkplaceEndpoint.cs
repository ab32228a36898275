using HrpPortal.Access;
using HrpPortal.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace HrpPortal.Facilities;

/// <summary>Who works at several facilities goes to another: a plain post and a whole new page, for nothing of the first may stay on the screen.</summary>
internal static class WorkplaceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(PortalUrls.Workplace, GoAsync).ExcludeFromDescription();

    private static async Task<IResult> GoAsync(HttpContext context, IAntiforgery antiforgery, FacilityDirectory facilities)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (facilities.Find(form["hip"]) is not { } facility || StaffClaims.At(context.User, facility.HipId) is not { } person) return Results.BadRequest();

        // The same session: its age, and where it was ended, stay as they are.
        var session = await context.AuthenticateAsync(AccessFeature.CookieScheme);
        await context.SignInAsync(AccessFeature.CookieScheme, person, session.Properties);
        return Results.LocalRedirect(context.Request.PathBase + PortalUrls.Home);
    }
}
