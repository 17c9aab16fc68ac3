namespace Marchitect;
public sealed partial class Session
{
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
}
