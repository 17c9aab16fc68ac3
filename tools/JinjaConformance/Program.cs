using System.Globalization;
using Marchitect.Jinja.Conformance;

// JinjaConformance FILE.jsonl: renders the cases of a file, tells each difference in a line, and counts. Exit status: 0 where
// nothing differs, 1 where something does, 2 where the file cannot be read.
if (args is not [var path])
{
    Console.Error.WriteLine("usage: JinjaConformance FILE.jsonl   (cases of template, variables and expected outcome, one JSON object a line)");
    return 2;
}

IReadOnlyList<ConformanceCase> cases;
try
{
    cases = ConformanceCase.ReadFile(path);
}
catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{path} cannot be read: {unreadable.Message}");
    return 2;
}
catch (FormatException malformed)
{
    Console.Error.WriteLine($"{path}, {malformed.Message}");
    return 2;
}

var failed = 0;
foreach (var each in cases)
{
    if (CaseRunner.Difference(each) is not { } got)
        continue;
    failed++;
    Console.WriteLine($"{each.Id}: template {OneLine.Quote(each.Template)}, expected {each.Expected}, got {got}");
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases.Count - failed} passed, {failed} failed"));
return failed == 0 ? 0 : 1;
