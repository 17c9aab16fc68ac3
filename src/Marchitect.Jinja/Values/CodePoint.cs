using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>What Unicode says of single code points, as Python asks it. A lone surrogate stands for itself.</summary>
internal static class CodePoint
{
    // Lower case without being letters of that category: Other_Lowercase.
    private static readonly (int First, int Last)[] OtherLower =
    [
        (0x00AA, 0x00AA), (0x00BA, 0x00BA), (0x02B0, 0x02B8), (0x02C0, 0x02C1), (0x02E0, 0x02E4), (0x0345, 0x0345),
        (0x037A, 0x037A), (0x1D2C, 0x1D6A), (0x1D78, 0x1D78), (0x1D9B, 0x1DBF), (0x2071, 0x2071), (0x207F, 0x207F),
        (0x2090, 0x209C), (0x2170, 0x217F), (0x24D0, 0x24E9), (0x2C7C, 0x2C7D), (0xA69C, 0xA69D), (0xA770, 0xA770),
        (0xA7F8, 0xA7F9), (0xAB5C, 0xAB5F), (0x10780, 0x10780), (0x10783, 0x10785), (0x10787, 0x107B0), (0x107B2, 0x107BA),
    ];

    // Other_Uppercase.
    private static readonly (int First, int Last)[] OtherUpper =
    [
        (0x2160, 0x216F), (0x24B6, 0x24CF), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189),
    ];

    // Numbers that are written as letters.
    private static readonly (int First, int Last)[] OtherNumeric =
    [
        (0x3405, 0x3405), (0x3483, 0x3483), (0x382A, 0x382A), (0x3B4D, 0x3B4D), (0x4E00, 0x4E00), (0x4E03, 0x4E03),
        (0x4E07, 0x4E07), (0x4E09, 0x4E09), (0x4E5D, 0x4E5D), (0x4E8C, 0x4E8C), (0x4E94, 0x4E94), (0x4E96, 0x4E96),
        (0x4EBF, 0x4EC0), (0x4EDF, 0x4EDF), (0x4EE8, 0x4EE8), (0x4F0D, 0x4F0D), (0x4F70, 0x4F70), (0x5104, 0x5104),
        (0x5146, 0x5146), (0x5169, 0x5169), (0x516B, 0x516B), (0x516D, 0x516D), (0x5341, 0x5341), (0x5343, 0x5345),
        (0x534C, 0x534C), (0x53C1, 0x53C4), (0x56DB, 0x56DB), (0x58F1, 0x58F1), (0x58F9, 0x58F9), (0x5E7A, 0x5E7A),
        (0x5EFE, 0x5EFF), (0x5F0C, 0x5F0E), (0x5F10, 0x5F10), (0x62FE, 0x62FE), (0x634C, 0x634C), (0x67D2, 0x67D2),
        (0x6F06, 0x6F06), (0x7396, 0x7396), (0x767E, 0x767E), (0x8086, 0x8086), (0x842C, 0x842C), (0x8CAE, 0x8CAE),
        (0x8CB3, 0x8CB3), (0x8D30, 0x8D30), (0x9621, 0x9621), (0x9646, 0x9646), (0x964C, 0x964C), (0x9678, 0x9678),
        (0x96F6, 0x96F6), (0xF96B, 0xF96B), (0xF973, 0xF973), (0xF978, 0xF978), (0xF9B2, 0xF9B2), (0xF9D1, 0xF9D1),
        (0xF9D3, 0xF9D3), (0xF9FD, 0xF9FD), (0x20001, 0x20001), (0x20064, 0x20064), (0x200E2, 0x200E2), (0x20121, 0x20121),
        (0x2092A, 0x2092A), (0x20983, 0x20983), (0x2098C, 0x2098C), (0x2099C, 0x2099C), (0x20AEA, 0x20AEA),
        (0x20AFD, 0x20AFD), (0x20B19, 0x20B19), (0x22390, 0x22390), (0x22998, 0x22998), (0x23B1B, 0x23B1B),
        (0x2626D, 0x2626D), (0x2F890, 0x2F890),
    ];

    // Digits that are no decimals, such as superscripts.
    private static readonly (int First, int Last)[] OtherDigit =
    [
        (0x00B2, 0x00B3), (0x00B9, 0x00B9), (0x1369, 0x1371), (0x19DA, 0x19DA), (0x2070, 0x2070), (0x2074, 0x2079),
        (0x2080, 0x2089), (0x2460, 0x2468), (0x2474, 0x247C), (0x2488, 0x2490), (0x24EA, 0x24EA), (0x24F5, 0x24FD),
        (0x24FF, 0x24FF), (0x2776, 0x277E), (0x2780, 0x2788), (0x278A, 0x2792), (0x10A40, 0x10A43), (0x10E60, 0x10E68),
        (0x11052, 0x1105A), (0x1F100, 0x1F10A),
    ];

    /// <summary>The code point that begins at an offset.</summary>
    public static int At(string text, int index) => WidthAt(text, index) == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];

    /// <summary>How many code units it has.</summary>
    public static int WidthAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>The code point that ends at an offset.</summary>
    public static int Before(string text, int last) => At(text, last + 1 - WidthBefore(text, last));

    /// <summary>How many code units the one that ends at an offset has.</summary>
    public static int WidthBefore(string text, int last) =>
        char.IsLowSurrogate(text[last]) && last > 0 && char.IsHighSurrogate(text[last - 1]) ? 2 : 1;

    public static void Append(StringBuilder text, int c)
    {
        if (c < 0x10000)
            text.Append((char)c);
        else
            text.Append(char.ConvertFromUtf32(c));
    }

    public static string ToText(int c) => c < 0x10000 ? StringIndex.Single((char)c) : char.ConvertFromUtf32(c);

    public static bool IsLower(int c) => Category(c) == UnicodeCategory.LowercaseLetter || c >= 0x80 && IsIn(OtherLower, c);

    public static bool IsUpper(int c) => Category(c) == UnicodeCategory.UppercaseLetter || c >= 0x80 && IsIn(OtherUpper, c);

    public static bool IsTitle(int c) => Category(c) == UnicodeCategory.TitlecaseLetter;

    public static bool IsCased(int c) => IsLower(c) || IsUpper(c) || IsTitle(c);

    /// <summary>Whether it may stand within a word without being one of its letters (Case_Ignorable).</summary>
    public static bool IsCaseIgnorable(int c) => Category(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || c < 0x10000 && "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A".Contains((char)c, StringComparison.Ordinal);

    public static bool IsAlpha(int c) => Category(c) <= UnicodeCategory.OtherLetter;

    public static bool IsDecimal(int c) => Category(c) == UnicodeCategory.DecimalDigitNumber;

    public static bool IsDigit(int c) => IsDecimal(c) || c >= 0x80 && IsIn(OtherDigit, c);

    public static bool IsNumeric(int c) =>
        Category(c) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber || c >= 0x80 && IsIn(OtherNumeric, c);

    /// <summary>What <c>str.split</c> and <c>strip</c> take for blank; the four separators of ASCII are, unlike for .NET.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>What <c>str.splitlines</c> takes for the end of a line.</summary>
    public static bool IsLineBreak(char c) => c is '\n' or '\v' or '\f' or '\r' or '\u001C' or '\u001D' or '\u001E' or '\u0085' or '\u2028' or '\u2029';

    public static bool IsPrintable(int c) => Rune.IsValid(c) && TextRepr.IsPrintable(new Rune(c));

    /// <summary>Whether an identifier of Python may begin with it.</summary>
    public static bool IsIdentifierStart(int c) => c == '_' || c is 0x2118 or 0x212E
        || Category(c) is <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber && c is not (0x37A or 0xE33 or 0xEB3 or 0x2E2F or 0xFF9E or 0xFF9F);

    /// <summary>Whether an identifier of Python may go on with it.</summary>
    public static bool IsIdentifierPart(int c) => IsIdentifierStart(c) || c is 0xB7 or 0x387 or 0x19DA or 0xE33 or 0xEB3 or 0xFF9E or 0xFF9F or (>= 0x1369 and <= 0x1371)
        || Category(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;

    private static UnicodeCategory Category(int c) => CharUnicodeInfo.GetUnicodeCategory(c);

    private static bool IsIn((int First, int Last)[] ranges, int c)
    {
        foreach (var (first, last) in ranges)
        {
            if (c <= last)
                return c >= first;
        }
        return false;
    }
}
