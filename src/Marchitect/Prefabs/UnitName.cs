namespace Marchitect.Prefabs;

/// <summary>Names of units of systemd, as the prefabs about them take them.</summary>
internal static class UnitName
{
    // man 5 systemd.unit: 255 characters at most, of these alone.
    private const int LimitCharacters = 255;

    private static readonly string[] Types =
        ["service", "socket", "timer", "path", "target", "mount", "automount", "swap", "slice", "scope", "device"];

    /// <summary>The full name: <c>nginx</c> is <c>nginx.service</c>, as <c>systemctl</c> has it.</summary>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public static string Full(string name, bool canBeTemplate = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var full = Types.Contains(name[(name.LastIndexOf('.') + 1)..]) && name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";
        if (full.Length > LimitCharacters || full[0] is '.' or '-' or '@' || full.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not (':' or '-' or '_' or '.' or '\\' or '@')))
        {
            throw new ArgumentException(
                $"'{name}' is no name of a unit: letters, digits and :-_.\\@ alone, at most {LimitCharacters}. systemd-escape turns other text into one.", nameof(name));
        }
        if (!canBeTemplate && IsTemplate(full))
            throw new ArgumentException($"'{name}' is a template of units, which cannot run; name an instance, e.g. {Instance(full, "one")}.", nameof(name));
        return full;
    }

    /// <summary>Whether it is a template, e.g. <c>getty@.service</c>.</summary>
    public static bool IsTemplate(string full) => full.Contains("@.", StringComparison.Ordinal);

    /// <summary>An instance of a template.</summary>
    public static string Instance(string template, string instance) => template.Replace("@.", $"@{instance}.", StringComparison.Ordinal);

    /// <summary>Its names in footprints: an instance hangs on its template as well.</summary>
    public static IEnumerable<string> Footprints(string full) =>
        full.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? [full, full[..(at + 1)] + full[full.LastIndexOf('.')..]] : [full];
}
