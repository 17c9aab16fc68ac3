namespace Marchitect;

/// <summary>One logged-in shell on one host as one user: it runs commands and moves files, each in one round trip.</summary>
public sealed class Session : IAsyncDisposable
{
    /// <summary>What the machine said of itself when the session began.</summary>
    public TargetFacts Target { get; } = new();

    /// <summary>What the session has cost on the link so far.</summary>
    public Traffic Traffic { get; }

    /// <summary>The place that events and errors of this session belong to; a run moves it from step to step.</summary>
    internal Where Where { get; set; } = Where.Unknown;

    /// <summary>Logs in and starts the shell.</summary>
    public static Task<Session> OpenAsync(Transport transport, SessionOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Runs a command in a fresh shell.</summary>
    public Task<ExecResult> ExecAsync(ShellCommand command, ExecOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings a local file to the host.</summary>
    public Task<TransferResult> UploadAsync(string localPath, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings bytes to the host.</summary>
    public Task<TransferResult> UploadAsync(ReadOnlyMemory<byte> content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings a stream to the host.</summary>
    public Task<TransferResult> UploadAsync(Stream content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings a file from the host into a local file.</summary>
    public Task<TransferResult> DownloadAsync(string path, string localPath, TransferOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings a file from the host into a stream.</summary>
    public Task<TransferResult> DownloadAsync(string path, Stream destination, TransferOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings a file from the host into memory.</summary>
    public Task<byte[]> DownloadBytesAsync(string path, TransferOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings a local folder to the host.</summary>
    public Task<TreeResult> UploadTreeAsync(string localFolder, string folder, TreeOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
