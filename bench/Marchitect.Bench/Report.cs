using System.Globalization;

namespace Marchitect.Bench;

/// <summary>The report, as Markdown, written as it comes.</summary>
internal sealed class Report(TextWriter to)
{
    public void Heading(string text) => to.WriteLine($"\n## {text}\n");

    public void Text(string text) => to.WriteLine($"{text}\n");

    /// <summary>A table: what one would read first stands first.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        to.WriteLine($"| {string.Join(" | ", columns)} |");
        to.WriteLine($"|{string.Concat(columns.Select((_, i) => i == 0 ? "---|" : "---:|"))}");
        foreach (var row in rows)
            to.WriteLine($"| {string.Join(" | ", row)} |");
        to.WriteLine();
        to.Flush();
    }

    public static string Number(double value) => value switch
    {
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };
}
