using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marchitect.Bench;

/// <summary>
/// What every way of the section sets up: below <c>~/fifty</c> 10 folders, 30 files from one template, 5 symbolic links and 5 lines
/// in a file. The names and values are made here and nowhere else; only <c>samples/fifty.cs</c>, which is a program of its own,
/// says them again, and a difference makes its figures void.
/// </summary>
internal static class FiftyState
{
    private const string LinesIn = "settings";

    private static readonly string[] Folders = [.. Enumerable.Range(0, 10).Select(i => Text($"site-{i}"))];

    private static readonly Site[] Sites =
        [.. Enumerable.Range(0, 30).Select(i => new Site(Text($"site-{i / 3}/host-{i:00}.conf"), Text($"host-{i:00}"), 8000 + i))];

    private static readonly Link[] Links = [.. Enumerable.Range(0, 5).Select(i => new Link(Text($"current-{i}"), Text($"site-{i}")))];

    private static readonly string[] Lines = [.. Enumerable.Range(0, 5).Select(i => Text($"limit-{i} = {(i + 1) * 1000}"))];

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the names and values down: as <c>variables.json</c> for Ansible, and as lists for the script.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="root">The folder on the host, absolute.</param>
    /// <param name="template">Path of the template here.</param>
    public static void Write(string folder, string root, string template)
    {
        // Not all of them camel case: Ansible's names of variables are of lower case.
        var variables = new Dictionary<string, object>
        {
            ["root"] = root,
            ["template"] = template,
            ["folders"] = Folders,
            ["sites"] = Sites,
            ["links"] = Links,
            ["lines_in"] = LinesIn,
            ["lines"] = Lines,
        };
        File.WriteAllText(Path.Combine(folder, "variables.json"), JsonSerializer.Serialize(variables, CamelCase));
        WriteList("folders", Folders);
        WriteList("sites", Sites.Select(site => Text($"{site.Path} {site.Name} {site.Port}")));
        WriteList("links", Links.Select(link => $"{link.Path} {link.Target}"));
        WriteList("lines", Lines);

        void WriteList(string name, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(folder, name), lines);
    }

    /// <summary>Compares the whole tree below a folder, contents, permissions and all, with what is to be there.</summary>
    /// <returns>The first difference in words, or null where there is none.</returns>
    public static string? Difference(string root, string template)
    {
        var expected = Expected(File.ReadAllText(template));
        var found = Found(root);
        return expected.Except(found).Select(entry => $"missing: {entry}").Concat(found.Except(expected).Select(entry => $"not wanted: {entry}")).FirstOrDefault();
    }

    private static HashSet<string> Expected(string template) =>
    [
        .. Folders.Select(folder => $"{folder} folder 755"),
        .. Sites.Select(site => $"{site.Path} file 644 " + template
            .Replace("{{ site.name }}", site.Name, StringComparison.Ordinal)
            .Replace("{{ site.port }}", Text($"{site.Port}"), StringComparison.Ordinal)),
        .. Links.Select(link => $"{link.Path} link {link.Target}"),
        $"{LinesIn} file 644 {string.Concat(Lines.Select(line => line + "\n"))}",
    ];

    private static HashSet<string> Found(string root)
    {
        var entries = new HashSet<string>();
        if (Directory.Exists(root))
            Look(new DirectoryInfo(root));
        return entries;

        void Look(DirectoryInfo folder)
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                var permissions = Convert.ToString((int)entry.UnixFileMode, 8);
                var what = entry switch
                {
                    { LinkTarget: { } target } => $"link {target}",
                    DirectoryInfo => $"folder {permissions}",
                    // Latin-1 keeps bytes apart that UTF-8 would not.
                    _ => $"file {permissions} {File.ReadAllText(entry.FullName, Encoding.Latin1)}",
                };
                entries.Add($"{Path.GetRelativePath(root, entry.FullName)} {what}");
                if (entry is DirectoryInfo { LinkTarget: null } below)
                    Look(below);
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Site(string Path, string Name, int Port);

    private sealed record Link(string Path, string Target);
}
