using System.Text;

namespace Marchitect.Jinja;

/// <summary>Templates in folders, looked through in order. A name is a path below a folder, with <c>/</c>; none leads out of it, but for symbolic links that stand there.</summary>
public sealed class FolderLoader : ITemplateLoader
{
    private readonly string[] _folders;

    /// <summary>Takes the folders; relative ones start at the current directory.</summary>
    /// <param name="folders">The folders, the first first.</param>
    public FolderLoader(params IEnumerable<string> folders) => _folders = [.. folders.Select(Path.GetFullPath)];

    /// <inheritdoc/>
    /// <exception cref="TemplateRuntimeException">The file is no UTF-8, or cannot be read.</exception>
    public TemplateSource? Load(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Parts(name) is not { } parts)
            return null;
        foreach (var folder in _folders)
        {
            var path = Path.Combine([folder, .. parts]);
            if (!File.Exists(path))
                continue;
            try
            {
                // Asked before reading, so that a change meanwhile is not missed.
                var written = File.GetLastWriteTimeUtc(path);
                return new(Read(path), () => File.Exists(path) && File.GetLastWriteTimeUtc(path) == written);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                throw new TemplateRuntimeException($"the template '{name}' cannot be read: {error.Message} ({path})", error);
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names()
    {
        foreach (var folder in _folders.Where(Directory.Exists))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 8 }))
                yield return Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        }
    }

    // A byte-order mark is dropped; what is no UTF-8 is refused rather than garbled.
    private static string Read(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }

    private static string[]? Parts(string name)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        var leavesFolder = parts.Any(part => part == ".." || part.Contains(Path.DirectorySeparatorChar) || part.Contains(Path.AltDirectorySeparatorChar) || part.Contains('\0'));
        return parts.Length == 0 || leavesFolder ? null : parts;
    }
}
