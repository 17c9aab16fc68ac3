namespace Marchitect;

/// <summary>
/// One thing that a change does on the host. Neighbours that do the same are done together, by one process: what stands first in
/// the changes of a group is done first for all of them, then what stands second.
/// </summary>
public abstract record Operation
{
    private protected Operation()
    {
    }

    /// <summary>What it does, in a line, as the user sees it.</summary>
    public abstract string Title { get; }

    /// <summary>In a group, what has a lower one is done first for all members, wherever it stands in their changes.</summary>
    internal virtual int Phase => 0;

    /// <summary>Runs a command in a fresh shell. The same command of several neighbours is run once.</summary>
    /// <param name="command">The command; at most 100,000 characters. Its output is shown, and kept for an error.</param>
    /// <param name="title">What is shown instead of the command. <value>Default: null, the command itself.</value></param>
    /// <param name="secrets">
    /// What is replaced by <c>***</c> in the title, in the output and in errors. The command travels on stdin and in the environment of a
    /// shell of the same user, never in an argument list; it keeps a secret out of those of its own programs by a builtin, e.g.
    /// <c>printf %s SECRET | program</c>. <value>Default: null, nothing.</value>
    /// </param>
    /// <returns>The operation.</returns>
    public static Operation Run(ShellCommand command, string? title = null, IReadOnlyList<string>? secrets = null) =>
        new RunCommand(command, title, secrets);

    /// <summary>Writes a file whole or not at all: beside its place, proved by its hash, given owner and permissions, flushed, renamed.</summary>
    /// <param name="path">Where. Its folder exists by then.</param>
    /// <param name="content">The content.</param>
    /// <param name="permissions">Its permissions.</param>
    /// <param name="owner">Its owner as <c>chown</c> takes it; null for the session's user.</param>
    /// <returns>The operation.</returns>
    public static Operation Write(string path, ReadOnlyMemory<byte> content, Permissions permissions, string? owner = null) =>
        new WriteFile(path, content, permissions) { Owner = owner };

    /// <summary>Makes a folder, with the folders above it, which get the host's umask.</summary>
    /// <param name="path">Where.</param>
    /// <param name="permissions">Its permissions; null for the host's umask.</param>
    /// <returns>The operation.</returns>
    public static Operation MakeFolder(string path, Permissions? permissions = null) => new MakeFolder(path, permissions);

    /// <summary>Makes a symbolic link, whole or not at all, in place of one that may be there.</summary>
    /// <param name="path">Where.</param>
    /// <param name="target">Where it points to.</param>
    /// <returns>The operation.</returns>
    public static Operation Link(string path, string target) => new MakeLink(path, target);

    /// <summary>Sets permissions.</summary>
    /// <param name="path">Of what; a link is followed.</param>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The operation.</returns>
    public static Operation SetPermissions(string path, Permissions permissions) => new SetPermissions(path, permissions);

    /// <summary>Sets owner and group.</summary>
    /// <param name="path">Of what; a link is followed.</param>
    /// <param name="owner">As <c>chown</c> takes it, e.g. <c>www-data:www-data</c> or <c>:adm</c>.</param>
    /// <returns>The operation.</returns>
    public static Operation SetOwner(string path, string owner) => new SetOwner(path, owner);

    /// <summary>Removes a file, a link, or a folder.</summary>
    /// <param name="path">What. Nothing there is fine.</param>
    /// <param name="isFolder">Whether it is a folder, which goes with all that is in it.</param>
    /// <returns>The operation.</returns>
    public static Operation Remove(string path, bool isFolder = false) => new RemovePath(path, isFolder);

    /// <summary>A command is an operation.</summary>
    /// <param name="command">The command.</param>
    public static implicit operator Operation(ShellCommand command) => Run(command);
}
