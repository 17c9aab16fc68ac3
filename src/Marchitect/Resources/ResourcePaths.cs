namespace Marchitect;

/// <summary>The folders in which whiteprints' resources lie, each whiteprint's in a folder of its name.</summary>
internal sealed class ResourcePaths
{
    private readonly string[] _folders;

    /// <summary>Takes the folders, in the order they are looked through; relative ones start at the current directory.</summary>
    public ResourcePaths(IEnumerable<string> folders) => _folders = [.. folders.Select(Path.GetFullPath)];

    /// <summary>
    /// The folder of the running program: of its source file where it is run as one file (<c>dotnet run site.cs</c>), whose binary
    /// lies in a cache, else of its executable.
    /// </summary>
    // Published without native code, the program still names the source folder, which other machines do not have.
    public static string ProgramFolder =>
        AppContext.GetData("EntryPointFileDirectoryPath") is string folder && Directory.Exists(folder) ? folder : AppContext.BaseDirectory;

    /// <summary>Finds a resource.</summary>
    /// <param name="whiteprint">Name of the whiteprint.</param>
    /// <param name="path">Path below its folder, e.g. <c>site.conf</c>; an absolute one is taken as it is.</param>
    /// <returns>The absolute path of the file or folder.</returns>
    /// <exception cref="ResourceNotFoundException">There is none, or the path leaves the whiteprint's folder.</exception>
    public string Find(string whiteprint, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.IsPathFullyQualified(path))
            return path;
        if (LeavesItsFolder(path))
        {
            throw new ResourceNotFoundException(
                $"the resource '{path}' would lie outside the folder of whiteprint '{whiteprint}'.",
                path,
                [],
                "Move it into that folder, or give its absolute path.");
        }
        var places = Array.ConvertAll(_folders, folder => Path.GetFullPath(Path.Combine(folder, whiteprint, path)));
        return Array.Find(places, Path.Exists) ?? throw new ResourceNotFoundException(
            $"whiteprint '{whiteprint}' has no resource '{path}'.",
            path,
            places,
            places.Length == 0 ? "There are no resource paths to look in; give one." : "Put it at one of these places, or give another resource path.");
    }

    /// <summary>The whiteprint's folder below each resource path, in order; they need not exist.</summary>
    public IEnumerable<string> FoldersOf(string whiteprint) => _folders.Select(folder => Path.Combine(folder, whiteprint));

    /// <summary>The absolute path of a resource, or null where there is none.</summary>
    public string? TryFind(string whiteprint, string path) =>
        FoldersOf(whiteprint).Select(folder => Path.GetFullPath(Path.Combine(folder, path))).FirstOrDefault(Path.Exists);

    private static bool LeavesItsFolder(string path)
    {
        if (Path.IsPathRooted(path))
            return true;
        var depth = 0;
        foreach (var part in path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            depth += part switch { ".." => -1, "" or "." => 0, _ => 1 };
            if (depth < 0)
                return true;
        }
        return false;
    }
}
