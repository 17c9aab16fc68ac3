using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>Durations as people write them: numbers with units, or a clock's hours, minutes and seconds.</summary>
internal static partial class DurationText
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("min", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads <c>30s</c>, <c>1h30min</c>, <c>500ms</c>, <c>2d</c> or <c>01:30:00</c>; null for anything else. A number alone has no unit, and is refused.</summary>
    public static TimeSpan? Read(string text)
    {
        if (Clock().IsMatch(text))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? clock : null;
        if (!Parts().IsMatch(text))
            return null;
        var sum = TimeSpan.Zero;
        foreach (Match part in Part().Matches(text))
        {
            if (!decimal.TryParse(part.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
                return null;
            var unit = part.Groups[2].Value is "m" ? "min" : part.Groups[2].Value;
            try
            {
                sum += TimeSpan.FromTicks((long)checked(count * Array.Find(Units, known => known.Name == unit).Length.Ticks));
            }
            catch (OverflowException)
            {
                return null;
            }
        }
        return sum;
    }

    /// <summary>The duration in units, e.g. <c>1h30min</c>.</summary>
    public static string Write(TimeSpan value)
    {
        // What units of a millisecond cannot say, a clock can.
        if (value < TimeSpan.Zero || value.Ticks % TimeSpan.TicksPerMillisecond != 0)
            return value.ToString("c", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        foreach (var (name, length) in Units)
        {
            var count = value.Ticks / length.Ticks;
            value -= length * count;
            if (count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{name}");
        }
        return text.Length == 0 ? "0s" : text.ToString();
    }

    [GeneratedRegex("^-?([0-9]+\\.)?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex("^([0-9]+(\\.[0-9]+)?(d|h|min|ms|m|s) ?)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    [GeneratedRegex("([0-9]+(?:\\.[0-9]+)?)(d|h|min|ms|m|s)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
