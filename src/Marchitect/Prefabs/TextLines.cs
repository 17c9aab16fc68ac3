using System.Text;

namespace Marchitect.Prefabs;

/// <summary>
/// The lines of a file, to be edited: what is not touched keeps its bytes, its line end and the missing newline at its end. Text is UTF-8
/// where the whole file is; else each byte is a character, so that nothing is lost.
/// </summary>
internal sealed class TextLines
{
    private readonly Encoding _encoding;
    private readonly List<Line> _lines = [];

    public TextLines(ReadOnlySpan<byte> content)
    {
        _encoding = FileProbes.TextOf(content) is not null ? new UTF8Encoding(false) : Encoding.Latin1;
        var text = _encoding.GetString(content);
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            if (end < 0)
            {
                _lines.Add(new(text[at..], ""));
                break;
            }
            var isCrLf = end > at && text[end - 1] == '\r';
            _lines.Add(new(text[at..(isCrLf ? end - 1 : end)], isCrLf ? "\r\n" : "\n"));
            at = end + 1;
        }
    }

    public int Count => _lines.Count;

    public string this[int index] => _lines[index].Text;

    /// <summary>Text as it would be read from this file, so that the two compare.</summary>
    public string Read(string text) => _encoding is UTF8Encoding ? text : _encoding.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The positions of those that match.</summary>
    public IReadOnlyList<int> Where(Predicate<string> match) => [.. Enumerable.Range(0, Count).Where(i => match(_lines[i].Text))];

    /// <summary>The lines from one position up to another.</summary>
    public IEnumerable<string> Range(int from, int to) => _lines[from..to].Select(line => line.Text);

    public int FindIndex(Predicate<string> match) => _lines.FindIndex(line => match(line.Text));

    public int FindLastIndex(Predicate<string> match) => _lines.FindLastIndex(line => match(line.Text));

    public void Replace(int index, string text) => _lines[index] = _lines[index] with { Text = text };

    public void RemoveAt(int index, int count = 1) => _lines.RemoveRange(index, count);

    public int RemoveAll(Predicate<string> match) => _lines.RemoveAll(line => match(line.Text));

    /// <summary>Inserts a line, with the line end that the file uses; what stood without one before it gets one.</summary>
    public void Insert(int index, string text)
    {
        var end = _lines.Exists(line => line.End == "\r\n") ? "\r\n" : "\n";
        if (index > 0 && _lines[index - 1].End.Length == 0)
            _lines[index - 1] = _lines[index - 1] with { End = end };
        _lines.Insert(index, new(text, end));
    }

    public byte[] ToBytes() => _encoding.GetBytes(string.Concat(_lines.Select(line => line.Text + line.End)));

    private readonly record struct Line(string Text, string End);
}
