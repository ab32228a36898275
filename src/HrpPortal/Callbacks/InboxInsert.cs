using System.Data.Common;

namespace HrpPortal.Callbacks;

/// <summary>One prepared INSERT for all callbacks; the unique index makes a repeated callback a no-op, on both engines alike.</summary>
internal sealed class InboxInsert : IAsyncDisposable
{
    private readonly DbCommand _command;

    public InboxInsert(DbConnection connection)
    {
        _command = connection.CreateCommand();
        _command.CommandText =
            """
            INSERT INTO callback_inbox ("Id", "Path", "HipId", "RequestId", "RespRequestId", "BodyHash", "StampedAt", "ProtectedBody", "Kid", "ReceivedAt", "Failures")
            VALUES (@id, @path, @hipId, @requestId, @respRequestId, @bodyHash, @stampedAt, @body, @kid, @receivedAt, 0)
            ON CONFLICT DO NOTHING
            """;
        foreach (var name in (string[])["@id", "@path", "@hipId", "@requestId", "@respRequestId", "@bodyHash", "@stampedAt", "@body", "@kid", "@receivedAt"])
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
        }
    }

    /// <returns>1, or 0 when it was there already.</returns>
    public Task<int> RunAsync(DbTransaction transaction, InboxCallback callback, CancellationToken cancellationToken)
    {
        _command.Transaction = transaction;
        object[] values =
        [
            callback.Id, callback.Path, callback.HipId, callback.RequestId, callback.RespRequestId, callback.BodyHash, callback.StampedAt, callback.ProtectedBody,
            callback.Kid, callback.ReceivedAt,
        ];
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i];
        return _command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
