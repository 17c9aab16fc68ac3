using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Versions as semver.org defines them: <c>1.2.3-rc.1+build</c>.</summary>
internal static class SemanticVersion
{
    /// <summary>Which comes first.</summary>
    /// <exception cref="TemplateRuntimeException">One is no such version.</exception>
    public static int Compare(string left, string right)
    {
        var (ours, theirs) = (Parse(left), Parse(right));
        for (var i = 0; i < 3; i++)
        {
            var order = ours.Numbers[i].CompareTo(theirs.Numbers[i]);
            if (order != 0)
                return order;
        }
        // A pre-release comes before its release.
        return (ours.Marks.Length == 0).CompareTo(theirs.Marks.Length == 0) is not 0 and var released ? released : CompareMarks(ours.Marks, theirs.Marks);
    }

    private static int CompareMarks(string[] left, string[] right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var (isNumber, isTheirs) = (BigInteger.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var ours), BigInteger.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var theirs));
            var order = isNumber && isTheirs
                ? ours.CompareTo(theirs)
                : isNumber != isTheirs
                    ? isNumber ? -1 : 1
                    : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
                return order;
        }
        return left.Length.CompareTo(right.Length);
    }

    private static (BigInteger[] Numbers, string[] Marks) Parse(string version)
    {
        var core = version.Split('+', 2)[0].Split('-', 2);
        var parts = core[0].Split('.');
        var numbers = new BigInteger[3];
        for (var i = 0; i < 3; i++)
        {
            if (parts.Length != 3 || !BigInteger.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw Fail.Value($"invalid semantic version '{version}'");
        }
        return (numbers, core.Length == 2 ? core[1].Split('.') : []);
    }
}
