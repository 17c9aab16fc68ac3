namespace Marchitect;

/// <summary>
/// What a prefab looks at and what its changes touch. Neighbours whose footprints do not overlap cannot affect one another: they are
/// guarded, changed and proved as a group, which is cheaper.
/// </summary>
/// <remarks>A footprint that is too large costs a few milliseconds; one that is too small makes guards and proofs wrong.</remarks>
public sealed class Footprint
{
    private readonly string[] _paths;
    private readonly string[] _names;
    private readonly bool _isEverything;
    private readonly bool _isOfPackages;

    // What a service does when it starts hangs on any file, but not on what another service is just doing.
    private readonly bool _isOfUnits;

    private Footprint(string[] paths, string[] names, bool isEverything = false, bool isOfUnits = false, bool isOfPackages = false)
    {
        _isOfUnits = isOfUnits;
        _isOfPackages = isOfPackages;
        _paths = paths;
        _names = names;
        _isEverything = isEverything;
    }

    /// <summary>Anything on the host: of commands and packages.</summary>
    public static Footprint Everything { get; } = new([], [], isEverything: true);

    /// <summary>Nothing at all.</summary>
    public static Footprint Nothing { get; } = new([], []);

    /// <summary>The paths it touches, each with all that lies below it.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>What stands at these paths and below them.</summary>
    /// <param name="paths">POSIX paths.</param>
    /// <returns>The footprint.</returns>
    public static Footprint Of(params IEnumerable<string> paths) => new([.. paths.Select(Normal)], []);

    /// <summary>Things that are no files, by names that all who touch them use, e.g. <c>user deploy</c>.</summary>
    /// <param name="names">The names.</param>
    /// <returns>The footprint.</returns>
    public static Footprint Named(params IEnumerable<string> names) => new([], [.. names]);

    /// <summary>
    /// Units of systemd, with files of theirs. Starting and stopping them affects, and hangs on, whatever is no unit; units of other names
    /// are brought about beside them.
    /// </summary>
    /// <param name="units">Full names of the units.</param>
    /// <param name="paths">POSIX paths of their files.</param>
    internal static Footprint OfUnits(IEnumerable<string> units, params IEnumerable<string> paths) =>
        new([.. paths.Select(Normal)], [.. units.Select(unit => $"unit {unit}")], isOfUnits: true);

    /// <summary>Anything on the host but other packages: neighbours that install are one run of the package manager.</summary>
    internal static Footprint OfPackages(IEnumerable<string> names) => new([], [.. names], isEverything: true, isOfPackages: true);

    /// <summary>Both together.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The footprint.</returns>
    public Footprint With(Footprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsNothing || other.IsNothing)
            return IsNothing ? other : this;
        return new(
            [.. _paths, .. other._paths],
            [.. _names, .. other._names],
            _isEverything || other._isEverything || _isOfUnits != other._isOfUnits,
            _isOfUnits || other._isOfUnits,
            _isOfPackages && other._isOfPackages);
    }

    /// <summary>Whether one who leaves the one can affect one who leaves the other.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they overlap; nothing overlaps with nothing, not even everything.</returns>
    public bool Overlaps(Footprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsNothing || other.IsNothing)
            return false;
        if (_isOfPackages && other._isOfPackages)
            return Array.Exists(_names, other._names.Contains);
        return _isEverything || other._isEverything || _isOfUnits != other._isOfUnits
            || Array.Exists(_names, other._names.Contains)
            || Array.Exists(_paths, path => Array.Exists(other._paths, theirs => IsWithin(path, theirs) || IsWithin(theirs, path)));
    }

    /// <summary>Whether it is of paths alone, each of which stands below one of the other's.</summary>
    internal bool IsBelow(Footprint other) =>
        !_isEverything && _names.Length == 0 && _paths.Length > 0
        && Array.TrueForAll(_paths, path => Array.Exists(other._paths, theirs => path != theirs && IsWithin(path, theirs)));

    /// <summary>The path with one name for one place, as far as text can tell.</summary>
    internal static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }
        return (path.StartsWith('/') ? "/" : "") + string.Join('/', parts);
    }

    private bool IsNothing => !_isEverything && _paths.Length == 0 && _names.Length == 0;

    private static bool IsWithin(string path, string folder) =>
        folder == "/" || path == folder
        || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));
}
