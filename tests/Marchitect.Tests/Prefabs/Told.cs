namespace Marchitect.Tests.Prefabs;

/// <summary>All that a reader of events or reports can get at, as text.</summary>
internal static class Told
{
    public static string Of(RunEvent told) => told switch
    {
        PrefabEnded { Report: var report } => Of(report),
        StepEnded { Report: var report } => string.Join('\n', report.Prefabs.Select(Of)),
        _ => told.ToString(),
    };

    public static string Of(RunReport report) => $"{report}\n{report.Error}\n{string.Join('\n', report.Steps.SelectMany(step => step.Prefabs).Select(Of))}";

    public static string Of(PrefabReport report) =>
        $"{report}\n{string.Join('\n', report.Operations)}\n{string.Join('\n', report.Differences)}\n{report.Reason}\n{report.Error}\n{(report.Error as PrefabFailedException)?.OutputEnd}";
}
