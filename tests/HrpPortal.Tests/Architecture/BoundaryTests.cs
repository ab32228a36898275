using System.Reflection;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Linking;
using HrpPortal.Outbox;
using HrpPortal.Readiness;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Tests.Architecture;

/// <summary>Who may touch the gateway, the store and the network.</summary>
public sealed class BoundaryTests
{
    private static readonly Type[] NotForComponents = [typeof(PortalDb), typeof(IDbContextFactory<>), typeof(HttpClient), typeof(IHttpClientFactory), typeof(IGatewayApi)];

    /// <summary>They speak of no patient and a person waits for the answer: nothing would be kept that could be sent later.</summary>
    private static readonly Type[] AskForAPerson = [typeof(CallbackTest), typeof(Bridge)];

    private static readonly IReadOnlyList<CodeType> Portal = CodeType.Of(typeof(PortalDb).Assembly);

    [Fact]
    public void Only_outbox_senders_touch_the_gateway_client()
    {
        var touching = Portal.Where(one => one.Uses.Contains(typeof(IGatewayApi))).Select(one => one.Type).ToList();
        Assert.NotEmpty(touching);
        Rule.NoneBreaks("What the portal sends was committed first, and the outbox sends it:",
            touching.Where(type => !typeof(IOutboxSender).IsAssignableFrom(type) && !AskForAPerson.Contains(type)).Select(type => type.FullName!));
        Assert.Superset(AskForAPerson.ToHashSet(), touching.ToHashSet());
    }

    [Fact]
    public void No_component_touches_the_store_or_the_network()
    {
        var components = Portal.Where(one => typeof(ComponentBase).IsAssignableFrom(one.Type)).ToList();
        Assert.True(components.Count > 30, $"{components.Count} components were found.");
        Rule.NoneBreaks("A component shows and asks; services read and write:", components.SelectMany(Forbidden));

        Assert.NotEmpty(Forbidden(new CodeType(typeof(Offender))));
    }

    [Fact]
    public void One_place_in_Linking_saves()
    {
        Assert.Contains(new CodeType(typeof(OutboxedStore<>)).Calls, IsSave);
        Assert.Contains(new CodeType(typeof(Offender)).Calls, IsSave);
        var linking = Portal.Where(one => one.Type.Namespace?.StartsWith("HrpPortal.Linking", StringComparison.Ordinal) == true && !one.Type.Namespace.StartsWith("HrpPortal.LinkingTokens", StringComparison.Ordinal)).ToList();
        Assert.True(linking.Count > 20);

        Assert.Equal([typeof(LinkStore)], linking.Select(one => one.Type).Where(type => typeof(OutboxedStore<LinkRequest>).IsAssignableFrom(type)));
        Rule.NoneBreaks("State, outbox row and what follows are one commit, made by LinkStore's base:",
            linking.SelectMany(one => one.Calls.Where(IsSave), (one, call) => $"{one.Type.FullName} calls {call.Name}"));
    }

    private static IEnumerable<string> Forbidden(CodeType component) =>
        component.Uses.Intersect(NotForComponents).Select(used => $"{component.Type.FullName} uses {used.Name}");

    private static bool IsSave(MemberInfo member) => member.Name is "SaveChanges" or "SaveChangesAsync" or "ExecuteUpdateAsync" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteDelete"
        || (member.Name.StartsWith("ExecuteSql", StringComparison.Ordinal) && member.DeclaringType == typeof(RelationalDatabaseFacadeExtensions));

    /// <summary>Keeps the rules honest: they must find this.</summary>
    private sealed class Offender(IDbContextFactory<PortalDb> databases) : ComponentBase
    {
        protected override async Task OnInitializedAsync()
        {
            await using var db = await databases.CreateDbContextAsync();
            await db.SaveChangesAsync();
        }
    }
}
