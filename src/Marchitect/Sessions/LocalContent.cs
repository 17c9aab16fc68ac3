using System.Security.Cryptography;

namespace Marchitect;

/// <summary>Files on our side, with errors that name the path.</summary>
internal static class LocalContent
{
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new TransferException($"{Path.GetFullPath(path)} is a folder here, and a file was to be uploaded.", TransferProblem.LocalKind, path, "UploadTreeAsync brings a folder.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TransferException($"{Path.GetFullPath(path)} does not exist here.", TransferProblem.LocalMissing, path, null, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, "read", failure);
        }
    }

    public static FileStream Create(string temporary, string path)
    {
        if (Directory.Exists(path))
            throw new TransferException($"{Path.GetFullPath(path)} is a folder here, and a file was to be downloaded.", TransferProblem.LocalKind, path, "Name the file in the folder.");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(temporary, options);
        }
        catch (DirectoryNotFoundException failure)
        {
            throw new TransferException($"{Path.GetFullPath(path)} could not be written: its folder does not exist here.", TransferProblem.LocalMissing, path, "Create the folder first.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, "written", failure);
        }
    }

    /// <summary>SHA-256 of a file, in lower-case hexadecimal, or null where there is none to read.</summary>
    public static async Task<string?> HashAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            return null;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using (stream.ConfigureAwait(false))
                return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string TemporaryBeside(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.Combine(Path.GetDirectoryName(full) ?? "/", $".marchitect-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
    }

    /// <summary>Renames the temporary file into place and sets permissions; says whether that changed anything.</summary>
    public static bool Put(string temporary, string path, Permissions? permissions, bool isContentNew)
    {
        try
        {
            var isChanged = isContentNew;
            if (permissions is { } wanted && !OperatingSystem.IsWindows())
            {
                var of = isContentNew ? temporary : path;
                if (isContentNew || (int)File.GetUnixFileMode(of) != wanted.Bits)
                {
                    File.SetUnixFileMode(of, (UnixFileMode)wanted.Bits);
                    isChanged = true;
                }
            }
            if (isContentNew)
                File.Move(temporary, path, overwrite: true);
            return isChanged;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, "written", failure);
        }
    }

    public static TransferException Refused(string path, string verb, Exception failure) =>
        new($"{Path.GetFullPath(path)} could not be {verb} here: {failure.Message}", TransferProblem.LocalRefused, path, null, failure);
}
