using System.Text.RegularExpressions;

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
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(5);

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
    public string? Pattern { get; init => field = Checked(value); }

    /// <summary>A regular expression: a line that is added goes before the first that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? Before { get; init => field = Checked(value); }

    /// <summary>A regular expression: a line that is added goes after the last that it matches. <value>Default: null, the end of the file.</value></summary>
    public string? After { get; init => field = Checked(value); }

    /// <summary>Whether the line is to be gone, wherever it stands. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> leaves it. <value>Default: false.</value></summary>
    public bool KeepOnClean { get; init; }

    /// <inheritdoc cref="FilePrefab.Check"/>
    public string? Check { get; init; }

    /// <inheritdoc cref="FilePrefab.HasBackup"/>
    public bool HasBackup { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => $"line '{(Line.Length <= 60 ? Line : Line[..57] + "...")}' in {Path}";

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
            var count = lines.RemoveAll(text => text == line || (IsAbsent && Pattern is { } pattern && Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternLimit)));
            if (count == 0)
                return Change.None;
            difference = new("line", Line, null);
            // A file of this line alone was most likely made for it.
            if (mode == Mode.Clean && lines.Count == 0)
                return Change.Of(Operation.Remove(Path)) with { Differences = [difference, new("file", "present", null)], Proof = ["-"] };
        }
        else
        {
            if (lines.FindIndex(text => text == line) >= 0)
                return Change.None;
            difference = new("line", null, Line);
            if (Last(lines, Pattern) is >= 0 and var replaced)
            {
                difference = new("line", lines[replaced], Line);
                lines.Replace(replaced, line);
            }
            else if (First(lines, Before) is >= 0 and var before)
                lines.Insert(before, line);
            else
                lines.Insert(Last(lines, After) is >= 0 and var after ? after + 1 : lines.Count, line);
        }
        return FileEditing.Written(Path, found, lines.ToBytes(), Check, HasBackup, difference);
    }

    private static int First(TextLines lines, string? pattern) =>
        pattern is null ? -1 : lines.FindIndex(text => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternLimit));

    private static int Last(TextLines lines, string? pattern) =>
        pattern is null ? -1 : lines.FindLastIndex(text => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternLimit));

    private static string? Checked(string? pattern)
    {
        if (pattern is not null)
            _ = new Regex(pattern, RegexOptions.CultureInvariant, PatternLimit);
        return pattern;
    }
}
