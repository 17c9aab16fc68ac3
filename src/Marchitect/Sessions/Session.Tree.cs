using System.Formats.Tar;
using System.IO.Pipelines;
using System.Text;

namespace Marchitect;

public sealed partial class Session
{
    /// <summary>
    /// Brings a local folder to the host: only files that differ travel, as one stream, and each is whole, the old or the new one.
    /// One round trip where nothing differs, two where up to about 1 MiB does; more goes over a channel of its own.
    /// </summary>
    /// <param name="localFolder">Folder here. Links in it stay links.</param>
    /// <param name="folder">Folder on the host; it is made where it is missing, but its own parent must exist.</param>
    /// <param name="options">How; null for the defaults: what else stands there stays.</param>
    /// <param name="cancellationToken">Gives up; what was not yet renamed is removed.</param>
    /// <returns>What was written and what was removed.</returns>
    /// <exception cref="TransferException">It could not be read here or put there; <see cref="TransferException.Problem"/> tells which.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile; run it again.</exception>
    public async Task<TreeResult> UploadTreeAsync(
        string localFolder, string folder, TreeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= TreeOptions.Default;
        if (options.As is { } become)
        {
            var other = await AsAsync(become, cancellationToken).ConfigureAwait(false);
            return await other.UploadTreeAsync(localFolder, folder, options with { As = null }, cancellationToken).ConfigureAwait(false);
        }
        var where = Where;
        var began = _options.Time.GetTimestamp();
        var transfer = new TransferOptions { TimeLimit = options.TimeLimit };
        try
        {
            var local = LocalEntry.Below(localFolder);
            var remote = await LookAtTreeAsync(folder, transfer, cancellationToken).ConfigureAwait(false);
            var plan = TreePlan.Compare(local, remote, options.DeleteOthers);
            var bytes = plan.Write.Sum(e => e.Length);
            if (!plan.IsEmpty || plan.IsNew)
                await TakeTreeAsync(LocalEntry.PermissionsOf(new DirectoryInfo(localFolder)), folder, plan, bytes, options, transfer, cancellationToken).ConfigureAwait(false);

            Tell(new FileMoved(_options.Time.GetUtcNow(), where, Redactor.Redact(folder), true, !plan.IsEmpty || plan.IsNew, bytes));
            string[] written = [.. plan.Write.Select(e => e.Path).Concat(plan.Permissions.Select(p => p.Path)).Order(StringComparer.Ordinal)];
            return new TreeResult(folder, written, plan.Others, plan.UnchangedFiles, bytes, _options.Time.GetElapsedTime(began));
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    /// <summary>Brings files to a new folder, for the session's user alone; its own parent must exist.</summary>
    /// <param name="folder">The folder, which nothing has the name of.</param>
    /// <param name="files">Paths below it, and contents.</param>
    /// <param name="cancellationToken">Gives up; what was written is removed.</param>
    internal async Task StageTreeAsync(string folder, IReadOnlyList<(string Path, ReadOnlyMemory<byte> Content)> files, CancellationToken cancellationToken)
    {
        var where = Where;
        var folders = files.SelectMany(file => file.Path.Index().Where(each => each.Item == '/').Select(each => file.Path[..each.Index]))
            .Distinct().Order(StringComparer.Ordinal).Select(path => new LocalEntry(path, "", EntryKind.Folder, "0700", 0, null));
        var plan = new TreePlan(
            true, [.. folders, .. files.Select(file => new LocalEntry(file.Path, "", EntryKind.File, "0600", file.Content.Length, null) { Content = file.Content })],
            [], [], [], 0);
        try
        {
            await TakeTreeAsync("0700", folder, plan, files.Sum(file => (long)file.Content.Length), TreeOptions.Default, new(), cancellationToken).ConfigureAwait(false);
        }
        catch (MarchitectException failure)
        {
            failure.At(where);
            throw;
        }
    }

    private async Task<RemoteTree?> LookAtTreeAsync(string folder, TransferOptions options, CancellationToken cancellationToken)
    {
        var stdout = new OutputCapture(1024 * 1024 * 1024, null, null);
        var stderr = new OutputCapture(1024 * 1024, null, null);
        var request = new FrameRequest(TreeScripts.Look(folder), InFreshShell: false) { Stdout = stdout, Stderr = stderr, What = $"the look at {folder}" };
        var status = await RunFileRequestAsync(request, options, cancellationToken).ConfigureAwait(false);
        if (status != 0)
            throw Failed(status, folder, stderr.Output.Trimmed, "upload");
        var answer = stdout.Output.Bytes;
        var end = answer.Span.IndexOf((byte)'\n');
        return Encoding.ASCII.GetString(answer.Span[..end]) == "new" ? null : RemoteTree.Parse(answer.Span[(end + 1)..]);
    }

    private async Task TakeTreeAsync(
        Permissions permissions, string folder, TreePlan plan, long bytes, TreeOptions options, TransferOptions transfer, CancellationToken cancellationToken)
    {
        var hasContent = plan.IsNew || plan.Write.Count > 0;
        var script = TreeScripts.Take(
            folder, permissions, plan, TemporaryName(), options.Owner, hasContent);
        // A tar stream has blocks of 512 bytes: a header of one to three for each entry, and content rounded up.
        var streamBytes = bytes + plan.Write.Count * 2048L;
        if (!hasContent || streamBytes <= FileScripts.InlineBytes)
        {
            byte[]? payload = null;
            if (hasContent)
            {
                using var stream = new MemoryStream();
                await WriteTarAsync(plan.Write, stream, cancellationToken).ConfigureAwait(false);
                payload = [.. Encoding.ASCII.GetBytes($"{stream.Length}\n"), .. stream.ToArray(), .. "-\n0\n0\nend\n"u8];
            }
            await AskAsync(script, folder, "upload", transfer, payload, cancellationToken).ConfigureAwait(false);
            options.OnProgress?.Invoke(new TransferProgress(folder, bytes, bytes));
            return;
        }

        await UseBulkShellAsync(
            async shell =>
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                // The writer stays at most some chunks ahead of the link, so that a large folder does not come to lie in memory.
                var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: FileScripts.InlineBytes * 2, resumeWriterThreshold: FileScripts.InlineBytes, useSynchronizationContext: false));
                var writing = Task.Run(() => WriteTarAsync(plan.Write, pipe, stop.Token), CancellationToken.None);
                var chunks = new ChunkedContent(
                    pipe.Reader.AsStream(), null, folder, sent => options.OnProgress?.Invoke(new(folder, Math.Min(sent, bytes), bytes)));
                var stderr = new OutputCapture(64 * 1024, null, null);
                var request = new FrameRequest(script, InFreshShell: false) { Chunks = chunks, Stderr = stderr, What = $"the upload of {folder}" };
                try
                {
                    var status = await RunBulkAsync(shell, request, transfer, cancellationToken).ConfigureAwait(false);
                    if (status != 0)
                        throw Failed(status, folder, stderr.Output.Trimmed, "upload");
                }
                finally
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                    await pipe.Reader.CompleteAsync().ConfigureAwait(false);
                    await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteTarAsync(IReadOnlyList<LocalEntry> entries, Pipe pipe, CancellationToken cancellationToken)
    {
        try
        {
            await WriteTarAsync(entries, pipe.Writer.AsStream(leaveOpen: true), cancellationToken).ConfigureAwait(false);
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await pipe.Writer.CompleteAsync(failure).ConfigureAwait(false);
        }
    }

    // GNU's format, since busybox's tar knows its long names and not those of pax.
    private static async Task WriteTarAsync(IReadOnlyList<LocalEntry> entries, Stream to, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(to, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            foreach (var entry in entries)
            {
                var type = entry.Kind switch
                {
                    EntryKind.Folder => TarEntryType.Directory,
                    EntryKind.Link => TarEntryType.SymbolicLink,
                    _ => TarEntryType.RegularFile,
                };
                var header = new GnuTarEntry(type, "./" + entry.Path)
                {
                    Mode = (UnixFileMode)entry.Permissions.Bits,
                    ModificationTime = entry.LocalPath.Length == 0 ? TimeProvider.System.GetUtcNow()
                        : entry.Kind == EntryKind.Link ? DateTimeOffset.UnixEpoch : File.GetLastWriteTimeUtc(entry.LocalPath),
                };
                if (entry.Kind == EntryKind.Link)
                    header.LinkName = entry.LinkTarget!;
                if (entry.Kind != EntryKind.File)
                {
                    await tar.WriteEntryAsync(header, cancellationToken).ConfigureAwait(false);
                    continue;
                }
                Stream content = entry.Content is { } known ? new MemoryStream(known.ToArray(), writable: false) : LocalContent.OpenRead(entry.LocalPath);
                await using (content.ConfigureAwait(false))
                {
                    header.DataStream = content;
                    await tar.WriteEntryAsync(header, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
