namespace HrpPortal.Patients;

public static class PatientFeature
{
    public static WebApplicationBuilder AddPatients(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PatientService>();
        builder.Services.AddSingleton<PatientQueries>();
        builder.Services.AddSingleton<PatientSearch>();
        return builder;
    }
}
