using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marchitect.Jinja;

/// <summary>A regular expression in Python's spelling, on .NET's engine.</summary>
/// <remarks>
/// What is spelt differently is translated. Named groups become numbered ones, since .NET would number them behind all others.
/// </remarks>
internal sealed class PythonRegex
{
    // No text of a template needs longer; a pattern that goes wrong would take for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly string _pattern;
    private readonly Regex _regex;
    private int _groups;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="TemplateRuntimeException">It is not valid.</exception>
    public PythonRegex(string pattern, bool ignoreCase, bool multiline)
    {
        _pattern = pattern;
        var options = RegexOptions.CultureInvariant;
        if (ignoreCase)
            options |= RegexOptions.IgnoreCase;
        if (multiline)
            options |= RegexOptions.Multiline;
        try
        {
            _regex = new(Translate(pattern), options, Limit);
        }
        catch (ArgumentException error)
        {
            throw new TemplateRuntimeException($"'{pattern}' is no valid regular expression: {error.Message}", error);
        }
    }

    /// <summary>The first place where it fits; see <see cref="Next"/>.</summary>
    /// <exception cref="TemplateRuntimeException">To find out took too long.</exception>
    public Match Search(string text) => InTime(() => _regex.Match(text));

    /// <summary>The next place where it fits.</summary>
    /// <exception cref="TemplateRuntimeException">To find out took too long.</exception>
    public Match Next(Match match) => InTime(match.NextMatch);

    /// <summary>The group of that name or number.</summary>
    /// <exception cref="TemplateRuntimeException">The pattern has none.</exception>
    public Group GroupOf(Match match, string name)
    {
        if (_names.TryGetValue(name, out var number) || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= _groups)
            return match.Groups[number];
        throw Fail.Runtime($"the regular expression '{_pattern}' has no group '{name}'");
    }

    /// <summary>What a replacement says of a match: <c>\1</c>, <c>\g&lt;name&gt;</c>, <c>\n</c>.</summary>
    /// <exception cref="TemplateRuntimeException">It names a group that the pattern has not.</exception>
    public string Expand(Match match, string replacement)
    {
        var text = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\')
            {
                text.Append(replacement[i]);
                continue;
            }
            if (++i == replacement.Length)
                throw Fail.Value("a replacement ends in a single backslash");
            var c = replacement[i];
            if (c == 'g' && i + 1 < replacement.Length && replacement[i + 1] == '<' && replacement.IndexOf('>', i) is > 0 and var end)
            {
                text.Append(GroupOf(match, replacement[(i + 2)..end]).Value);
                i = end;
            }
            else if (c is >= '1' and <= '9')
            {
                var length = i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) ? 2 : 1;
                text.Append(GroupOf(match, replacement.Substring(i, length)).Value);
                i += length - 1;
            }
            else
            {
                text.Append(Escaped(c));
            }
        }
        return text.ToString();
    }

    /// <summary>Puts a backslash before what means something in a pattern, as Python's <c>re.escape</c>.</summary>
    public static string Escape(string text) => EscapeAny(text, "()[]{}?*+-|^$\\.&~# \t\n\r\v\f");

    /// <summary>Puts a backslash before what means something in a basic pattern of POSIX.</summary>
    public static string EscapePosixBasic(string text) => EscapeAny(text, "].[^$*\\");

    /// <summary>Puts a backslash before what means something in an extended pattern of POSIX.</summary>
    public static string EscapePosixExtended(string text) => EscapeAny(text, "^$.*+?[]|(){}\\");

    private static string EscapeAny(string text, string special)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            escaped.Append(special.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        return escaped.ToString();
    }

    private static string Escaped(char c) => c switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'f' => "\f",
        'v' => "\v",
        'a' => "\a",
        'b' => "\b",
        '0' => "\0",
        '\\' => "\\",
        _ when char.IsAsciiLetter(c) => throw Fail.Value($"a replacement knows no escape '\\{c}'"),
        _ => "\\" + c,
    };

    private T InTime<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new TemplateRuntimeException(
                string.Create(CultureInfo.InvariantCulture, $"the regular expression '{_pattern}' took longer than {Limit.TotalSeconds} s"), error);
        }
    }

    private string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length;)
            i += pattern[i] == '[' ? TranslateClass(pattern.AsSpan(i), text) : TranslateOne(pattern.AsSpan(i), text);
        return text.ToString();
    }

    private int TranslateOne(ReadOnlySpan<char> rest, StringBuilder text)
    {
        if (rest[0] == '\\' && rest.Length > 1)
        {
            text.Append(rest[1] == 'Z' ? "\\z" : rest[..2]);
            return 2;
        }
        if (rest.StartsWith("(?P<", StringComparison.Ordinal) && rest.IndexOf('>') is > 0 and var nameEnd)
        {
            _names[rest[4..nameEnd].ToString()] = ++_groups;
            text.Append('(');
            return nameEnd + 1;
        }
        if (rest.StartsWith("(?P=", StringComparison.Ordinal) && rest.IndexOf(')') is > 0 and var end)
        {
            if (!_names.TryGetValue(rest[4..end].ToString(), out var number))
                throw new ArgumentException($"there is no group '{rest[4..end]}'");
            text.Append(CultureInfo.InvariantCulture, $"(?:\\{number})");
            return end + 1;
        }
        if (rest is ['(', not '?', ..])
            _groups++;
        // A count without its first number begins at zero; .NET would take the braces for text.
        if (rest is ['{', ',', >= '0' and <= '9', ..])
        {
            text.Append("{0");
            return 1;
        }
        text.Append(rest[0]);
        return 1;
    }

    // An opening bracket within a class is a plain character; .NET might take it for a subtraction. A closing one that comes first too.
    private static int TranslateClass(ReadOnlySpan<char> rest, StringBuilder text)
    {
        var i = 1;
        text.Append('[');
        if (i < rest.Length && rest[i] == '^')
        {
            text.Append('^');
            i++;
        }
        for (var first = true; i < rest.Length; first = false, i++)
        {
            if (rest[i] == ']' && !first)
            {
                text.Append(']');
                return i + 1;
            }
            if (rest[i] is '[' or ']')
                text.Append('\\');
            text.Append(rest[i]);
            if (rest[i] == '\\' && i + 1 < rest.Length)
                text.Append(rest[++i]);
        }
        return i;
    }
}
