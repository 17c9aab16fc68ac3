namespace Marchitect;

/// <summary>Why a file or folder could not be brought to or from a host.</summary>
public enum TransferProblem
{
    /// <summary>The folder that the file should go into does not exist on the host.</summary>
    RemoteFolderMissing,

    /// <summary>The file or folder does not exist on the host.</summary>
    RemoteMissing,

    /// <summary>Something else than a file (or a folder, where a folder was meant) stands there on the host.</summary>
    RemoteKind,

    /// <summary>The host would not read or write it: permissions, a full disk, a read-only file system.</summary>
    RemoteRefused,

    /// <summary>The local file or folder does not exist.</summary>
    LocalMissing,

    /// <summary>Something else than a file (or a folder, where a folder was meant) stands at the local path.</summary>
    LocalKind,

    /// <summary>The local file could not be read or written.</summary>
    LocalRefused,

    /// <summary>The content changed on its way or while it was read.</summary>
    ContentMoved,
}
