using System.Globalization;
using System.Text;
using DiffPlex;

namespace Marchitect;

/// <summary>Writes the unified diff of a file's edit (POSIX.1, diff, "Diff -u Output Format").</summary>
internal static class UnifiedDiff
{
    private const int ContextLines = 3;

    // Comparing costs lines times differences: beyond this, what differs is told as one piece, which is true as well.
    private const int ComparedLines = 10_000;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static string Of(FileEdit edit, int lineLimit)
    {
        var (before, after) = (edit.Before ?? default, edit.After ?? default);
        if (!edit.IsBeforeCut && edit.Before.HasValue == edit.After.HasValue && before.Span.SequenceEqual(after.Span))
            return "";
        if (IsBinary(before.Span) || IsBinary(after.Span))
            return $"Binary file {Name(edit.Path)} differs: {Size(edit.Before, edit.IsBeforeCut)} before, {Size(edit.After, false)} after\n";
        // Of the last line that came, only the beginning may have come.
        var known = edit.IsBeforeCut ? before[..(before.Span.LastIndexOf((byte)'\n') + 1)] : before;
        var (a, b) = (LineChunker.Chunk(Text(known.Span)), LineChunker.Chunk(Text(after.Span)));
        var blocks = Blocks(a, b);
        // What stands beyond the cut may be what seems to be new.
        if (edit.IsBeforeCut)
            blocks.RemoveAll(block => block.EndA == a.Count);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {(edit.Before is null ? "/dev/null" : Name(edit.Path))}\n");
        text.Append(CultureInfo.InvariantCulture, $"+++ {(edit.After is null ? "/dev/null" : Name(edit.Path))}\n");
        var lines = Hunks(a, b, blocks).ToList();
        foreach (var line in lines.Take(lineLimit))
            text.Append(line);
        if (lines.Count > lineLimit)
            text.Append(CultureInfo.InvariantCulture, $"({lines.Count - lineLimit} more lines)\n");
        if (edit.IsBeforeCut)
            text.Append(CultureInfo.InvariantCulture, $"(only the first {before.Length} bytes of the old file were compared)\n");
        return text.ToString();
    }

    private static bool IsBinary(ReadOnlySpan<byte> content) => content.Contains((byte)0);

    private static string Size(ReadOnlyMemory<byte>? content, bool isCut) =>
        content is null ? "no file" : string.Create(CultureInfo.InvariantCulture, $"{(isCut ? "more than " : "")}{content.Value.Length} bytes");

    private static string Text(ReadOnlySpan<byte> content)
    {
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(content);
        }
    }

    // One line whatever the path holds, quoted as GNU diff does it.
    private static string Name(string path) => path.Any(c => char.IsControl(c) || c is '"' or '\\')
        ? $"\"{string.Concat(path.Select(c => c switch
        {
            '\n' => "\\n",
            '\t' => "\\t",
            '"' or '\\' => $"\\{c}",
            _ when char.IsControl(c) => $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}",
            _ => c.ToString(),
        }))}\""
        : path;

    private static List<DiffBlock> Blocks(List<string> a, List<string> b)
    {
        var first = 0;
        while (first < a.Count && first < b.Count && a[first] == b[first])
            first++;
        var last = 0;
        while (last < a.Count - first && last < b.Count - first && a[^(last + 1)] == b[^(last + 1)])
            last++;
        var (countA, countB) = (a.Count - first - last, b.Count - first - last);
        var blocks = new List<DiffBlock>();
        if (countA + countB is var differing && (differing > ComparedLines || countA == 0 || countB == 0))
        {
            if (differing > 0)
                blocks.Add(new(first, countA, first, countB));
        }
        else
        {
            var found = Differ.Instance.CreateDiffs(
                string.Concat(a.Skip(first).Take(countA)), string.Concat(b.Skip(first).Take(countB)), ignoreWhiteSpace: false, ignoreCase: false, LineChunker.Instance);
            blocks.AddRange(found.DiffBlocks.Select(block => new DiffBlock(
                first + block.DeleteStartA, block.DeleteCountA, first + block.InsertStartB, block.InsertCountB)));
        }
        return Slid(blocks, a, b);
    }

    // Where a block could as well stand further down, that is where diff(1) puts it: a function added after another is then shown from its
    // head to its end, not from the other's end on. Blocks that meet become one.
    private static List<DiffBlock> Slid(List<DiffBlock> blocks, List<string> a, List<string> b)
    {
        var slid = new List<DiffBlock>();
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            var block = blocks[i];
            while (true)
            {
                var next = slid.Count > 0 ? slid[^1] : new DiffBlock(a.Count, 0, b.Count, 0);
                if (slid.Count > 0 && block.EndA == next.StartA && block.EndB == next.StartB)
                {
                    slid.RemoveAt(slid.Count - 1);
                    block = new(block.StartA, block.CountA + next.CountA, block.StartB, block.CountB + next.CountB);
                    continue;
                }
                var canSlide = block.EndA < next.StartA
                    && ((block.CountA == 0 && b[block.StartB] == b[block.EndB]) || (block.CountB == 0 && a[block.StartA] == a[block.EndA]));
                if (!canSlide)
                    break;
                block = block with { StartA = block.StartA + 1, StartB = block.StartB + 1 };
            }
            slid.Add(block);
        }
        slid.Reverse();
        return slid;
    }

    private static IEnumerable<string> Hunks(List<string> a, List<string> b, List<DiffBlock> blocks)
    {
        for (var i = 0; i < blocks.Count;)
        {
            // Blocks whose contexts meet are one hunk.
            var end = i + 1;
            while (end < blocks.Count && blocks[end].StartA - blocks[end - 1].EndA <= 2 * ContextLines)
                end++;
            var startA = Math.Max(0, blocks[i].StartA - ContextLines);
            var startB = blocks[i].StartB - (blocks[i].StartA - startA);
            var endA = Math.Min(a.Count, blocks[end - 1].EndA + ContextLines);
            var endB = blocks[end - 1].EndB + (endA - blocks[end - 1].EndA);
            yield return $"@@ -{Range(startA, endA)} +{Range(startB, endB)} @@\n";
            for (var at = startA; i < end; i++)
            {
                foreach (var line in a[at..blocks[i].StartA])
                    yield return Line(' ', line);
                foreach (var line in a[blocks[i].StartA..blocks[i].EndA])
                    yield return Line('-', line);
                foreach (var line in b[blocks[i].StartB..blocks[i].EndB])
                    yield return Line('+', line);
                at = blocks[i].EndA;
            }
            foreach (var line in a[blocks[end - 1].EndA..endA])
                yield return Line(' ', line);
        }
    }

    private static string Line(char mark, string line) => line.EndsWith('\n') ? $"{mark}{line}" : $"{mark}{line}\n\\ No newline at end of file\n";

    // An empty range stands after the line before it.
    private static string Range(int start, int end) => (end - start) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        var count => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };
}
