using System.Text;
using System.Text.RegularExpressions;

namespace Marchitect.Jinja;

/// <summary>Makes links of the addresses in escaped text: what <c>urlize</c> does.</summary>
/// <param name="limit">How long a shown address may be, or missing.</param>
/// <param name="rel">The escaped value of the attribute <c>rel</c>.</param>
/// <param name="target">The escaped value of the attribute <c>target</c>, or null.</param>
/// <param name="schemes">Beginnings of further addresses, e.g. <c>tel:</c>.</param>
internal sealed partial class LinkMarker(Value limit, string rel, string? target, List<string> schemes)
{
    private static readonly (string Open, string Close)[] Brackets = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")];

    private readonly string _attributes = $" rel=\"{rel}\"" + (string.IsNullOrEmpty(target) ? "" : $" target=\"{target}\"");

    /// <summary>The text with its links.</summary>
    public string Mark(CallContext context, string text)
    {
        var output = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            var isSpace = CodePoint.IsSpace(text[start]);
            while (end < text.Length && CodePoint.IsSpace(text[end]) == isSpace)
                end++;
            if (isSpace)
                output.Append(text, start, end - start);
            else
                MarkWord(context, text[start..end], output);
            context.Budget.Text(output.Length - Math.Min(output.Length, start));
            start = end;
        }
        return output.ToString();
    }

    private void MarkWord(CallContext context, string word, StringBuilder output)
    {
        var start = 0;
        while (start < word.Length && OpeningAt(word, start) is var length and > 0)
            start += length;
        var end = word.Length;
        while (end > start && ClosingBefore(word, start, end) is var length and > 0)
            end -= length;
        var (head, middle, tail) = (word[..start], word[start..end], word[end..]);
        // A bracket that was opened within the address belongs to it.
        foreach (var (open, close) in Brackets)
        {
            var opened = Count(middle, open);
            if (opened <= Count(middle, close))
                continue;
            for (var moves = Math.Min(opened, Count(tail, close)); moves > 0; moves--)
            {
                var until = tail.IndexOf(close, StringComparison.Ordinal) + close.Length;
                middle += tail[..until];
                tail = tail[until..];
            }
        }
        output.Append(head).Append(Link(context, middle)).Append(tail);
    }

    private string Link(CallContext context, string word)
    {
        if (WebAddress().IsMatch(word))
        {
            var scheme = word.StartsWith("https://", StringComparison.Ordinal) || word.StartsWith("http://", StringComparison.Ordinal) ? "" : "https://";
            return $"<a href=\"{scheme}{word}\"{_attributes}>{Shown(context, word)}</a>";
        }
        if (word.StartsWith("mailto:", StringComparison.Ordinal) && MailAddress().IsMatch(word[7..]))
            return $"<a href=\"{word}\">{word[7..]}</a>";
        if (word.Contains('@', StringComparison.Ordinal) && !word.StartsWith("www.", StringComparison.Ordinal) &&
            !word.Contains(':', StringComparison.Ordinal) && MailAddress().IsMatch(word))
        {
            return $"<a href=\"mailto:{word}\">{word}</a>";
        }
        foreach (var scheme in schemes)
        {
            if (word != scheme && word.StartsWith(scheme, StringComparison.Ordinal))
                word = $"<a href=\"{word}\"{_attributes}>{word}</a>";
        }
        return word;
    }

    private string Shown(CallContext context, string address) =>
        FilterArguments.IsLeftOut(limit) || !Ordering.Greater(StringIndex.Length(address), limit)
            ? address
            : Slicing.Of(context, address, default, limit, default).TextOrNull + "...";

    private static int OpeningAt(string word, int index) => word[index] is '(' or '<'
        ? 1
        : word.AsSpan(index).StartsWith("&lt;", StringComparison.Ordinal) ? 4 : 0;

    private static int ClosingBefore(string word, int start, int end) => word[end - 1] is ')' or '>' or '.' or ','
        ? 1
        : word.AsSpan(start, end - start).EndsWith("&gt;", StringComparison.Ordinal) ? 4 : 0;

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = 0; (at = text.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length)
            count++;
        return count;
    }

    // What passes for an address is defined by these two patterns in Jinja2; a scanner would only hide that. Neither can take long:
    // parts of a host name are parted by dots, which they cannot contain. Python's \w has no marks, so it is spelt out.
    [GeneratedRegex(
        @"\A(
            (https?://|www\.) (([\p{L}\p{N}_%-]+\.)+)? ([a-z]{2,63} | xn--[\p{L}\p{N}_%]{2,59})
          | ([\p{L}\p{N}_%-]{2,63}\.)+ (com|net|int|edu|gov|org|info|mil)
          | (https?://) ((\d{1,3}(\.\d{1,3}){3}) | (\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}\]))
          )
          (:\d{1,5})? ([/?\#]\S*)? \z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex WebAddress();

    [GeneratedRegex(@"\A\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MailAddress();
}
