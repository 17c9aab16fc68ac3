namespace Marchitect;

/// <summary>How far a run came, in words.</summary>
internal static class StepProgress
{
    /// <summary>E.g. <c>Steps 1-3 are done; steps 5-9 were not started.</c>; null where there is no other step to tell of.</summary>
    public static string? Of(IReadOnlyCollection<StepReport> steps)
    {
        var parts = new[]
        {
            Part(steps, StepOutcome.Done, "is done", "are done"),
            Part(steps, StepOutcome.Invalid, "has a problem", "have problems"),
            Part(steps, StepOutcome.NotStarted, "was not started", "were not started"),
        };
        var text = string.Join("; ", parts.Where(part => part is not null));
        return text.Length == 0 ? null : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
    }

    private static string? Part(IEnumerable<StepReport> steps, StepOutcome outcome, string one, string many)
    {
        var numbers = steps.Where(step => step.Outcome == outcome).Select(step => step.Number).Order().ToList();
        return numbers.Count switch
        {
            0 => null,
            1 => $"step {numbers[0]} {one}",
            _ => $"steps {Ranges(numbers)} {many}",
        };
    }

    private static string Ranges(List<int> numbers)
    {
        var ranges = new List<string>();
        for (var first = 0; first < numbers.Count;)
        {
            var last = first;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
                last++;
            ranges.Add(first == last ? $"{numbers[first]}" : $"{numbers[first]}-{numbers[last]}");
            first = last + 1;
        }
        return string.Join(", ", ranges);
    }
}
