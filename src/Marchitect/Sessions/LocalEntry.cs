using System.Security.Cryptography;

namespace Marchitect;

/// <summary>Something in a local folder that is to stand on the host.</summary>
/// <param name="Path">Path below the folder, with <c>/</c>.</param>
/// <param name="LocalPath">Path here.</param>
/// <param name="Kind">File, folder or link.</param>
/// <param name="Permissions">Its permission bits.</param>
/// <param name="Length">Length of a file's content, in bytes.</param>
/// <param name="LinkTarget">Where a link points, or null.</param>
internal sealed record LocalEntry(string Path, string LocalPath, EntryKind Kind, Permissions Permissions, long Length, string? LinkTarget)
{
    /// <summary>The content, where it does not stand in a file here; else null.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>SHA-256 of the file's content, in lower-case hexadecimal.</summary>
    public string Hash()
    {
        using var content = LocalContent.OpenRead(LocalPath);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>All below a folder, parents before what is in them. Links stay links and are not followed.</summary>
    /// <exception cref="TransferException">There is no such folder, or something in it cannot be brought.</exception>
    public static IReadOnlyList<LocalEntry> Below(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder))
            throw new TransferException($"{System.IO.Path.GetFullPath(folder)} is a file here, and a folder was to be uploaded.", TransferProblem.LocalKind, folder, "UploadAsync brings a file.");
        if (!Directory.Exists(folder))
            throw new TransferException($"{System.IO.Path.GetFullPath(folder)} does not exist here.", TransferProblem.LocalMissing, folder);
        try
        {
            var root = System.IO.Path.GetFullPath(folder);
            return [.. Enumerate(new DirectoryInfo(root), root)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw LocalContent.Refused(folder, "read", failure);
        }
    }

    public static Permissions PermissionsOf(FileSystemInfo info) => OperatingSystem.IsWindows()
        ? info is DirectoryInfo ? "0755" : "0644"
        : info.UnixFileMode;

    private static IEnumerable<LocalEntry> Enumerate(DirectoryInfo folder, string root)
    {
        foreach (var info in folder.EnumerateFileSystemInfos().OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var path = System.IO.Path.GetRelativePath(root, info.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/');
            if (info.LinkTarget is { } target)
            {
                yield return new(path, info.FullName, EntryKind.Link, "0777", 0, target);
            }
            else if (info is DirectoryInfo below)
            {
                yield return new(path, info.FullName, EntryKind.Folder, PermissionsOf(info), 0, null);
                foreach (var entry in Enumerate(below, root))
                    yield return entry;
            }
            else
            {
                yield return new(path, info.FullName, EntryKind.File, PermissionsOf(info), ((FileInfo)info).Length, null);
            }
        }
    }
}
