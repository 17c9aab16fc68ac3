namespace Marchitect.Prefabs;

/// <summary>A line that stands in a file, whole: <c>Port 22</c> is not found in <c>#Port 22</c>, nor in <c>Port 2222</c>.</summary>
/// <param name="Path">POSIX path of the file on the host; a leading <c>~/</c> is the user's home. Where there is none it is made.</param>
/// <param name="Line">The line, without its end.</param>
/// <remarks>
/// Where the line is missing it is added at the end, or where <see cref="FilePartPrefab.Before"/> or <see cref="FilePartPrefab.After"/> say; a line that
/// <see cref="Pattern"/> matches is replaced by it instead. Lines may end in CR LF; what is added ends as the file's lines do. The file travels
/// here only where the line is missing. As to the rest, see <see cref="FilePartPrefab"/>.
/// </remarks>
public sealed record LineInFile(string Path, string Line) : FilePartPrefab(Path)
{
    /// <inheritdoc cref="LineInFile(string, string)" path="/param[@name='Line']"/>
    public string Line { get; } = Line.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0
        ? throw new ArgumentException("A line is one line; for several there is BlockInFile.", nameof(Line))
        : Line;

    /// <summary>
    /// A regular expression of .NET, looked for anywhere in each line, e.g. <c>^#?Port\b</c>: the last line that it matches is replaced, where
    /// the line itself is missing. With <see cref="FilePartPrefab.IsAbsent"/> all lines that it matches are taken away. <value>Default: null.</value>
    /// </summary>
    public string? Pattern { get; init => field = FileEditing.CheckedPattern(value); }

    /// <inheritdoc/>
    protected internal override string Title => IsSecret ? $"a line in {Path}" : $"line '{(Line.Length <= 60 ? Line : Line[..57] + "...")}' in {Path}";

    /// <inheritdoc/>
    protected internal override Prefab Resolve(PrefabContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.HoldsSecret(PrefabContext.Encode(Line)) ? this with { IsSecret = true } : this;
    }

    private protected override string? EnoughLine => IsAbsent ? null : Line;

    private protected override Change Edited(FileStat? found, TextLines lines, string mode)
    {
        var line = lines.Read(Line);
        if (IsGoneIn(mode))
        {
            // What a pattern replaced when the line was made is not known any more.
            return lines.RemoveAll(text => text == line || (IsAbsent && FileEditing.Matches(text, Pattern))) == 0
                ? Change.None
                : WithoutIt(found, lines, mode, new("line", Shown(Line), null));
        }
        if (lines.FindIndex(text => text == line) >= 0)
            return Change.None;
        var difference = new Difference("line", null, Shown(Line));
        if (lines.FindLastIndex(text => FileEditing.Matches(text, Pattern)) is >= 0 and var replaced)
        {
            difference = new("line", Shown(lines[replaced]), Shown(Line));
            lines.Replace(replaced, line);
        }
        else
        {
            lines.Insert(PlaceIn(lines), line);
        }
        return Written(found, lines, difference);
    }

    private string? Shown(string line) => IsSecret ? null : line;
}
