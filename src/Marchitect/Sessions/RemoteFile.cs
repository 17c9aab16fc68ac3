using System.Globalization;

namespace Marchitect;

/// <summary>What the host says of a file before its content.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Permissions">Its permission bits, where the host could tell.</param>
/// <param name="Hash">Its SHA-256, where it was asked for and the host could tell.</param>
/// <param name="Identity">Device, inode, length and times in one word: while that is the same, so is the file.</param>
/// <param name="IsKnown">Whether it has the hash that we said we know.</param>
internal sealed record RemoteFile(long Length, Permissions? Permissions, string? Hash, string Identity, bool IsKnown)
{
    public static RemoteFile Parse(string line, string? knownHash) => line.Split(' ') is [var length, var permissions, var hash, var identity]
        ? new(
            long.Parse(length, CultureInfo.InvariantCulture),
            permissions == "-" ? default(Permissions?) : Marchitect.Permissions.Parse(permissions.PadLeft(3, '0')),
            hash == "-" ? null : hash,
            identity,
            knownHash is not null && hash == knownHash)
        : throw new MarchitectException($"the host answered '{line}' to the question for a file.");
}
