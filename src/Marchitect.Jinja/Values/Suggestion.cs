namespace Marchitect.Jinja;

/// <summary>"Did you mean": the known name that is nearest to a misspelt one.</summary>
internal static class Suggestion
{
    /// <summary>A sentence that names the nearest of the known names, or null where none is near.</summary>
    public static string? For(string wanted, IEnumerable<string> known)
    {
        string? best = null;
        // One slip in a short name, two or three in a long one.
        var nearest = wanted.Length < 3 ? 1 : Math.Min(3, wanted.Length / 3 + 1);
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - wanted.Length) > nearest || name == wanted)
                continue;
            var distance = Distance(wanted, name);
            if (distance < nearest || distance == nearest && best is null)
                (best, nearest) = (name, distance);
        }
        return best is null ? null : $"Did you mean '{best}'?";
    }

    // Edits, with neighbours that changed places as one (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1][];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i] = new int[b.Length + 1];
            rows[i][0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
            rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                rows[i][j] = Math.Min(Math.Min(rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i][j] = Math.Min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
        return rows[a.Length][b.Length];
    }
}
