namespace HrpPortal.Gateway;

/// <summary>Every error of ABDM's through one table: which <see cref="ErrorClass"/> it is, and so what to do.</summary>
public static class GatewayErrors
{
    /// <summary>Classifies an error that a callback or a reply carries.</summary>
    /// <param name="endpoint">Of <see cref="GatewayPaths"/>, or the callback's of <see cref="CallbackPaths"/>: codes mean different things at different calls.</param>
    /// <param name="code">1439, ABDM-1056 and the like; may be absent.</param>
    /// <param name="message">Codes are overloaded, so the words may decide.</param>
    /// <param name="httpStatus">Of a reply; absent for a callback.</param>
    public static ErrorClass Classify(string endpoint, string? code, string? message, int? httpStatus = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var path = endpoint.Replace("/on-", "/", StringComparison.Ordinal);
        var written = code?.Trim(' ', ':').ToUpperInvariant() ?? "";
        var row = ErrorTable.Rows.FirstOrDefault(row => row.Fits(path, written, message, httpStatus));
        return row?.Class ?? ByStatus(httpStatus);
    }

    /// <summary>Classifies a fault of a call.</summary>
    public static ErrorClass Classify(GatewayFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Kind switch
        {
            FaultKind.NotSent or FaultKind.Unknown => ErrorClass.GatewayTrouble,
            FaultKind.Session => ErrorClass.Session,
            FaultKind.Replayed => ErrorClass.RepeatOrClock,
            _ => Classify(fault.Endpoint, fault.Code, fault.Message, fault.HttpStatus),
        };
    }

    private static ErrorClass ByStatus(int? status) => status switch
    {
        401 or 403 => ErrorClass.Session,
        429 => ErrorClass.RepeatOrClock,
        408 or >= 500 => ErrorClass.GatewayTrouble,
        >= 300 => ErrorClass.RequestBad,
        _ => ErrorClass.Unknown,
    };
}
