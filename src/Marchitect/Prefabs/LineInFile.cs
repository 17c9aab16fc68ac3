namespace Marchitect.Prefabs;

/// <summary>A line that stands in a file, whole: <c>Port 22</c> is not found in <c>#Port 22</c>, nor in <c>Port 2222</c>.</summary>
/// <param name="Path">POSIX path of the file on the host; a leading <c>~/</c> is the user's home. Where there is none it is made.</param>
/// <param name="Line">The line, without its end.</param>
/// <remarks>
/// Where the line is missing it is added at the end, or where <see cref="Before"/> or <see cref="After"/> say; a line that
/// <see cref="Pattern"/> matches is replaced by it instead. Lines may end in CR LF; what is added ends as the file's lines do. The file is
/// written as a whole, as <see cref="FilePrefab"/> tells, with the owner and permissions it had. It travels here only where the line is
/// missing, and has at most 1 MiB then. <c>clean</c> takes the line away, and a file of which
/// nothing is left then.
/// </remarks>
public sealed record LineInFile(string Path, string Line) : Prefab
{
    /// <inheritdoc cref="LineInFile(string, string)" path="/param[@name='Path']"/>
    public string Path { get; } = FileDecision.Checked(Path);

    /// <inheritdoc cref="LineInFile(string, string)" path="/param[@name='Line']"/>
    public string Line { get; } = Line.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0
        ? throw new ArgumentException("A line is one line; for several there is BlockInFile.", nameof(Line))
        : Line;

    /// <summary>
    /// A regular expression of .NET, looked for anywhere in each line, e.g. <c>^#?Port\b</c>: the last line that it matches is replaced, where
    /// the line itself is missing. With <see cref="IsAbsent"/> all lines that it matches are taken away. <value>Default: null.</value>
    /// </summary>
    public string? Pattern { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>A regular expression: a line that is added goes before the first that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? Before { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>A regular expression: a line that is added goes after the last that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? After { get; init => field = FileEditing.CheckedPattern(value); }

    /// <summary>Whether the line is to be gone, wherever it stands. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc cref="FilePrefab.Check"/>
    public string? Check { get; init => field = FileEditing.CheckedCheck(value); }

    /// <inheritdoc cref="FilePrefab.HasBackup"/>
    public bool HasBackup { get; init; }

    /// <summary>
    /// Whether the line must not be seen, nor the file it stands in: neither is in a title, a difference or a diff. <value>Default: false.</value>
    /// </summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => IsSecret ? $"a line in {Path}" : $"line '{(Line.Length <= 60 ? Line : Line[..57] + "...")}' in {Path}";

    /// <inheritdoc/>
    protected internal override Footprint Footprint => Footprint.Of(Path);

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => Probe.File(Path, null, FileEditing.LimitBytes, IsAbsent ? null : Line),
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
        var isGone = IsAbsent || mode == Mode.Clean;
        if (stat is null)
            return isGone ? Change.None : Write(null, new([]), mode);
        return stat.HasLine ? Change.None : Write(stat, new((stat.Content ?? default).Span), mode);
    }

    private Change Write(FileStat? found, TextLines lines, string mode)
    {
        var line = lines.Read(Line);
        Difference difference;
        if (IsAbsent || mode == Mode.Clean)
        {
            // What a pattern replaced when the line was made is not known any more.
            var count = lines.RemoveAll(text => text == line || (IsAbsent && FileEditing.Matches(text, Pattern)));
            if (count == 0)
                return Change.None;
            difference = new("line", Shown(Line), null);
            if (mode == Mode.Clean && lines.Count == 0)
                return FileEditing.Removed(Path, difference);
        }
        else
        {
            if (lines.FindIndex(text => text == line) >= 0)
                return Change.None;
            difference = new("line", null, Shown(Line));
            if (lines.FindLastIndex(text => FileEditing.Matches(text, Pattern)) is >= 0 and var replaced)
            {
                difference = new("line", Shown(lines[replaced]), Shown(Line));
                lines.Replace(replaced, line);
            }
            else
            {
                lines.Insert(FileEditing.PlaceOf(lines, Before, After), line);
            }
        }
        return FileEditing.Written(Path, found, lines.ToBytes(), Check, HasBackup, difference, IsSecret);
    }

    private string? Shown(string line) => IsSecret ? null : line;
}
