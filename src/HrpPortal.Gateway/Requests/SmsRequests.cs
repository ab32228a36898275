namespace HrpPortal.Gateway;

/// <summary>
/// <c>POST /v0.5/patients/sms/notify2</c>: ABDM tells a patient without an address by text message where his records are (protocol
/// §5.3); answered at <see cref="CallbackPaths.OnSmsNotify"/>.
/// </summary>
public sealed record SmsNotifyRequest(Guid RequestId, DateTimeOffset Timestamp, SmsNotification Notification)
    : GatewayV05Request(RequestId, Timestamp)
{
    internal override string Call => GatewayPaths.SmsNotify;

    internal override IEnumerable<string?> Confidences => [Notification.PhoneNo];
}

/// <summary><c>POST /hip/v3/link/patient/links/sms/notify2</c> (protocol §7.6); answered at <see cref="CallbackPaths.OnSmsNotifyV3"/>.</summary>
public sealed record SmsNotifyV3Request(Guid RequestId, DateTimeOffset Timestamp, string? HipId, SmsNotification Notification)
    : GatewayV3Request(RequestId, Timestamp, HipId)
{
    internal override string Call => GatewayPaths.SmsNotifyV3;

    internal override IEnumerable<string?> Confidences => [Notification.PhoneNo];
}

/// <param name="PhoneNo">As ABDM writes it, <c>+91-9999999999</c>; make it with <see cref="Phone"/>.</param>
public sealed record SmsNotification(string PhoneNo, SmsHip Hip) : Confidential
{
    /// <summary>Any way of writing a mobile number of India, by its last ten digits.</summary>
    public static string Phone(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length < 10 ? number : $"+91-{digits[^10..]}";
    }
}

/// <summary>The facility that the message names; v3 wants its name, v0.5 may have it.</summary>
public sealed record SmsHip(string Name, string Id);
