using System.Text;

namespace Marchitect.Prefabs;

/// <summary>What the text of a unit file says, as far as it decides something before systemd has read it (man 7 systemd.syntax).</summary>
internal sealed class UnitText
{
    private readonly List<(string Section, string Key, string Value)> _entries = [];

    public UnitText(ReadOnlySpan<byte> content)
    {
        var section = "";
        foreach (var line in Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';')
                continue;
            if (text[0] == '[' && text[^1] == ']')
                section = text[1..^1];
            else if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                _entries.Add((section, text[..at].TrimEnd(), text[(at + 1)..].TrimStart()));
        }
    }

    /// <summary>What it is installed for, e.g. <c>WantedBy=multi-user.target</c>.</summary>
    public IEnumerable<(string Key, string Value)> Install =>
        _entries.Where(entry => entry.Section == "Install").Select(entry => (entry.Key, entry.Value));

    /// <summary>Whether it runs to its end and is inactive then.</summary>
    public bool IsOnce => Last("Type") == "oneshot" && Last("RemainAfterExit") is not ("yes" or "true" or "on" or "1");

    private string? Last(string key) => _entries.LastOrDefault(entry => entry.Section == "Service" && entry.Key == key).Value;
}
