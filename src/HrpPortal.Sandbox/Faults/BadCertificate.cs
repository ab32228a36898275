using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HrpPortal.Sandbox.Faults;

/// <summary>A certificate that nobody may accept: signed by itself, for a name that is not ours, and expired if so wished.</summary>
internal static class BadCertificate
{
    public static X509Certificate2 Make(DateTimeOffset now, bool expired)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=gateway.sandbox.invalid", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(now.AddYears(-2), expired ? now.AddYears(-1) : now.AddYears(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
