using System.Text.RegularExpressions;

namespace Marchitect.Jinja;

/// <summary>What may be done with a scalar's text: which ways of writing it read back as the same text.</summary>
internal sealed partial class YamlScalar
{
    private YamlScalar()
    {
    }

    public bool IsEmpty { get; private init; }

    public bool IsMultiline { get; private init; }

    public bool AllowsFlowPlain { get; private init; }

    public bool AllowsBlockPlain { get; private init; }

    public bool AllowsSingleQuoted { get; private init; }

    /// <summary>Whether a text without quotes would be read as a number, a boolean, a date or nothing (YAML 1.1).</summary>
    public static bool ReadsAsOther(string text) => text is "" or "<<" or "=" || OtherKinds().IsMatch(text);

    /// <summary>Looks at a text as PyYAML does before it chooses quotes.</summary>
    public static YamlScalar Of(string text)
    {
        if (text.Length == 0)
            return new() { IsEmpty = true, AllowsBlockPlain = true, AllowsSingleQuoted = true };
        var isMarked = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal);
        var (flow, block) = (isMarked, isMarked);
        bool breaks = false, special = false, breakSpace = false, spaceBreak = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var beforeBlank = i + 1 == text.Length || IsBlank(text[i + 1]);
            if (i == 0 ? "#,[]{}&*!|>'\"%@`".Contains(c, StringComparison.Ordinal) || c == '-' && beforeBlank : c == '#' && IsBlank(text[i - 1]))
                flow = block = true;
            if (c is '?' or ':' || i > 0 && c is ',' or '[' or ']' or '{' or '}')
                flow = true;
            if (c == ':' && beforeBlank || c == '?' && i == 0 && beforeBlank)
                block = true;
            breaks |= IsBreak(c);
            if (char.IsSurrogatePair(text, i))
            {
                i++;
                continue;
            }
            special |= !IsPrintable(c);
            breakSpace |= c == ' ' && i > 0 && IsBreak(text[i - 1]);
            spaceBreak |= IsBreak(c) && i > 0 && text[i - 1] == ' ';
        }
        var plain = !(IsEdge(text[0]) || IsEdge(text[^1]) || breakSpace || spaceBreak || special || breaks);
        return new()
        {
            IsMultiline = breaks,
            AllowsFlowPlain = plain && !flow,
            AllowsBlockPlain = plain && !block,
            AllowsSingleQuoted = !(breakSpace || spaceBreak || special),
        };
    }

    public static bool IsBreak(char c) => c is '\n' or '\x85' or '\u2028' or '\u2029';

    private static bool IsEdge(char c) => c == ' ' || IsBreak(c);

    private static bool IsBlank(char c) => c is '\0' or ' ' or '\t' or '\r' || IsBreak(c);

    private static bool IsPrintable(char c) =>
        c is '\n' or >= ' ' and <= '~' or '\x85' or >= '\xA0' and < '\uD800' or >= '\uE000' and <= '\uFFFD' && c != '\uFEFF';

    // The kinds as YAML 1.1 defines them, in its own words: https://yaml.org/type/
    [GeneratedRegex(
        @"\A(?:
            yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF
          | ~|null|Null|NULL
          | [-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)? | \.[0-9][0-9_]*([eE][-+][0-9]+)? | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*
          | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)
          | [-+]?0b[01_]+ | [-+]?0[0-7_]+ | [-+]?(0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+ | [-+]?[1-9][0-9_]*(:[0-5]?[0-9])+
          | [0-9]{4}-[0-9]{2}-[0-9]{2}
          | [0-9]{4}-[0-9][0-9]?-[0-9][0-9]? ([Tt]|[\x20\t]+) [0-9][0-9]? :[0-9]{2}:[0-9]{2} (\.[0-9]*)? ([\x20\t]*(Z|[-+][0-9][0-9]?(:[0-9]{2})?))?
        )\n?\z",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OtherKinds();
}
