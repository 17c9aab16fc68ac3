using System.Globalization;
using System.Text;

namespace Marchitect.Jinja.Conformance;

/// <summary>Any text on one line: with escapes for what would break or hide in it, and cut where it is too long to read.</summary>
internal static class OneLine
{
    private const int Longest = 2000;

    public static string Quote(string text) => $"\"{Escape(text, alsoQuotes: true)}\"";

    public static string Escape(string text, bool alsoQuotes = false)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (i == Longest)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"... ({text.Length} characters)");
                break;
            }
            if (char.IsSurrogatePair(text, i))
                escaped.Append(text[i++]).Append(text[i]);
            else
                Append(escaped, text[i], alsoQuotes);
        }
        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, char c, bool alsoQuotes)
    {
        switch (c)
        {
            case '\n': escaped.Append(@"\n"); break;
            case '\r': escaped.Append(@"\r"); break;
            case '\t': escaped.Append(@"\t"); break;
            case '\\': escaped.Append(@"\\"); break;
            case '"' when alsoQuotes: escaped.Append("\\\""); break;
            case ' ': escaped.Append(c); break;
            default:
                if (IsSeen(c))
                    escaped.Append(c);
                else
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
        }
    }

    private static bool IsSeen(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
