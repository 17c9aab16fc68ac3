namespace Marchitect.Prefabs;

/// <summary>Lines that stand in a file between two marks, and are replaced as a whole where they differ.</summary>
/// <param name="Path">POSIX path of the file on the host; a leading <c>~/</c> is the user's home. Where there is none it is made.</param>
/// <param name="Name">What tells this block from others in the file, e.g. <c>site hosts</c>; it stands in the marks.</param>
/// <param name="Text">The lines, as a Jinja2 template unless told otherwise. They get the line ends that the file has.</param>
/// <remarks>
/// The marks are lines of their own: <c># BEGIN MARCHITECT site hosts</c> and <c># END MARCHITECT site hosts</c>. A block that is there stays
/// where it is; a new one goes to the end, or where <see cref="FilePartPrefab.Before"/> or <see cref="FilePartPrefab.After"/> say. A mark without the
/// other, or twice, is an error: what belongs to the block is not known then. The file travels here at each run. As to the rest, see
/// <see cref="FilePartPrefab"/>.
/// </remarks>
public sealed record BlockInFile(string Path, string Name, string Text) : FilePartPrefab(Path)
{
    /// <inheritdoc cref="BlockInFile(string, string, string)" path="/param[@name='Name']"/>
    public string Name { get; } = string.IsNullOrWhiteSpace(Name) ? throw new ArgumentException("A block has a name.", nameof(Name)) : OneLine(Name);

    /// <summary>Whether the text is a template. <value>Default: true.</value></summary>
    public bool IsTemplate { get; init; } = true;

    /// <summary>What is set over the whiteprint's config for this template alone, maps merged deeply. <value>Default: nothing.</value></summary>
    public ConfigMap? ConfigOverride { get; init; }

    /// <summary>What begins a comment in the file, e.g. <c>;</c> or <c>&lt;!--</c>. <value>Default: <c>#</c>.</value></summary>
    public string Comment { get; init => field = OneLine(value); } = "#";

    /// <summary>What ends a comment in the file, e.g. <c>--&gt;</c>. <value>Default: empty, the end of the line does.</value></summary>
    public string CommentEnd { get; init => field = OneLine(value); } = "";

    /// <summary>The word between BEGIN or END and the name. <value>Default: <c>MARCHITECT</c>.</value></summary>
    public string Marker { get; init => field = OneLine(value); } = "MARCHITECT";

    /// <inheritdoc/>
    protected internal override string Title => $"block '{Name}' in {Path}";

    private string[] Lines { get; init; } = [];

    /// <inheritdoc/>
    protected internal override Prefab Resolve(PrefabContext context)
    {
        if (IsAbsent)
            return this;
        var text = IsTemplate ? context.RenderText(Text, ConfigOverride) : Text;
        // One newline at the end ends the last line; it begins no further one.
        var lines = text.ReplaceLineEndings("\n");
        return this with
        {
            IsSecret = IsSecret || context.HoldsSecret(PrefabContext.Encode(text)),
            Lines = lines.Length == 0 ? [] : (lines.EndsWith('\n') ? lines[..^1] : lines).Split('\n'),
        };
    }

    private protected override Change Edited(FileStat? found, TextLines lines, string mode)
    {
        var (begin, end) = (lines.Read(Mark("BEGIN")), lines.Read(Mark("END")));
        var begins = lines.Where(text => text == begin);
        var ends = lines.Where(text => text == end);
        if ((begins.Count, ends.Count) is not ((0, 0) or (1, 1)) || (begins.Count == 1 && begins[0] > ends[0]))
        {
            return Change.Impossible(
                $"the marks of the block do not pair in {Path}: {Places("BEGIN", begins)}, {Places("END", ends)}",
                "Take away what is wrong there by hand; without any marks the block is made anew.");
        }
        var isThere = begins.Count == 1;
        string[] wanted = [begin, .. Lines.Select(lines.Read), end];
        if (IsGoneIn(mode) ? !isThere : isThere && lines.Range(begins[0], ends[0] + 1).SequenceEqual(wanted))
            return Change.None;
        if (isThere)
            lines.RemoveAt(begins[0], ends[0] + 1 - begins[0]);
        if (IsGoneIn(mode))
            return WithoutIt(found, lines, mode, new("block", "present", null));
        var at = isThere ? begins[0] : PlaceIn(lines);
        foreach (var (i, line) in wanted.Index())
            lines.Insert(at + i, line);
        return Written(found, lines, isThere ? new("text", null, null) : new("block", null, "made"));
    }

    private string Mark(string which) => string.Join(' ', new[] { Comment, which, Marker, Name, CommentEnd }.Where(part => part.Length > 0));

    private static string Places(string mark, IReadOnlyList<int> lines) => lines.Count == 0
        ? $"{mark} on no line"
        : $"{mark} on line {string.Join(", ", lines.Select(line => (line + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)))}";

    private static string OneLine(string text) => text.AsSpan().IndexOfAny('\n', '\r', '\0') < 0
        ? text
        : throw new ArgumentException("A mark is one line.", nameof(text));
}
