namespace Marchitect;

/// <summary>Something that was to be run at the end, and failed.</summary>
/// <param name="Key">Its name.</param>
/// <param name="ExitStatus">Its exit status; null where it is not known whether it was run to its end.</param>
/// <param name="OutputEnd">The end of what it wrote, or null.</param>
internal sealed record NotifyFailure(string Key, int? ExitStatus, string? OutputEnd)
{
    /// <summary>All of them as one error; null where there is none.</summary>
    public static PrefabFailedException? Of(IReadOnlyList<NotifyFailure> all, Where where)
    {
        if (all.Count == 0)
            return null;
        var isOne = all.Count == 1;
        var failure = new PrefabFailedException(
            $"{string.Join(", ", all.Select(each => $"'{each.Key}'"))}, which {(isOne ? "was" : "were")} to be run at the end, failed.",
            isOne ? "It is still owed: the next run tries it again." : "They are still owed: the next run tries them again.")
        {
            ExitStatus = all[0].ExitStatus,
            OutputEnd = isOne ? all[0].OutputEnd : string.Join('\n', all.Select(each => $"{each.Key}: {each.Told}")),
        };
        failure.At(where);
        return failure;
    }

    private string Told => $"exit status {ExitStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known"}{(OutputEnd is null ? "" : $"\n{OutputEnd}")}";
}
