using System.IO.Enumeration;
using System.Security.Cryptography;

namespace Marchitect.Prefabs;

/// <summary>A folder that the whiteprint brings along, with all that is in it, and with templates among it on request.</summary>
/// <param name="Resource">A folder among the whiteprint's resources, e.g. <c>www</c>, or an absolute path on this machine.</param>
/// <param name="Path">POSIX path of the folder on the host, which is made where it is missing; a leading <c>~/</c> is the user's home.</param>
/// <remarks>
/// Only files that differ travel, up to 128 KiB of them with the changes, more as one stream. Folders above
/// <paramref name="Path"/> that are missing are made, with the host's umask. Each file is the old or the new one, whole. Links stay links. Files have the permissions of the local
/// ones; folders that are made do too, those that are there keep theirs. All contents are held in memory here. <c>clean</c> removes the files
/// and links it brought, the folders in which nothing else is, and the folder itself where nothing is left in it.
/// </remarks>
public sealed record FolderFromPath(string Resource, string Path) : Prefab
{
    private const int ShownDifferences = 200;

    private static readonly string[] TemplateEndings = [".j2", ".jinja", ".jinja2"];

    /// <inheritdoc cref="FolderFromPath(string, string)" path="/param[@name='Path']"/>
    public string Path { get; } = FileDecision.Checked(Path, isFolder: true);

    /// <summary>
    /// Which files are Jinja2 templates, by patterns with <c>*</c> and <c>?</c> of their names, or of their paths below the folder where a pattern
    /// has a slash: <c>["*.j2"]</c>, or <c>["*"]</c> for all. The endings <c>.j2</c>, <c>.jinja</c> and <c>.jinja2</c> are dropped from the name of
    /// a template. <value>Default: none.</value>
    /// </summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>What is set over the whiteprint's config for these templates, maps merged deeply. <value>Default: nothing.</value></summary>
    public ConfigMap? ConfigOverride { get; init; }

    /// <summary>
    /// Permission bits of all files. <value>Default: null, each as the local file, and without those of group and others where a secret of the config
    /// stands in it; 0644 where this machine has none (Windows).</value>
    /// </summary>
    public Permissions? FilePermissions { get; init; }

    /// <summary>User name known to the host, for all files and for folders that are made. <value>Default: null; what is made is the user's who makes it.</value></summary>
    public string? Owner { get; init => field = FileDecision.CheckedName(value, "a user"); }

    /// <summary>Group name known to the host, as <see cref="Owner"/>. <value>Default: null.</value></summary>
    public string? Group { get; init => field = FileDecision.CheckedName(value, "a group"); }

