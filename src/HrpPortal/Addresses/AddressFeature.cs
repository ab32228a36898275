namespace HrpPortal.Addresses;

public static class AddressFeature
{
    public static WebApplicationBuilder AddAddresses(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AddressService>();
        return builder;
    }
}
