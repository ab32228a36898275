namespace HrpPortal.Gateway;

/// <summary>Every error of ABDM's through one table: what it is about, which <see cref="ErrorClass"/> it is, and so what to do.</summary>
public static class GatewayErrors
{
    private const int LongestMessage = 300;

    /// <summary>The table, to be read from the top: the first line that fits counts.</summary>
    public static IReadOnlyList<ErrorRow> Rows => ErrorTable.Rows;

    /// <summary>What is known of an error that a callback or a reply carries.</summary>
    /// <param name="endpoint">Of <see cref="GatewayPaths"/>, or the callback's of <see cref="CallbackPaths"/>: codes mean different things at different calls.</param>
    /// <param name="code">1439, ABDM-1056 and the like; may be absent.</param>
    /// <param name="message">Codes are overloaded, so the words may decide.</param>
    /// <param name="httpStatus">Of a reply; absent for a callback.</param>
    public static ErrorFinding Find(string endpoint, string? code, string? message, int? httpStatus = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var path = CallOf(endpoint);
        var written = Written(code, path);
        return ErrorTable.Rows.FirstOrDefault(row => row.Fits(path, written, message, httpStatus)) is { } row
            ? new ErrorFinding(row.Name, row.Class, IsListed: true)
            : ByStatus(httpStatus);
    }

    /// <summary>The class alone of <see cref="Find"/>.</summary>
    public static ErrorClass Classify(string endpoint, string? code, string? message, int? httpStatus = null) =>
        Find(endpoint, code, message, httpStatus).Class;

    /// <summary>Classifies a fault of a call.</summary>
    public static ErrorClass Classify(GatewayFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Kind switch
        {
            FaultKind.NotSent or FaultKind.Unknown => ErrorClass.GatewayTrouble,
            FaultKind.NotSetUp => ErrorClass.RequestBad,
            FaultKind.Session => ErrorClass.Session,
            FaultKind.Replayed => ErrorClass.RepeatOrClock,
            _ => Classify(fault.Endpoint, fault.Code, fault.Message, fault.HttpStatus),
        };
    }

    /// <summary>The call that a callback answers, a path of <see cref="CallbackPaths"/>; any other path is returned as it is.</summary>
    public static string CallOf(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return CallbackPaths.CallOf(endpoint) ?? endpoint;
    }

    /// <summary>
    /// A message of ABDM's that may be kept and shown to IT: one line, at most 300 characters, without what looks like a token, an
    /// address, or a number of five digits or more.
    /// </summary>
    public static string? Clean(string? message) => CleanText.ForCatalogue(message, LongestMessage);

    /// <summary>v3 allows its codes without their ABDM- (protocol §7.1); the table has them with it.</summary>
    private static string Written(string? code, string path)
    {
        var written = code?.Trim(' ', ':').ToUpperInvariant() ?? "";
        return GatewayPaths.IsV3(path) && written.Length == 4 && written.All(char.IsAsciiDigit) ? $"ABDM-{written}" : written;
    }

    private static ErrorFinding ByStatus(int? status)
    {
        var (name, what) = status switch
        {
            401 or 403 => (ErrorName.SessionRefused, ErrorClass.Session),
            429 => (ErrorName.SeenBefore, ErrorClass.RepeatOrClock),
            408 or >= 500 => (ErrorName.OutOfOrder, ErrorClass.GatewayTrouble),
            >= 300 => (ErrorName.RequestMalformed, ErrorClass.RequestBad),
            _ => (ErrorName.Unknown, ErrorClass.Unknown),
        };
        return new ErrorFinding(name, what, IsListed: false);
    }
}
