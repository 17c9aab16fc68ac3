using DiffPlex;

namespace Marchitect;

/// <summary>Lines with their ends: CR LF and LF are two things, and so is a last line without an end.</summary>
internal sealed class LineChunker : IChunker
{
    public static LineChunker Instance { get; } = new();

    IReadOnlyList<string> IChunker.Chunk(string text) => Chunk(text);

    public static List<string> Chunk(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[at..end]);
            at = end;
        }
        return lines;
    }
}
