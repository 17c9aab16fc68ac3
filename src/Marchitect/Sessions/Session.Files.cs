using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

public sealed partial class Session
{
    private static readonly Permissions OrdinaryFile = "0644";

    private readonly SemaphoreSlim _bulk = new(1, 1);
    private FramedShell? _bulkShell;

    /// <summary>
    /// Brings a local file to the host, whole or not at all. One round trip up to 1 MiB; above that one to look whether it stands there already
    /// (two where its length does), and then a channel of its own, so that commands go on meanwhile.
    /// </summary>
    /// <param name="localPath">Path here.</param>
    /// <param name="path">Path on the host; <c>~/</c> is the session user's home. A symbolic link is followed. Its folder must exist.</param>
    /// <param name="options">How; null for the defaults: it keeps the permissions of the local file.</param>
    /// <param name="cancellationToken">Gives up; nothing is left on the host.</param>
    /// <returns>Whether the host's file changed; it did not where it had this content already.</returns>
    /// <exception cref="TransferException">It could not be read here or put there; <see cref="TransferException.Problem"/> tells which.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile; the host has the old file or the new one.</exception>
    public async Task<TransferResult> UploadAsync(
        string localPath, string path, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        var where = Where;
        try
        {
            var content = LocalContent.OpenRead(localPath);
            await using (content.ConfigureAwait(false))
            {
                options ??= TransferOptions.Default;
                if (options.Permissions is null && !OperatingSystem.IsWindows())
                    options = options with { Permissions = File.GetUnixFileMode(content.SafeFileHandle) };
                return await UploadAsync(content, path, options, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    /// <summary>Brings bytes to the host, whole or not at all, as the overload for a local file does.</summary>
    /// <param name="content">The content.</param>
    /// <param name="path">Path on the host.</param>
    /// <param name="options">How; null for the defaults: it keeps the permissions of the file replaced, else 0644.</param>
    /// <param name="cancellationToken">Gives up; nothing is left on the host.</param>
    /// <returns>Whether the host's file changed; it did not where it had this content already.</returns>
    /// <exception cref="TransferException">It could not be put there; <see cref="TransferException.Problem"/> tells why.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile; the host has the old file or the new one.</exception>
    public async Task<TransferResult> UploadAsync(
        ReadOnlyMemory<byte> content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= TransferOptions.Default;
        if (options.As is { } become)
        {
            var other = await AsAsync(become, cancellationToken).ConfigureAwait(false);
            return await other.UploadAsync(content, path, options with { As = null }, cancellationToken).ConfigureAwait(false);
        }
        if (content.Length > FileScripts.InlineBytes)
        {
            using var stream = new ReadOnlyMemoryStream(content);
            return await UploadLargeAsync(stream, content.Length, path, options, cancellationToken).ConfigureAwait(false);
        }
        return await UploadSmallAsync(content, path, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings a stream, from where it stands to its end, to the host, whole or not at all, as the overload for a local file does.</summary>
    /// <param name="content">The content; not disposed. Where it can seek and the host has a file of its length, it is read once to see whether that is it.</param>
    /// <param name="path">Path on the host.</param>
    /// <param name="options">How; null for the defaults: it keeps the permissions of the file replaced, else 0644.</param>
    /// <param name="cancellationToken">Gives up; nothing is left on the host.</param>
    /// <returns>Whether the host's file changed; it did not where it had this content already.</returns>
    /// <exception cref="TransferException">It could not be put there; <see cref="TransferException.Problem"/> tells why.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile; the host has the old file or the new one.</exception>
    public async Task<TransferResult> UploadAsync(
        Stream content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= TransferOptions.Default;
        if (options.As is { } become)
        {
            var other = await AsAsync(become, cancellationToken).ConfigureAwait(false);
            return await other.UploadAsync(content, path, options with { As = null }, cancellationToken).ConfigureAwait(false);
        }
        if (content.CanSeek && content.Length - content.Position > FileScripts.InlineBytes)
            return await UploadLargeAsync(content, content.Length - content.Position, path, options, cancellationToken).ConfigureAwait(false);

        // Its length may be unknown: a small one is known to be small once its end was read.
        var first = ArrayPool<byte>.Shared.Rent(FileScripts.InlineBytes + 1);
        try
        {
            var read = await content.ReadAtLeastAsync(first.AsMemory(0, FileScripts.InlineBytes + 1), FileScripts.InlineBytes + 1, false, cancellationToken)
                .ConfigureAwait(false);
            if (read <= FileScripts.InlineBytes)
                return await UploadSmallAsync(first.AsMemory(0, read), path, options, cancellationToken).ConfigureAwait(false);
            using var all = new PushBackStream(first.AsMemory(0, read), content);
            return await UploadLargeAsync(all, null, path, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(first);
        }
    }

    /// <summary>
    /// Brings a file from the host into a local file, whole or not at all. One round trip up to 1 MiB; above that a channel of its own. Where the
    /// local file has the content already, only its hash travels.
    /// </summary>
    /// <param name="path">Path on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="localPath">Path here; its folder must exist.</param>
    /// <param name="options">How; null for the defaults: it gets the permissions of the remote file.</param>
    /// <param name="cancellationToken">Gives up; nothing is left here.</param>
    /// <returns>Whether the local file changed.</returns>
    /// <exception cref="TransferException">It could not be read there or put here; <see cref="TransferException.Problem"/> tells which.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile; the local file is as it was.</exception>
    public async Task<TransferResult> DownloadAsync(
        string path, string localPath, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= TransferOptions.Default;
        if (options.As is { } become)
        {
            var other = await AsAsync(become, cancellationToken).ConfigureAwait(false);
            return await other.DownloadAsync(path, localPath, options with { As = null }, cancellationToken).ConfigureAwait(false);
        }
        var where = Where;
        var began = _options.Time.GetTimestamp();
        try
        {
            var known = await LocalContent.HashAsync(localPath, cancellationToken).ConfigureAwait(false);
            var temporary = LocalContent.TemporaryBeside(localPath);
            try
            {
                RemoteFile file;
                var to = LocalContent.Create(temporary, localPath);
                await using (to.ConfigureAwait(false))
                {
                    file = await DownloadToAsync(path, to, known, options, cancellationToken).ConfigureAwait(false);
                    if (!file.IsKnown)
                        await Task.Run(() => to.Flush(flushToDisk: true), cancellationToken).ConfigureAwait(false);
                }
                var permissions = options.Permissions ?? file.Permissions;
                var isChanged = LocalContent.Put(temporary, localPath, permissions, isContentNew: !file.IsKnown);
                return Moved(path, false, isChanged, file.Length, file.IsKnown ? 0 : file.Length, began, where);
            }
            finally
            {
                if (File.Exists(temporary))
                    File.Delete(temporary);
            }
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    /// <summary>Brings a file from the host into a stream.</summary>
    /// <param name="path">Path on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="destination">Takes the content; not disposed. After an error it may have got a part.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The length; it always counts as changed.</returns>
    /// <exception cref="TransferException">It could not be read; <see cref="TransferException.Problem"/> tells why.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile.</exception>
    public async Task<TransferResult> DownloadAsync(
        string path, Stream destination, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(destination);
        options ??= TransferOptions.Default;
        if (options.As is { } become)
        {
            var other = await AsAsync(become, cancellationToken).ConfigureAwait(false);
            return await other.DownloadAsync(path, destination, options with { As = null }, cancellationToken).ConfigureAwait(false);
        }
        var where = Where;
        var began = _options.Time.GetTimestamp();
        try
        {
            var file = await DownloadToAsync(path, destination, null, options, cancellationToken).ConfigureAwait(false);
            return Moved(path, false, true, file.Length, file.Length, began, where);
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    /// <summary>Brings a file from the host into memory.</summary>
    /// <param name="path">Path on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The content.</returns>
    /// <exception cref="TransferException">It could not be read; <see cref="TransferException.Problem"/> tells why.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile.</exception>
    public async Task<byte[]> DownloadBytesAsync(string path, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var content = new MemoryStream();
        await DownloadAsync(path, content, options, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    private async Task<TransferResult> UploadSmallAsync(
        ReadOnlyMemory<byte> content, string path, TransferOptions options, CancellationToken cancellationToken)
    {
        var where = Where;
        var began = _options.Time.GetTimestamp();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var payload = new byte[content.Length + "\nend\n".Length];
        content.CopyTo(payload);
        "\nend\n"u8.CopyTo(payload.AsSpan(content.Length));
        var script = FileScripts.TakeSmall(path, hash, content.Length, TemporaryName(), options, OrdinaryFile);
        var isChanged = await AskAsync(script, path, "upload", options, payload, cancellationToken).ConfigureAwait(false) == "changed";
        options.OnProgress?.Invoke(new TransferProgress(path, content.Length, content.Length));
        return Moved(path, true, isChanged, content.Length, content.Length, began, where);
    }

    private async Task<TransferResult> UploadLargeAsync(
        Stream content, long? length, string path, TransferOptions options, CancellationToken cancellationToken)
    {
        var where = Where;
        var began = _options.Time.GetTimestamp();
        var answer = await LookAsync(null).ConfigureAwait(false);
        if (answer == "alike")
        {
            // Only now is it worth its hash.
            var start = content.Position;
            var hash = await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
            content.Position = start;
            answer = await LookAsync(Convert.ToHexStringLower(hash)).ConfigureAwait(false);
        }
        if (answer.Length > 0)
            return Moved(path, true, answer == "changed", length!.Value, 0, began, where);

        var chunks = new ChunkedContent(content, length, path, bytes => options.OnProgress?.Invoke(new(path, bytes, length)));
        await UseBulkShellAsync(
            async shell =>
            {
                var stderr = new OutputCapture(64 * 1024, null, null);
                var request = new FrameRequest(FileScripts.TakeLarge(path, TemporaryName(), options, OrdinaryFile), InFreshShell: false)
                {
                    Chunks = chunks,
                    Stderr = stderr,
                    What = $"the upload of {path}",
                };
                var status = await RunBulkAsync(shell, request, options, cancellationToken).ConfigureAwait(false);
                if (status != 0)
                    throw Failed(status, path, stderr.Output.Trimmed, "upload");
            },
            cancellationToken).ConfigureAwait(false);
        return Moved(path, true, true, chunks.Bytes, chunks.Bytes, began, where);

        Task<string> LookAsync(string? hash) =>
            AskAsync(FileScripts.LookAtLarge(path, length, hash, options), path, "upload", options, null, cancellationToken);
    }

    private async Task<RemoteFile> DownloadToAsync(
        string path, Stream destination, string? knownHash, TransferOptions options, CancellationToken cancellationToken)
    {
        var head = new HeadedContent(destination);
        var stderr = new OutputCapture(64 * 1024, null, null);
        var request = new FrameRequest(FileScripts.Give(path, knownHash ?? ""), InFreshShell: false)
        {
            Stdout = head,
            Stderr = stderr,
            What = $"the download of {path}",
        };
        var status = await RunFileRequestAsync(request, options, cancellationToken).ConfigureAwait(false);
        if (status != 0)
            throw Failed(status, path, stderr.Output.Trimmed, "download");
        var file = RemoteFile.Parse(head.Head, knownHash);
        if (file.IsKnown)
            return file;
        if (file.Length <= FileScripts.InlineBytes)
        {
            // What grows while it is read, or has no length (files of /proc), is right if it has the hash.
            if (file.Hash is { } hash && hash != head.Hash)
                throw MovedWhileRead(path);
            await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            options.OnProgress?.Invoke(new TransferProgress(path, head.Bytes, head.Bytes));
            return file with { Length = head.Bytes };
        }

        await UseBulkShellAsync(shell => DownloadLargeAsync(shell, path, file, destination, options, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return file;
    }

    // One frame, whatever the length: the transport lets the host send no faster than the content is taken here.
    private async Task DownloadLargeAsync(
        FramedShell shell, string path, RemoteFile file, Stream destination, TransferOptions options, CancellationToken cancellationToken)
    {
        var received = 0L;
        var content = new HashedContent(destination, bytes => options.OnProgress?.Invoke(new(path, received += bytes, file.Length)));
        var stderr = new OutputCapture(64 * 1024, null, null);
        var request = new FrameRequest(FileScripts.GiveLarge(path, file.Length), InFreshShell: false)
        {
            Stdout = content,
            Stderr = stderr,
            What = $"the download of {path}",
        };
        int status;
        try
        {
            status = await RunBulkAsync(shell, request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"{path} could not be written here: {failure.Message}", TransferProblem.LocalRefused, path, null, failure);
        }
        if (status != 0)
            throw Failed(status, path, stderr.Output.Trimmed, "download");
        if (stderr.Output.Lines is not [.., var sum, var identity] || identity != file.Identity
            || content.Bytes != file.Length || (sum != "none" && sum.Split(' ')[0] != content.Hash))
        {
            throw MovedWhileRead(path);
        }
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a short script of ours and gives what it printed, trimmed.</summary>
    private async Task<string> AskAsync(
        string script, string path, string verb, TransferOptions options, ReadOnlyMemory<byte>? payload, CancellationToken cancellationToken)
    {
        var where = Where;
        var stdout = new OutputCapture(64 * 1024, null, null);
        var stderr = new OutputCapture(64 * 1024, null, null);
        var request = new FrameRequest(script, InFreshShell: false) { Payload = payload, Stdout = stdout, Stderr = stderr, What = $"the {verb} of {path}" };
        try
        {
            var status = await RunFileRequestAsync(request, options, cancellationToken).ConfigureAwait(false);
            return status == 0 ? stdout.Output.Trimmed : throw Failed(status, path, stderr.Output.Trimmed, verb);
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    // A script of ours that takes a payload cannot be ended half-way without losing track of what follows, and it is short: so it is waited for.
    private async Task<int> RunFileRequestAsync(FrameRequest request, TransferOptions options, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var sent = await _shell.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
        var limit = options.TimeLimit ?? _options.TimeLimit;
        try
        {
            await sent.Frame.EndedAnyhow.WaitAsync(limit, _options.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _shell.AbandonAsync(new MarchitectException(
                string.Create(CultureInfo.InvariantCulture, $"{request.What} did not end within {limit.TotalSeconds:0.#} s; the session is given up."),
                "The host's disk may hang.")).ConfigureAwait(false);
        }
        var status = await sent.Frame.Ended.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (sent.Frame.Failure is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return status;
    }

    private async Task<int> RunBulkAsync(FramedShell shell, FrameRequest request, TransferOptions options, CancellationToken cancellationToken)
    {
        var limit = options.TimeLimit ?? _options.TimeLimit;
        using var late = new CancellationTokenSource(limit, _options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var sent = await shell.SendAsync(request, null, stop.Token).ConfigureAwait(false);
            var status = await sent.Frame.Ended.WaitAsync(stop.Token).ConfigureAwait(false);
            if (status == 0)
                await sent.Input.WaitAsync(stop.Token).ConfigureAwait(false);
            if (sent.Frame.Failure is { } failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            return status;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MarchitectException(
                string.Create(CultureInfo.InvariantCulture, $"{request.What} did not end within {limit.TotalSeconds:0.#} s, and was given up."),
                "Give it more with TransferOptions.TimeLimit.");
        }
    }

    /// <summary>
    /// Lends the shell for large files, one user at a time. After a failure it is closed, which ends what it does and, since its input then
    /// ends within a file, removes what that had written.
    /// </summary>
    private async Task UseBulkShellAsync(Func<FramedShell, Task> use, CancellationToken cancellationToken)
    {
        var where = Where;
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _bulk.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _bulkShell ??= await StartFurtherShellAsync(cancellationToken).ConfigureAwait(false);
            await use(_bulkShell).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (_bulkShell is { } shell)
            {
                _bulkShell = null;
                await shell.DisposeAsync().ConfigureAwait(false);
            }
            (failure as MarchitectException)?.At(where);
            throw;
        }
        finally
        {
            _bulk.Release();
        }
    }

    private TransferResult Moved(string path, bool isUpload, bool isChanged, long length, long travelled, long began, Where where)
    {
        Tell(new FileMoved(_options.Time.GetUtcNow(), where, Redactor.Redact(path), isUpload, isChanged, travelled));
        return new TransferResult(path, length, isChanged, _options.Time.GetElapsedTime(began));
    }

    private static string TemporaryName() => $".marchitect-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    private static TransferException MovedWhileRead(string path) => new(
        $"{path} changed while it was read.", TransferProblem.ContentMoved, path, "Try again when nothing writes to it, or copy it on the host first.");

    private static TransferException Failed(int status, string path, string said, string verb) => status switch
    {
        FileScripts.FolderMissing => new(
            $"{path} could not be {verb}ed: its folder does not exist on the host.", TransferProblem.RemoteFolderMissing, path, "Create the folder first."),
        FileScripts.Missing => new($"{path} does not exist on the host.", TransferProblem.RemoteMissing, path),
        FileScripts.IsFolder => new(
            $"{path} is a folder on the host, and a file was to be {verb}ed.", TransferProblem.RemoteKind, path,
            verb == "upload" ? "Name the file in the folder." : "Name a file, or pack the folder: tar -c FOLDER with ExecOptions.StdoutTo."),
        FileScripts.IsNoFile => new($"{path} is no regular file on the host (a device, pipe or socket).", TransferProblem.RemoteKind, path),
        FileScripts.NoFolder => new($"{path} is no folder on the host.", TransferProblem.RemoteKind, path),
        FileScripts.ContentMoved => new($"{path} could not be {verb}ed: {said}.", TransferProblem.ContentMoved, path),
        _ => new($"{path} could not be {verb}ed: {(said.Length > 0 ? Said(said) : $"exit status {status}")}.", TransferProblem.RemoteRefused, path),
    };

    // Tools tell the cause in their first lines, and then what followed from it.
    private static string Said(string said) => string.Join("; ", said.Split('\n').Take(4).Select(line => line.Trim().TrimEnd('.')));
}
