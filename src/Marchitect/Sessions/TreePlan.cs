namespace Marchitect;

/// <summary>What has to happen to a folder on the host so that it is like the local one.</summary>
/// <param name="IsNew">Whether the folder is not there yet.</param>
/// <param name="Write">Entries that travel, parents before what is in them.</param>
/// <param name="Permissions">Files whose content is right and whose permissions are not.</param>
/// <param name="InTheWay">Paths that have to go first, since something of another kind takes their place.</param>
/// <param name="Others">Paths that have no counterpart here and are to go.</param>
/// <param name="UnchangedFiles">How many files are right.</param>
internal sealed record TreePlan(
    bool IsNew,
    IReadOnlyList<LocalEntry> Write,
    IReadOnlyList<(string Path, Permissions Permissions)> Permissions,
    IReadOnlyList<string> InTheWay,
    IReadOnlyList<string> Others,
    int UnchangedFiles)
{
    public bool IsEmpty => Write.Count + Permissions.Count + InTheWay.Count + Others.Count == 0;

    /// <summary>Compares; reads local files only where the host has one of that name, to hash it.</summary>
    /// <exception cref="TransferException">A folder stands where a file belongs, and others are not to be removed.</exception>
    public static TreePlan Compare(IReadOnlyList<LocalEntry> local, RemoteTree? remote, bool deleteOthers)
    {
        if (remote is null)
            return new(true, local, [], [], [], 0);
        var write = new List<LocalEntry>();
        var permissions = new List<(string, Permissions)>();
        var inTheWay = new List<string>();
        var unchanged = 0;
        foreach (var entry in local)
        {
            var kind = remote.KindOf(entry.Path);
            if (entry.Kind == EntryKind.Folder)
            {
                if (kind == EntryKind.Folder)
                    continue;
                if (kind is not null)
                    inTheWay.Add(entry.Path);
                write.Add(entry);
                continue;
            }
            if (kind == EntryKind.Folder)
            {
                if (!deleteOthers)
                {
                    throw new TransferException(
                        $"{entry.Path} is a folder on the host and a file here.", TransferProblem.RemoteKind, entry.Path,
                        "Remove it there, or let TreeOptions.DeleteOthers do so.");
                }
                inTheWay.Add(entry.Path);
            }
            if (entry.Kind == EntryKind.Link ? remote.LinkTarget(entry.Path) == entry.LinkTarget : remote.Hash(entry.Path) is { } hash && hash == entry.Hash())
            {
                unchanged += entry.Kind == EntryKind.File ? 1 : 0;
                if (entry.Kind == EntryKind.File && remote.PermissionsOf(entry.Path) != entry.Permissions)
                    permissions.Add((entry.Path, entry.Permissions));
                continue;
            }
            write.Add(entry);
        }
        var wanted = local.Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string> others = deleteOthers ? Topmost(remote.Paths.Where(p => !wanted.Contains(p))) : [];
        return new(false, write, permissions, inTheWay, others, unchanged);
    }

    // What is in a folder that goes, goes with it.
    private static List<string> Topmost(IEnumerable<string> paths)
    {
        var top = new List<string>();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (top.Count == 0 || !path.StartsWith(top[^1] + "/", StringComparison.Ordinal))
                top.Add(path);
        }
        return top;
    }
}
