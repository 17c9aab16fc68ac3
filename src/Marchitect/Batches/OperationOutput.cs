namespace Marchitect;

/// <summary>What the operations of a batch write, line by line, sorted by whose it is; the end of each is kept for an error.</summary>
/// <param name="boundary">What the script's own lines begin with.</param>
/// <param name="redactor">Takes out what must not be seen.</param>
/// <param name="onLine">Takes each line with the group's and the operation's words, as it arrives.</param>
internal sealed class OperationOutput(string boundary, Redactor redactor, Action<string, string, string> onLine)
{
    /// <summary>Takes out what must not be seen.</summary>
    public Redactor Redactor => redactor;

    /// <summary>Stands for the number of a member behind lines that are about all of them.</summary>
    public const int OfAll = -1;

    private const int KeptLines = 60;

    private readonly Dictionary<(string Group, string Operation), Queue<string>> _ends = [];
    private readonly OrderedDictionary<int, string> _endsOfMembers = [];
    private (string Group, string Operation) _current = ("", "");
    private bool _isBlankHeld;

    /// <summary>Whether an operation for many said for which of its members it failed.</summary>
    public bool TellsMembers => _endsOfMembers.Keys.Any(member => member != OfAll);

    /// <summary>Whether it failed for this one.</summary>
    public bool IsFailed(int member) => _endsOfMembers.ContainsKey(member);

    public void Read(string line)
    {
        if (line.StartsWith(boundary, StringComparison.Ordinal) && line.Split(' ') is [_, var group, var operation])
        {
            // What was written since the last such line is about this member.
            if (group == "!")
                _endsOfMembers[BatchReply.Number(operation)] = _ends.Remove(_current, out var own) ? string.Join('\n', own) : "";
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

    /// <summary>The end of what an operation wrote; of one for many, what is about this member.</summary>
    public string? End(string group, string operation, int? member = null)
    {
        var parts = new List<string>();
        if (member is { } number)
            parts.AddRange(((int[])[OfAll, number]).Select(each => _endsOfMembers.GetValueOrDefault(each, "")));
        if (_ends.TryGetValue((group, operation), out var lines))
            parts.Add(string.Join('\n', lines));
        return string.Join('\n', parts.Where(part => part.Length > 0)).Trim() is { Length: > 0 } text ? text : null;
    }

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
