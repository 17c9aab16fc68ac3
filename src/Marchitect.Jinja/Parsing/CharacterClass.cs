using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Which characters are blank and which make names, as Python has it.</summary>
internal static class CharacterClass
{
    /// <summary>Whether the lexer reads it as part of a name, be the name valid or not.</summary>
    public static bool IsNamePart(Rune rune) => rune.IsAscii
        ? rune.Value == '_' || char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation => true,
            _ => rune.Value is 0xb7 or 0x387 or 0x2118 or 0x212e,
        };

    /// <summary>Python's <c>str.isidentifier</c>: XID_Start, then XID_Continue.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> name)
    {
        var isFirst = true;
        foreach (var rune in name.EnumerateRunes())
        {
            if (!(isFirst ? IsIdentifierStart(rune) : IsIdentifierPart(rune)))
                return false;
            isFirst = false;
        }
        return !isFirst;
    }

    private static bool IsIdentifierStart(Rune rune) => rune.Value switch
    {
        '_' or 0x2118 or 0x212e or 0x1885 or 0x1886 => true,
        // Letters that may go on, but not begin, since their compatibility forms begin with a mark.
        0xe33 or 0xeb3 or 0xff9e or 0xff9f => false,
        _ => IsStableLetter(rune),
    };

    private static bool IsIdentifierPart(Rune rune) => IsIdentifierStart(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherNumber => rune.Value is >= 0x1369 and <= 0x1371 or 0x19da,
        _ => rune.Value is 0xb7 or 0x387 or 0xe33 or 0xeb3 or 0xff9e or 0xff9f,
    };

    // Letters whose compatibility form (NFKC) is no name are none for Python either (UAX 31, section 5.1).
    private static bool IsStableLetter(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber =>
            rune.Value is not (0x37a or 0x2e2f or >= 0xfc5e and <= 0xfc63 or 0xfdfa or 0xfdfb or 0xfe70 or 0xfe72 or 0xfe74
                or 0xfe76 or 0xfe78 or 0xfe7a or 0xfe7c or 0xfe7e),
        _ => false,
    };
}
