using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>Versions of two or three numbers with an optional mark of a pre-release: <c>1.2</c>, <c>1.2.3b4</c> (distutils' <c>StrictVersion</c>).</summary>
internal static class StrictVersion
{
    /// <summary>Which comes first.</summary>
    /// <exception cref="TemplateRuntimeException">One is no such version.</exception>
    public static int Compare(string left, string right) => Parse(left).CompareTo(Parse(right));

    private static (int Major, int Minor, int Patch, char Stage, int Number) Parse(string version)
    {
        var mark = version.AsSpan().IndexOfAny('a', 'b');
        var numbers = (mark < 0 ? version : version[..mark]).Split('.');
        if (numbers.Length is not (2 or 3))
            throw Invalid(version);
        // What is released comes after all its pre-releases.
        var (stage, number) = mark < 0 ? ('z', 0) : (version[mark], Number(version, version[(mark + 1)..]));
        return (Number(version, numbers[0]), Number(version, numbers[1]), numbers.Length == 3 ? Number(version, numbers[2]) : 0, stage, number);
    }

    private static int Number(string version, string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid(version);

    private static TemplateRuntimeException Invalid(string version) => Fail.Value($"invalid version number '{version}'");
}
