namespace Marchitect;

/// <summary>Contents that are on the host already, beside their places, under names of their own.</summary>
internal sealed class StagedFiles
{
    private readonly Dictionary<string, string> _places = [];
    private readonly List<string> _roots = [];

    /// <summary>What has to go again, whatever comes: files and folders.</summary>
    public IReadOnlyList<string> Roots => _roots;

    /// <summary>Where the content of a file stands, or null.</summary>
    public string? PlaceOf(string path) => _places.GetValueOrDefault(path);

    /// <summary>A file or a folder was brought there.</summary>
    /// <param name="root">Its path.</param>
    /// <param name="places">Whose content stands where.</param>
    public void Add(string root, params IEnumerable<(string Path, string Place)> places)
    {
        _roots.Add(root);
        foreach (var (path, place) in places)
            _places[path] = place;
    }
}
