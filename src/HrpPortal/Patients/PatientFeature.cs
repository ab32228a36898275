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
        builder.Services.AddSingleton<PatientSearch>();
        builder.Services.AddSingleton<PatientGuard>();
        return builder;
    }
}
