using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>Prints a config as YAML that reads back to an equal one, but for secrets: they print as <c>***</c>.</summary>
internal static partial class ConfigYaml
{
    // A key without a question mark before it may have 1,024 characters (YAML 1.2, section 7.4).
    private const int MaxPlainKey = 1000;

    /// <summary>Prints a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="comment">What to say of a scalar or of an empty collection, behind it on its line; null says nothing.</param>
    /// <returns>Lines, each with its end.</returns>
    public static string Print(ConfigMap map, Func<ConfigValue, string?>? comment = null)
    {
        var text = new StringBuilder();
        if (map.Count == 0)
            Leaf(text, map, comment);
        else
            Entries(text, map, 0, comment);
        return text.ToString();
    }

    // Where it begins, the line is indented already: as the first of a file, or behind a dash.
    private static void Entries(StringBuilder text, ConfigMap map, int indent, Func<ConfigValue, string?>? comment)
    {
        var isFirst = true;
        foreach (var (key, value) in map.Entries)
        {
            if (!isFirst)
                text.Append(' ', indent);
            isFirst = false;
            var printed = Text(key);
            if (printed.Length > MaxPlainKey)
                text.Append("? ").Append(printed).Append('\n').Append(' ', indent).Append(':');
            else
                text.Append(printed).Append(':');

            if (IsLeaf(value))
            {
                Leaf(text.Append(' '), value, comment);
                continue;
            }
            text.Append('\n').Append(' ', indent + 2);
            Nested(text, value, indent + 2, comment);
        }
    }

    private static void Items(StringBuilder text, ConfigValue list, int indent, Func<ConfigValue, string?>? comment)
    {
        var isFirst = true;
        foreach (var item in list.List)
        {
            if (!isFirst)
                text.Append(' ', indent);
            isFirst = false;
            text.Append("- ");
            if (IsLeaf(item))
                Leaf(text, item, comment);
            else
                Nested(text, item, indent + 2, comment);
        }
    }

    private static void Nested(StringBuilder text, ConfigValue value, int indent, Func<ConfigValue, string?>? comment)
    {
        if (value is ConfigMap map)
            Entries(text, map, indent, comment);
        else
            Items(text, value, indent, comment);
    }

    private static void Leaf(StringBuilder text, ConfigValue value, Func<ConfigValue, string?>? comment)
    {
        text.Append(value.Kind switch
        {
            ConfigKind.Text => Text(value.Text),
            ConfigKind.Secret => Quoted(value.ToString()),
            ConfigKind.Float => Float(value),
            _ => value.ToString(),
        });
        if (comment?.Invoke(value) is { Length: > 0 } said)
            text.Append("  # ").Append(said.ReplaceLineEndings(" "));
        text.Append('\n');
    }

    private static bool IsLeaf(ConfigValue value) => value.Kind switch
    {
        ConfigKind.Map => value.Map.Count == 0,
        ConfigKind.List => value.List.Count == 0,
        _ => true,
    };

    private static string Float(ConfigValue value) => value.Float switch
    {
        double.NaN => ".nan",
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        _ => value.ToString(),
    };

    private static string Text(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>Whether it reads back as this text without quotes, by readers of YAML 1.1 too.</summary>
    private static bool IsPlain(string text) =>
        YamlScalar.IsText(text)
        && text is not "<<" and not "="
        && !text.StartsWith("---", StringComparison.Ordinal)
        && !text.StartsWith("...", StringComparison.Ordinal)
        && !"?:,[]{}#&*!|>'\"%@` ".Contains(text[0], StringComparison.Ordinal)
        && !text.StartsWith("- ", StringComparison.Ordinal)
        && text is not "-"
        && text[^1] is not ' ' and not ':'
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !OlderForm().IsMatch(text)
        && text.EnumerateRunes().All(IsPrintable);

    private static bool IsPrintable(Rune rune) => rune.IsAscii
        ? !Rune.IsControl(rune)
        : rune != Rune.ReplacementChar && (Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune));

    /// <summary>The text between double quotes as in JSON, which YAML reads alike; on one line, and nothing in it that cannot be seen.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        // Half a character, which no file can hold, comes as the replacement character.
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(rune);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                // Line and paragraph separators end a line in YAML 1.1; the byte order mark and the last two are no characters.
                case < ' ' or (>= 0x7F and <= 0x9F) or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF:
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    break;
                default:
                    quoted.Append(rune);
                    break;
            }
        }
        return quoted.Append('"').ToString();
    }

    // Bools, numbers in other bases and with seconds, and dates of YAML 1.1.
    [GeneratedRegex(@"\A(?:y|n|yes|no|on|off|[-+]?[0-9][0-9_:]*(?:\.[0-9_]*)?|[-+]?0[xb][0-9a-f_]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex OlderForm();
}
