namespace Marchitect;

/// <summary>
/// Folders that are made together with what is put into them: such a tree is built beside its place and comes with one rename, whole or
/// not at all.
/// </summary>
internal sealed class NewTrees
{
    private readonly HashSet<string> _made;
    private readonly HashSet<string> _tops;

    /// <param name="operations">What is done together.</param>
    public NewTrees(IReadOnlyCollection<Operation> operations)
    {
        var folders = operations.OfType<MakeFolder>().ToArray();
        _made = [.. folders.Select(folder => Footprint.Normal(folder.Path))];
        _tops = [.. operations.Where(operation => operation is WriteFile or MakeLink).Select(operation => Top(PathOf(operation)!)).OfType<string>()];
        // Whoever may not write into a folder may not move it either.
        _tops.ExceptWith(folders.Where(folder => folder.Permissions is { } permissions && (permissions.Bits & 0x80) == 0).Select(folder => Top(folder.Path)!));
    }

    /// <summary>The topmost folder of the tree that a file, a link or a folder belongs to; null where it stands in a folder that is there.</summary>
    public string? TopOf(Operation operation) => PathOf(operation) is { } path && Top(path) is { } top && _tops.Contains(top) ? top : null;

    private string? Top(string path)
    {
        var top = default(string);
        path = Footprint.Normal(path);
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (_made.Contains(path[..end]))
                top = path[..end];
        }
        return top;
    }

    private static string? PathOf(Operation operation) => operation switch
    {
        MakeFolder folder => folder.Path,
        WriteFile write => write.Path,
        MakeLink link => link.Path,
        _ => null,
    };
}
