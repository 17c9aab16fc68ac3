using System.Text;

namespace Marchitect;

/// <summary>A known-hosts file: reads its lines, and adds one while others may be doing the same.</summary>
/// <remarks>
/// .NET locks an open file with <c>flock</c>, so those who read here wait shortly for one who writes, in this process or another.
/// <c>ssh</c> itself takes no lock: only if it adds a line in the very moment between our looking for the end and our one write
/// could the two meet.
/// </remarks>
internal static class KnownHostsFile
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(10);

    /// <summary>The keys of a file, or what keeps it from being read.</summary>
    public static (IReadOnlyList<KnownHostsLine> Lines, string? Problem) Read(string path)
    {
        try
        {
            using var stream = OpenWaiting(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            return (Lines(stream, path), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ([], "not there");
        }
        catch (UnauthorizedAccessException)
        {
            return ([], Directory.Exists(path) ? "a folder, not a file" : "may not be read");
        }
        catch (IOException e)
        {
            return ([], $"could not be read: {e.Message}");
        }
    }

    /// <summary>
    /// Appends a line, unless one that someone else has added meanwhile decides otherwise. The folder is made for the owner alone,
    /// and so is the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, without its end.</param>
    /// <param name="isWanted">Told the file's lines under the lock; says whether the line is still to be added.</param>
    public static void Append(string path, string line, Func<IReadOnlyList<KnownHostsLine>, bool> isWanted)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
        using var stream = OpenWaiting(path, options);
        if (!isWanted(Lines(stream, path)))
            return;
        var length = stream.Length;
        var unfinished = false;
        if (length > 0)
        {
            stream.Position = length - 1;
            unfinished = stream.ReadByte() != '\n';
        }
        stream.Position = length;
        stream.Write(Encoding.UTF8.GetBytes($"{(unfinished ? "\n" : "")}{line}\n"));
    }

    private static List<KnownHostsLine> Lines(Stream stream, string path)
    {
        // Bytes that are no UTF-8 become replacement characters, so that they spoil no line but their own.
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var lines = new List<KnownHostsLine>();
        for (var number = 1; reader.ReadLine() is { } text; number++)
        {
            if (KnownHostsLine.Read(text, path, number) is { } line)
                lines.Add(line);
        }
        return lines;
    }

    private static FileStream OpenWaiting(string path, FileStreamOptions options)
    {
        var until = Environment.TickCount64 + (long)LockLimit.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException e) when (IsHeldByAnother(e) && Environment.TickCount64 < until)
            {
                // For the moment of one line.
                Thread.Sleep(5);
            }
        }
    }

    // EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows: .NET has no type of its own for a lock that is held.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
