namespace Marchitect.Jinja;

/// <summary>Paths that are defined wherever a search has got to, since a condition has asked.</summary>
/// <param name="Path">One of them.</param>
/// <param name="More">The others, or null.</param>
internal sealed record Guards(string[] Path, Guards? More)
{
    /// <summary>Whether a path is one of them, leads to one, or lies below one.</summary>
    public static bool Cover(Guards? guards, ReadOnlySpan<string> path)
    {
        for (; guards is not null; guards = guards.More)
        {
            var shared = Math.Min(path.Length, guards.Path.Length);
            if (path[..shared].SequenceEqual(guards.Path.AsSpan(0, shared)))
                return true;
        }
        return false;
    }

    /// <summary>All of them as one text, the same for the same paths.</summary>
    public static string Describe(Guards? guards)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        for (; guards is not null; guards = guards.More)
            all.Add(string.Join('\u0001', guards.Path));
        return string.Join('\u0002', all);
    }
}
