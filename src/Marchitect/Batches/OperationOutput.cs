namespace Marchitect;

/// <summary>What the operations of a batch write, line by line, sorted by whose it is; the end of each is kept for an error.</summary>
/// <param name="boundary">What the script's own lines begin with.</param>
/// <param name="redactor">Takes out what must not be seen.</param>
/// <param name="onLine">Takes each line with the group's and the operation's words, as it arrives.</param>
internal sealed class OperationOutput(string boundary, Redactor redactor, Action<string, string, string> onLine)
{
    private const int KeptLines = 60;

    private readonly Dictionary<(string Group, string Operation), Queue<string>> _ends = [];
    private (string Group, string Operation) _current = ("", "");
    private bool _isBlankHeld;

    /// <summary>The member that an operation for many said it failed for; null where none.</summary>
    public int? FailedMember { get; private set; }

    public void Read(string line)
    {
        if (line.StartsWith(boundary, StringComparison.Ordinal) && line.Split(' ') is [_, var group, var operation])
        {
            if (group == "!")
                FailedMember = BatchReply.Number(operation);
            else
                _current = (group, operation);
            _isBlankHeld = false;
            return;
        }
        // The script puts a newline before its own lines, since what comes before may end without one.
        if (_isBlankHeld)
            Keep("");
        _isBlankHeld = line.Length == 0;
        if (!_isBlankHeld)
            Keep(line);
    }

    public string? End(string group, string operation) =>
        _ends.TryGetValue((group, operation), out var lines) && string.Join('\n', lines).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The end of what was written last.</summary>
    public string? LastEnd => End(_current.Group, _current.Operation);

    private void Keep(string line)
    {
        line = redactor.Redact(line);
        if (!_ends.TryGetValue(_current, out var lines))
            _ends[_current] = lines = [];
        if (lines.Count == KeptLines)
            lines.Dequeue();
        lines.Enqueue(line.Length <= 2000 ? line : line[..2000]);
        onLine(line, _current.Group, _current.Operation);
    }
}
