#:property PublishAot=false
// Adds up the results of all test programs and prints them as the last line: "N passed, N failed" and, where there are some,
// "N skipped". Exit status 0 only where tests ran and nothing failed.
//
//   dotnet run eng/tally.cs -- RESULTS_FOLDER [--strict] [--broken WHAT]... NAME...
//
// Each NAME is a test program that left NAME.status (its exit status) and NAME.xml (xunit's report) in the folder; one that
// left no report, or failed without a failed test, counts as a failure. So does each WHAT, a check other than the tests.
// With --strict a skipped test is a failure, but for the reasons below.

using System.Globalization;
using System.Xml.Linq;

// Reasons that no set-up of the machine can take away.
string[] allowedReasons =
[
    "SSH_HOST",   // specs that need a machine of one's own, given by these variables
];

var names = new List<string>();
var failures = new List<string>();
var isStrict = false;
for (var i = 1; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--strict": isStrict = true; break;
        case "--broken": failures.Add(args[++i]); break;
        default: names.Add(args[i]); break;
    }
}

int passed = 0, skipped = 0;
foreach (var name in names)
{
    var status = File.ReadAllText(Path.Combine(args[0], name + ".status")).Trim();
    var report = Path.Combine(args[0], name + ".xml");
    if (!File.Exists(report))
    {
        failures.Add($"{name} ended with status {status} and left no results");
        continue;
    }

    var known = failures.Count;
    foreach (var assembly in XDocument.Load(report).Descendants("assembly"))
    {
        foreach (var test in assembly.Descendants("test"))
        {
            var title = ((string?)test.Attribute("name"))?.Replace("\\\"", "\"") ?? "a test without a name";
            var reason = (string?)test.Element("reason") ?? "";
            switch ((string?)test.Attribute("result"))
            {
                case "Pass": passed++; break;
                case "Skip" when isStrict && !allowedReasons.Any(allowed => reason.Contains(allowed, StringComparison.Ordinal)):
                    failures.Add($"{title} was skipped, and nothing may be skipped here: {reason}");
                    break;
                case "Skip":
                    skipped++;
                    Console.WriteLine($"skipped: {title}: {reason}");
                    break;
                case "NotRun": break;
                default: failures.Add(title); break;
            }
        }

        // What went wrong outside a test, e.g. while a fixture was disposed.
        foreach (var error in assembly.Descendants("error"))
            failures.Add($"{name}: {(string?)error.Attribute("type")} {(string?)error.Attribute("name")} failed: {(string?)error.Descendants("message").FirstOrDefault()}");
    }

    if (status != "0" && failures.Count == known)
        failures.Add($"{name} ended with status {status}, though no test of it failed");
}

if (passed == 0 && failures.Count == 0)
    failures.Add("no test ran");
foreach (var failure in failures)
    Console.WriteLine($"failed: {failure}");
var line = string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failures.Count} failed");
Console.WriteLine(skipped == 0 ? line : string.Create(CultureInfo.InvariantCulture, $"{line}, {skipped} skipped"));
return failures.Count == 0 ? 0 : 1;