    /// <summary>Whether all else in the folder on the host is removed. <value>Default: false.</value></summary>
    public bool RemoveOthers { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <summary>
    /// Whether the contents must not be seen: they stand in no diff and no saved plan, and old ones do not travel. Where a secret of the config stands
    /// in one of them, it is so of all, whatever this says. <value>Default: false.</value>
    /// </summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    protected internal override bool HoldsSecret => IsSecret;

    /// <inheritdoc/>
    protected internal override string Title => $"files of {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    private IReadOnlyList<(TreeWanted Wanted, Permissions Permissions, ReadOnlyMemory<byte> Content)> Entries { get; init; } = [];

    /// <inheritdoc/>
    protected internal override Prefab Resolve(PrefabContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isSecret = IsSecret;
        var entries = new List<(TreeWanted Wanted, Permissions, ReadOnlyMemory<byte>)>();
        foreach (var entry in LocalEntry.Below(context.Resource(Resource)))
        {
            if (entry.Kind == EntryKind.Folder)
            {
                entries.Add((new(entry.Path, FileKind.Directory), entry.Permissions, default));
                continue;
            }
            if (entry.Kind == EntryKind.Link)
            {
                entries.Add((new(entry.Path, FileKind.Link, Target: entry.LinkTarget), entry.Permissions, default));
                continue;
            }
            var isTemplate = IsTemplate(entry.Path);
            var content = isTemplate ? PrefabContext.Encode(context.Render($"{Resource}/{entry.Path}", ConfigOverride)) : context.Read(entry.LocalPath);
            var isTelling = context.HoldsSecret(content);
            isSecret |= isTelling;
            var permissions = FilePermissions ?? (isTelling ? FileDecision.OwnersAlone(entry.Permissions) : entry.Permissions);
            entries.Add((
                new(isTemplate ? WithoutEnding(entry.Path) : entry.Path, FileKind.Regular, StatOf(permissions), Convert.ToHexStringLower(SHA256.HashData(content))),
                permissions, content));
        }
        if (entries.GroupBy(entry => entry.Wanted.Path).FirstOrDefault(same => same.Count() > 1) is { Key: var path })
            throw new MarchitectException($"two files of the resource '{Resource}' would both be '{path}' on the host.", "Rename one, or leave it out of Templates.");
        return this with { Entries = entries, IsSecret = isSecret };
    }

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Ask(RemoveOthers ? TreeNames.Content : TreeNames.None, withContent: !IsSecret),
        Mode.Clean when !KeepOnClean => Ask(TreeNames.WithItself, withContent: false),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => (mode, found) switch
    {
        (_, NothingAsked) or (_, TreeFinding { IsAsWanted: true }) => Change.None,
        (_, TreeFinding { Found: null }) => Change.Impossible("its files are not as they were written, or may not be read by this user"),
        (Mode.Clean, TreeFinding tree) => Gone(tree),
        (_, TreeFinding tree) => Brought(tree),
        _ => throw new ArgumentException($"{found} is no answer to what was asked.", nameof(found)),
    };

    private string? OwnerText => FileDecision.OwnerText(Owner, Group);

    private string StatFormat => "%a" + (Owner is null ? "" : IsNumber(Owner) ? " %u" : " %U") + (Group is null ? "" : IsNumber(Group) ? " %g" : " %G");

    private string StatOf(Permissions permissions) =>
        Convert.ToString(permissions.Bits, 8) + (Owner is null ? "" : " " + Owner) + (Group is null ? "" : " " + Group);

    private Probe Ask(TreeNames names, bool withContent) => TreeProbe.Of(Path, [.. Entries.Select(entry => entry.Wanted)], StatFormat, names, withContent);

    private Change Brought(TreeFinding tree)
    {
        var inTheWay = new HashSet<string>();
        var folders = new List<Operation>();
        var files = new List<Operation>();
        var owners = new List<Operation>();
        var permissions = new List<SetPermissions>();
        var differences = new List<Difference>();
        var edits = new List<FileEdit>();
        foreach (var ((wanted, bits, content), there) in Entries.Zip(tree.Found!))
        {
            var path = Below(wanted.Path);
            // A file or a link takes the place of one; nothing else does.
            var isInTheWay = wanted.Kind == FileKind.Directory ? there.Kind is not (null or FileKind.Directory) : there.Kind == FileKind.Directory;
            if (isInTheWay && !RemoveOthers)
                return Change.Impossible($"{path} is {KindText(there)}, not {KindText(new(wanted.Kind))}", "Move it away, or let RemoveOthers remove it.");
            if (isInTheWay)
                inTheWay.Add(wanted.Path);
            switch (wanted.Kind)
            {
                case FileKind.Directory:
                    if (there.Kind == FileKind.Directory)
                        continue;
                    folders.Add(Operation.MakeFolder(path, bits));
                    if (OwnerText is { } owner)
                        owners.Add(new SetOwner(path, owner) { FollowsLink = false });
                    differences.Add(new($"{wanted.Path}/", null, "made"));
                    break;
                case FileKind.Link when there.Kind != FileKind.Link || there.Target != wanted.Target:
                    files.Add(Operation.Link(path, wanted.Target!));
                    differences.Add(new(wanted.Path, there.Kind == FileKind.Link ? there.Target : null, wanted.Target));
                    break;
                case FileKind.Regular when there.Sha256 != wanted.Sha256:
                    files.Add(new WriteFile(path, content, bits) { Owner = OwnerText });
                    differences.Add(new(
                        wanted.Path, there.Kind is null ? null : there.Sha256 is { } old && !IsSecret ? $"sha256 {old[..12]}" : KindText(there),
                        there.Kind is null ? "made" : IsSecret ? "another content" : $"sha256 {wanted.Sha256![..12]}"));
                    if (!IsSecret)
                        edits.Add(new(path, there.Content, content));
                    break;
                case FileKind.Regular when there.Stat != wanted.Stat:
                    if (OwnerText is { } wantedOwner)
                        owners.Add(new SetOwner(path, wantedOwner) { FollowsLink = false });
                    permissions.Add(new(path, bits));
                    differences.Add(new(wanted.Path, there.Stat, wanted.Stat));
                    break;
                default:
                    break;
            }
        }
        var others = RemoveOthers
            ? Topmost(tree.Names!.Except(Entries.Select(entry => entry.Wanted.Path)).Concat(inTheWay)).Except(inTheWay).ToArray()
            : [];
        differences.AddRange(others.Select(name => new Difference(name, "present", null)));
        return Change.Of(
        [
            .. Many("remove", [.. inTheWay.Select(name => Operation.Remove(Below(name), isFolder: true))]),
            Operation.MakeFolder(Path),
            .. folders.GroupBy(folder => ((MakeFolder)folder).Permissions).SelectMany(same => Many("make", [.. same])),
            .. Many("write", files),
            .. Many("chown", owners),
            .. permissions.GroupBy(each => each.Permissions).SelectMany(same => Many($"chmod {same.Key}", [.. same])),
            .. Many("remove", [.. others.Select(name => Operation.Remove(Below(name), isFolder: true))]),
        ]) with
        { Differences = Bounded(differences), Edits = edits };
    }

    private Change Gone(TreeFinding tree)
    {
        var brought = Entries.Zip(tree.Found!)
            .Where(each => each.First.Wanted.Kind == each.Second.Kind).Select(each => each.First.Wanted).ToArray();
        // After the removal only the kinds are told: enough to see that the files are gone. Folders are gone where rmdir has not failed.
        var left = tree.Names?.Except(brought.Select(each => each.Path)).Where(name => name != ".").ToArray();
        var files = brought.Where(each => each.Kind != FileKind.Directory).Select(each => each.Path).ToArray();
        // What is in a folder stands behind it in the list.
        var folders = brought.Where(each => each.Kind == FileKind.Directory && left is not null && !Array.Exists(left, name => name.StartsWith(each.Path + "/", StringComparison.Ordinal)))
            .Select(each => each.Path).Reverse().ToArray();
        var isEmpty = left is [] && tree.Names!.Contains(".") && !SystemFolders.IsOne(Path);
        Operation[] rmdirs = [.. folders.Select(folder => new RemoveEmptyFolder(Below(folder))), .. isEmpty ? [new RemoveEmptyFolder(Path)] : (Operation[])[]];
        return Change.Of([.. Many("remove", [.. files.Select(file => Operation.Remove(Below(file)))]), .. Many("remove", rmdirs)]) with
        {
            Differences = Bounded([.. files.Concat(folders.Select(folder => folder + "/")).Select(name => new Difference(name, "present", null)), .. isEmpty ? [new("folder", "present", null)] : (Difference[])[]]),
        };
    }

    private ManyOperations[] Many(string what, IReadOnlyList<Operation> each)
    {
        if (each.Count == 0)
            return [];
        var kind = each[0] is MakeFolder or RemoveEmptyFolder ? each.Count == 1 ? "folder" : "folders" : each.Count == 1 ? "file" : "files";
        return [new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} {each.Count} {kind} below {Path}"), each) { Folder = Path }];
    }

    private bool IsTemplate(string path) => Templates.Any(pattern =>
        FileSystemName.MatchesSimpleExpression(pattern, pattern.Contains('/', StringComparison.Ordinal) ? path : path[(path.LastIndexOf('/') + 1)..], ignoreCase: false));

    private static string WithoutEnding(string path) =>
        TemplateEndings.FirstOrDefault(each => path.EndsWith(each, StringComparison.Ordinal)) is { } ending ? path[..^ending.Length] : path;

    private string Below(string path) => $"{(Path == "/" ? "" : Path)}/{path}";

    // What is in a folder that goes, goes with it.
    private static List<string> Topmost(IEnumerable<string> paths)
    {
        var top = new HashSet<string>();
        foreach (var path in paths.OrderBy(path => path.Length))
        {
            if (!path.Index().Any(each => each.Item == '/' && top.Contains(path[..each.Index])))
                top.Add(path);
        }
        return [.. top.Order(StringComparer.Ordinal)];
    }

    private static List<Difference> Bounded(List<Difference> all) => all.Count <= ShownDifferences
        ? all
        : [.. all.Take(ShownDifferences), new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"and {all.Count - ShownDifferences} more"), null, null)];

    private static string KindText(TreeFound found) => found.Kind switch
    {
        FileKind.Regular => "a file",
        FileKind.Directory => "a directory",
        FileKind.Link => "a symbolic link",
        _ => "a device, pipe or socket",
    };

    private static bool IsNumber(string name) => name.All(char.IsAsciiDigit);
}
