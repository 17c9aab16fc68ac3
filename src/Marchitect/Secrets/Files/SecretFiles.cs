namespace Marchitect;

/// <summary>Reads files of this machine that hold secrets.</summary>
internal static class SecretFiles
{
    /// <summary>The path with a leading <c>~/</c> replaced by the home.</summary>
    public static string PathOf(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : path;

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">Its path, as the user wrote it.</param>
    /// <param name="name">What it is in words, e.g. <c>the secret file</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SecretException">It is not there, is no file, cannot be read, is empty or too large.</exception>
    public static async Task<byte[]> ReadAsync(string path, string name, CancellationToken cancellationToken)
    {
        var real = PathOf(path);
        if (Directory.Exists(real))
            throw new SecretException($"{name} {path} is a folder.", "Name a file in it.");
        if (!File.Exists(real))
        {
            throw new SecretException(
                $"{name} {path} does not exist.",
                Path.IsPathRooted(real) ? null : $"The path begins at the current folder, {Environment.CurrentDirectory}.");
        }
        try
        {
            // Read to the end, whatever length it has: a pipe has none.
            using var file = new FileStream(real, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
            var content = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            return content switch
            {
                null => throw new SecretException($"{name} {path} is larger than {SecretText.LimitBytes / 1024} KiB."),
                [] => throw new SecretException($"{name} {path} is empty."),
                _ => content,
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{name} {path} could not be read: {failure.Message}", inner: failure);
        }
    }

    /// <summary>Reads a file whole, as text.</summary>
    /// <inheritdoc cref="ReadAsync(string, string, CancellationToken)"/>
    public static async Task<string> ReadTextAsync(string path, string name, CancellationToken cancellationToken) =>
        SecretText.From(await ReadAsync(path, name, cancellationToken).ConfigureAwait(false)) switch
        {
            null => throw new SecretException($"{name} {path} is no text in UTF-8."),
            "" => throw new SecretException($"{name} {path} holds nothing but a line end."),
            var text => text,
        };

    /// <summary>Reads a stream to its end; null where it holds more than a secret may.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (content.Length + count > SecretText.LimitBytes)
                return null;
            await content.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        return content.ToArray();
    }
}
