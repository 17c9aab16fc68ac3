using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Versions of any form: numbers compare as numbers, words as words, part by part (distutils' <c>LooseVersion</c>).</summary>
internal static class LooseVersion
{
    /// <summary>Which comes first.</summary>
    /// <exception cref="TemplateRuntimeException">A number stands against a word, which have no order.</exception>
    public static int Compare(string left, string right)
    {
        var (ours, theirs) = (Parts(left), Parts(right));
        for (var i = 0; i < ours.Count && i < theirs.Count; i++)
        {
            var (a, b) = (ours[i], theirs[i]);
            if (char.IsAsciiDigit(a[0]) != char.IsAsciiDigit(b[0]))
                throw Fail.Type($"the versions '{left}' and '{right}' cannot be compared: '{a}' against '{b}'");
            var order = char.IsAsciiDigit(a[0]) ? Number(a).CompareTo(Number(b)) : string.CompareOrdinal(a, b);
            if (order != 0)
                return order;
        }
        return ours.Count.CompareTo(theirs.Count);
    }

    private static BigInteger Number(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    // Runs of digits, runs of small letters, and whatever stands between; points only part.
    private static List<string> Parts(string version)
    {
        var parts = new List<string>();
        for (var start = 0; start < version.Length;)
        {
            var end = start + 1;
            var kind = KindOf(version[start]);
            while (end < version.Length && KindOf(version[end]) == kind)
                end++;
            if (kind != Kind.Point)
                parts.Add(version[start..end]);
            start = end;
        }
        return parts;
    }

    private static Kind KindOf(char c) => c switch
    {
        '.' => Kind.Point,
        >= '0' and <= '9' => Kind.Number,
        >= 'a' and <= 'z' => Kind.Word,
        _ => Kind.Other,
    };

    private enum Kind
    {
        Point,
        Number,
        Word,
        Other,
    }
}
