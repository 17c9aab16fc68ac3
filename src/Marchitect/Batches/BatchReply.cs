using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>What a script of a batch answered, in pieces: answers to questions, and words of the script itself.</summary>
internal sealed class BatchReply
{
    private readonly List<(string[] Words, List<ProbeAnswer> Answers)> _parts = [([], [])];

    private BatchReply()
    {
    }

    /// <summary>The answers before the first word of the script.</summary>
    public IReadOnlyList<ProbeAnswer> First => _parts[0].Answers;

    /// <summary>What the script said, in order, each with the answers that follow it.</summary>
    public IEnumerable<(string[] Words, IReadOnlyList<ProbeAnswer> Answers)> Said => _parts.Skip(1).Select(part => (part.Words, (IReadOnlyList<ProbeAnswer>)part.Answers));

    /// <summary>Whether the script came to one of its ends.</summary>
    public bool IsWhole => _parts[^1].Words is ["end"];

    /// <summary>Reads the bytes.</summary>
    public static BatchReply Read(ReadOnlySpan<byte> bytes, string boundary)
    {
        var mark = Encoding.ASCII.GetBytes(boundary);
        var markOnLine = Encoding.ASCII.GetBytes("\n" + boundary);
        var reply = new BatchReply();
        while (!bytes.IsEmpty)
        {
            if (bytes.StartsWith(mark) && bytes.Length > mark.Length && bytes[mark.Length] == ' ')
            {
                var end = bytes.IndexOf((byte)'\n') is >= 0 and var found ? found : bytes.Length;
                reply._parts.Add((Encoding.UTF8.GetString(bytes[(mark.Length + 1)..end]).Split(' '), []));
                bytes = bytes[Math.Min(end + 1, bytes.Length)..];
                continue;
            }
            // An empty answer begins with the newline before its mark.
            var at = bytes.IndexOf(markOnLine);
            if (at < 0)
                break;
            var text = Encoding.UTF8.GetString(bytes[..at]);
            bytes = bytes[(at + markOnLine.Length)..];
            switch (bytes)
            {
                case [(byte)'=', (byte)'\n', ..]:
                    reply.Add(new(text) { HasLine = true });
                    bytes = bytes[2..];
                    break;
                case [(byte)'+', (byte)'\n', ..]:
                    bytes = bytes[2..];
                    if (bytes.IndexOf(markOnLine) is not (>= 0 and var contentEnd))
                        return reply;
                    reply.Add(new(text) { Content = bytes[..contentEnd].ToArray() });
                    bytes = bytes[Math.Min(contentEnd + markOnLine.Length + 1, bytes.Length)..];
                    break;
                default:
                    reply.Add(new(text));
                    bytes = bytes[Math.Min(1, bytes.Length)..];
                    break;
            }
        }
        return reply;
    }

    /// <summary>A number among the words.</summary>
    public static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private void Add(ProbeAnswer answer) => _parts[^1].Answers.Add(answer);
}
