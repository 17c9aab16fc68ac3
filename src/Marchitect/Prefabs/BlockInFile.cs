namespace Marchitect.Prefabs;

/// <summary>Lines that stand in a file between two marks, and are replaced as a whole where they differ.</summary>
/// <param name="Path">POSIX path of the file on the host; a leading <c>~/</c> is the user's home. Where there is none it is made.</param>
/// <param name="Name">What tells this block from others in the file, e.g. <c>site hosts</c>; it stands in the marks.</param>
/// <param name="Text">The lines, as a Jinja2 template unless told otherwise. They get the line ends that the file has.</param>
/// <remarks>
/// The marks are lines of their own: <c># BEGIN MARCHITECT site hosts</c> and <c># END MARCHITECT site hosts</c>. A block that is there stays
/// where it is; a new one goes to the end, or where <see cref="Before"/> or <see cref="After"/> say. A mark without the other, or twice, is an
/// error: what belongs to the block is not known then. The file travels here at each run, and has at most 1 MiB; it is written as a whole,
/// as <see cref="FilePrefab"/> tells, with the owner and permissions it had. <c>clean</c> takes the block away, and a file of which nothing
/// is left then.
/// </remarks>
public sealed record BlockInFile(string Path, string Name, string Text) : Prefab
{
    /// <inheritdoc cref="BlockInFile(string, string, string)" path="/param[@name='Path']"/>
    public string Path { get; } = FileDecision.Checked(Path);

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

    /// <summary>A regular expression: a new block goes before the first line that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? Before { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>A regular expression: a new block goes after the last line that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? After { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>Whether the block is to be gone. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc cref="FilePrefab.Check"/>
    public string? Check { get; init => field = FileEditing.CheckedCheck(value); }

    /// <inheritdoc cref="FilePrefab.HasBackup"/>
    public bool HasBackup { get; init; }

    /// <summary>Whether the file must not be seen: it stands in no diff. <value>Default: false.</value></summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => $"block '{Name}' in {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    private string[] Lines { get; init; } = [];

    /// <inheritdoc/>
    protected internal override Prefab Resolve(PrefabContext context)
    {
        if (IsAbsent)
            return this;
        var text = IsTemplate ? context.RenderText(Text, ConfigOverride) : Text;
        // One newline at the end ends the last line; it begins no further one.
        var lines = text.ReplaceLineEndings("\n");
        return this with { Lines = lines.Length == 0 ? [] : (lines.EndsWith('\n') ? lines[..^1] : lines).Split('\n') };
    }

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.File(Path, null, FileEditing.LimitBytes),
        Mode.Clean when !KeepOnClean => Probe.File(Path, null, FileEditing.LimitBytes),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found)
    {
        if (found is NothingAsked)
            return Change.None;
        if (FileEditing.Refusal(Path, found) is { } refusal)
            return refusal;
        var stat = found as FileStat;
        var lines = new TextLines((stat?.Content ?? default).Span);
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
        if (IsAbsent || mode == Mode.Clean)
            return isThere ? Without(stat!, lines, begins[0], ends[0], mode) : Change.None;

        string[] wanted = [begin, .. Lines.Select(lines.Read), end];
        if (isThere)
        {
            if (lines.Range(begins[0], ends[0] + 1).SequenceEqual(wanted))
                return Change.None;
            lines.RemoveAt(begins[0], ends[0] + 1 - begins[0]);
        }
        var at = isThere ? begins[0] : FileEditing.PlaceOf(lines, Before, After);
        foreach (var (i, line) in wanted.Index())
            lines.Insert(at + i, line);
        return FileEditing.Written(
            Path, stat, lines.ToBytes(), Check, HasBackup, isThere ? new("text", null, null) : new("block", null, "made"), IsSecret);
    }

    private Change Without(FileStat found, TextLines lines, int begin, int end, string mode)
    {
        lines.RemoveAt(begin, end + 1 - begin);
        var difference = new Difference("block", "present", null);
        return mode == Mode.Clean && lines.Count == 0
            ? FileEditing.Removed(Path, difference)
            : FileEditing.Written(Path, found, lines.ToBytes(), Check, HasBackup, difference, IsSecret);
    }

    private string Mark(string which) => string.Join(' ', new[] { Comment, which, Marker, Name, CommentEnd }.Where(part => part.Length > 0));

    private static string Places(string mark, IReadOnlyList<int> lines) => lines.Count == 0
        ? $"{mark} on no line"
        : $"{mark} on line {string.Join(", ", lines.Select(line => (line + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)))}";

    private static string OneLine(string text) => text.AsSpan().IndexOfAny('\n', '\r', '\0') < 0
        ? text
        : throw new ArgumentException("A mark is one line.", nameof(text));
}
