using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>What came of prefabs, in lines: those that changed, are left alone, failed or are not known; the others are only counted.</summary>
internal sealed class PrefabLines(RunRequest request)
{
    /// <summary>The lines below that of a step; those of a diff are indented once more.</summary>
    public IEnumerable<string> Of(StepReport step)
    {
        // The problems of a validation are told whole when it has ended.
        if (request.IsValidation)
            yield break;
        foreach (var prefab in step.Prefabs)
        {
            if (Line(prefab) is not { } line)
                continue;
            foreach (var once in prefab.RunsBefore)
                yield return $"would run once, before what follows: {Printable(once)}";
            yield return Printable(line);
            foreach (var once in prefab.RunsAtEnd)
                yield return $"would run once, at the end: {Printable(once)}";
            if (prefab.Outcome != PrefabOutcome.Changed || !request.ShowsDiffs)
                continue;
            foreach (var edit in prefab.Edits.Prepend(prefab.Edit).OfType<FileEdit>())
            {
                foreach (var part in edit.ToUnifiedDiff().Split('\n').SkipLast(1))
                    yield return $"  {Printable(part)}";
            }
        }
        foreach (var command in step.WouldRun)
        {
            var lines = command.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            yield return $"would run: {Printable(lines[0])}";
            foreach (var further in lines.Skip(1))
                yield return $"         > {Printable(further)}";
        }
        if (step.UnknownFrom is { } unknown)
            yield return $"unknown from here on: {Printable(unknown)}";
    }

    /// <summary>How many changed and so on, with a comma behind; empty where there are no prefabs.</summary>
    public static string Counts(IEnumerable<StepReport> steps, bool isDryRun)
    {
        var counts = steps.SelectMany(step => step.Prefabs).CountBy(prefab => prefab.Outcome).OrderBy(count => Order(count.Key));
        return string.Concat(counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {Word(count.Key, isDryRun)}, ")));
    }

    private string? Line(PrefabReport prefab) => prefab.Outcome switch
    {
        PrefabOutcome.Changed => $"{(request.IsDryRun ? "would change" : "changed")} {prefab.Title}{What(prefab)}{(prefab.Until is { } until ? $" (as things are now; until '{until}' is done, it may turn out otherwise)" : "")}",
        PrefabOutcome.Skipped => $"skipped {prefab.Title}: {prefab.Reason}",
        // Told whole, with all that is known of it, among the errors.
        PrefabOutcome.Failed => $"failed {prefab.Title}",
        PrefabOutcome.Unknown => $"unknown: {prefab.Title}, until '{prefab.Until}' is done",
        _ => null,
    };

    private static string What(PrefabReport prefab) =>
        prefab.Differences.Count > 0 ? $": {string.Join(", ", prefab.Differences)}"
        : prefab.Operations.Count > 0 ? $": {string.Join("; ", prefab.Operations)}"
        : "";

    private static int Order(PrefabOutcome outcome) => outcome switch
    {
        PrefabOutcome.Changed => 0,
        PrefabOutcome.Failed => 1,
        PrefabOutcome.Unknown => 2,
        PrefabOutcome.Skipped => 3,
        PrefabOutcome.Unchanged => 4,
        _ => 5,
    };

    private static string Word(PrefabOutcome outcome, bool isDryRun) => outcome switch
    {
        PrefabOutcome.Changed => isDryRun ? "to change" : "changed",
        PrefabOutcome.Failed => "failed",
        PrefabOutcome.Unknown => "unknown",
        PrefabOutcome.Skipped => "skipped",
        PrefabOutcome.Unchanged => "unchanged",
        _ => "not started",
    };

    // What stands in a file of a host must not move the cursor here, and a carriage return is to be seen.
    private static string Printable(string text)
    {
        if (!text.Any(c => char.IsControl(c) && c != '\t'))
            return text;
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '\t' || !char.IsControl(c))
                shown.Append(c);
            else if (c < 0x20)
                shown.Append('^').Append((char)(c + 0x40));
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        }
        return shown.ToString();
    }
}
