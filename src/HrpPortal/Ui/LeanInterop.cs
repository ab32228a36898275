using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.JSInterop;

namespace HrpPortal.Ui;

/// <summary>
/// Every open page has serializer options of its own, because their converters know the page, and so everything that they learn
/// of types is learnt and kept once for each page: for the handful of values that go to the browser the serializer also looks
/// at every interface of each type (IComparable of string and fifty more), asking whether one of them is polymorphic. None is.
/// </summary>
internal static class LeanInterop
{
    public static IServiceCollection AddLeanInterop(this IServiceCollection services)
    {
        var original = services.Last(service => service.ServiceType == typeof(IJSRuntime) && service.ImplementationType is not null);
        services.AddScoped(all =>
        {
            var runtime = (JSRuntime)ActivatorUtilities.CreateInstance(all, original.ImplementationType!);
            OptionsOf(runtime).TypeInfoResolver = WithoutInterfaces.Instance;
            return (IJSRuntime)runtime;
        });
        return services;
    }

    /// <summary>Open to who derives from JSRuntime, which is not us: the portal only chooses what its options know.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    private sealed class WithoutInterfaces : DefaultJsonTypeInfoResolver
    {
        public static WithoutInterfaces Instance { get; } = new();

        /// <summary>What the runtime of the page itself declares by an interface stays known.</summary>
        public override JsonTypeInfo GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type.IsInterface && type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? null! : base.GetTypeInfo(type, options);
    }
}
