using HrpPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace HrpPortal.Patients;

public static class PatientFeature
{
    public static WebApplicationBuilder AddPatients(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PatientService>();
        builder.Services.AddSingleton<PatientQueries>();
        builder.Services.AddSingleton<AddressDomain>();
        builder.Services.AddSingleton<NameWordBook>();
        builder.Services.AddHostedService<NameWordRefresh>();
        builder.Services.AddSingleton<PatientKeys>();
        builder.Services.AddSingleton(services => new PatientSearch(
            services.GetRequiredService<IDbContextFactory<PortalDb>>(), services.GetRequiredService<NameWordBook>(), services.GetRequiredService<AddressDomain>()));
        return builder;
    }
}
