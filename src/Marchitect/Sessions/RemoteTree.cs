using System.Text;

namespace Marchitect;

/// <summary>What stands in a folder on the host, as <see cref="TreeScripts.Look"/> tells it.</summary>
internal sealed class RemoteTree
{
    private readonly Dictionary<string, (EntryKind Kind, Permissions? Permissions, string? HashOrTarget)> _entries = new(StringComparer.Ordinal);

    private RemoteTree()
    {
    }

    public IEnumerable<string> Paths => _entries.Keys;

    public EntryKind? KindOf(string path) => _entries.TryGetValue(path, out var entry) ? entry.Kind : null;

    public string? Hash(string path) => _entries.TryGetValue(path, out var entry) && entry.Kind == EntryKind.File ? entry.HashOrTarget : null;

    public string? LinkTarget(string path) => _entries.TryGetValue(path, out var entry) && entry.Kind == EntryKind.Link ? entry.HashOrTarget : null;

    public Permissions? PermissionsOf(string path) => _entries.TryGetValue(path, out var entry) ? entry.Permissions : null;

    /// <summary>Reads the answer behind its first line.</summary>
    public static RemoteTree Parse(ReadOnlySpan<byte> answer)
    {
        var tree = new RemoteTree();
        // Files, in groups of an argument list: names, then a line of permissions for each, then a line of hash for each.
        while (ReadNames(ref answer) is { Count: > 0 } names)
        {
            var permissions = new Permissions?[names.Count];
            for (var i = 0; i < names.Count && ReadLine(ref answer) is { } octal; i++)
                permissions[i] = Permissions.Parse(octal.PadLeft(3, '0'));
            for (var i = 0; i < names.Count; i++)
                tree.Add(names[i], EntryKind.File, permissions[i], ReadHash(ref answer, names[i]));
            // Whatever is left of the group are lines of files that vanished while they were read.
            answer = answer[(answer.IndexOf((byte)0) + 1)..];
        }
        var links = ReadNames(ref answer);
        for (var i = 0; i + 1 < links.Count; i += 2)
            tree.Add(links[i], EntryKind.Link, null, links[i + 1]);
        foreach (var folder in ReadNames(ref answer).Where(n => n != "."))
            tree.Add(folder, EntryKind.Folder, null, null);
        foreach (var other in ReadNames(ref answer))
            tree.Add(other, EntryKind.Other, null, null);
        return tree;
    }

    private void Add(string name, EntryKind kind, Permissions? permissions, string? hashOrTarget) =>
        _entries[name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name] = (kind, permissions, hashOrTarget);

    // Up to an empty name.
    private static List<string> ReadNames(ref ReadOnlySpan<byte> answer)
    {
        var names = new List<string>();
        while (answer.IndexOf((byte)0) is >= 0 and var end)
        {
            var name = Encoding.UTF8.GetString(answer[..end]);
            answer = answer[(end + 1)..];
            if (name.Length == 0)
                break;
            names.Add(name);
        }
        return names;
    }

    private static string? ReadLine(ref ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        var line = Encoding.UTF8.GetString(answer[..end]);
        answer = answer[(end + 1)..];
        return line;
    }

    // HASH, two characters, the name. GNU's sha256sum writes a backslash before the hash where it escapes the name, to keep it on one
    // line; busybox's writes the name as it is, newlines and all. A file that could not be read has no line.
    private static string? ReadHash(ref ReadOnlySpan<byte> answer, string name)
    {
        const int hashLength = 64;
        var isEscaped = answer is [(byte)'\\', ..];
        var at = isEscaped ? 1 : 0;
        if (answer.Length < at + hashLength + 2)
            return null;
        var written = Encoding.UTF8.GetBytes((isEscaped ? Escaped(name) : name) + "\n");
        if (!answer[(at + hashLength + 2)..].StartsWith(written))
            return null;
        var hash = Encoding.ASCII.GetString(answer.Slice(at, hashLength));
        answer = answer[(at + hashLength + 2 + written.Length)..];
        return hash;
    }

    private static string Escaped(string name) => name
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal);
}
