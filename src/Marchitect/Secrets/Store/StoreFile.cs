namespace Marchitect;

/// <summary>Writes files of secrets: never half of one under its name, and never readable for others.</summary>
internal static class StoreFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts a file in the place of another, or of none. Stricter permissions than 0600 stay; a link stays, and what it leads to is replaced.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var real = Path.GetFullPath(new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName);
        var temporary = Path.Combine(Path.GetDirectoryName(real)!, $".{Path.GetFileName(real)}.{Guid.NewGuid():N}.tmp");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(real))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(real) & OwnerOnly);
            File.Move(temporary, real, overwrite: true);
        }
        finally
        {
            // Gone already where all went well.
            File.Delete(temporary);
        }
    }
}
