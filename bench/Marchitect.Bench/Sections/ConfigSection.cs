using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marchitect.Bench;

/// <summary>How long the config of many hosts takes to be read, merged and checked.</summary>
internal static class ConfigSection
{
    private const int Hosts = 500;
    private const int Settings = 20;

    public static async Task RunAsync(Testbed bed, Report report)
    {
        var each = Path.Combine(Path.GetTempPath(), $"marchitect-bench-{Environment.ProcessId}.json");
        try
        {
            await File.WriteAllTextAsync(each, FileOf());
            var config = SiteConfig.FromFile(each);
            var plan = new BenchSite();
            var contest = new Contest(bed);
            var parse = contest.Add("System.Text.Json parses the file", () => Task.FromResult(ParseOnly(each)));
            var read = contest.Add("the file is read, each value with its line", () => Task.FromResult(SiteConfig.FromFile(each)));
            var check = contest.Add($"all {Hosts} hosts are merged, checked and bound", () => Task.FromResult(Check(plan, config)));
            await contest.RunAsync(bed.Rounds(15));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Check(plan, config);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            report.Heading("Config");
            report.Text($"A JSON file that sets {Settings} settings of a record for each of {Hosts} hosts, {Settings * Hosts:N0} values. Beside it, what parsing the file alone takes.");
            report.Table(
                ["", "ms", "times the parsing"],
                [.. new[] { parse, read, check }.Select(entry => (IReadOnlyList<string>)[entry.Name, Report.Number(entry.Seconds * 1000), Report.Number(entry.Seconds / parse.Seconds)])]);
            report.Text($"Allocated for all hosts: {allocated / 1024.0 / 1024.0:0.0} MiB.");
        }
        finally
        {
            File.Delete(each);
        }
    }

    private static int ParseOnly(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.EnumerateObject().Count();
    }

    private static int Check(BenchSite plan, SiteConfig config)
    {
        var options = new RunOptions { Config = config };
        return Enumerable.Range(0, Hosts).Sum(host => plan.ReadConfig($"host{host}", options).Count);
    }

    private static string FileOf()
    {
        var text = new StringBuilder("{\"hosts\": {");
        for (var host = 0; host < Hosts; host++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(host == 0 ? "" : ",")}\n\"host{host}\": {{\"bench_service\": {{");
            for (var i = 0; i < Settings / 4; i++)
                text.Append(CultureInfo.InvariantCulture, $"\"text{i}\": \"value {host}\", \"number{i}\": {host}, \"is_on{i}\": true, \"names{i}\": [\"a\", \"b\"]{(i == (Settings / 4) - 1 ? "" : ", ")}");
            text.Append("}}");
        }
        return text.Append("\n}}").ToString();
    }
}
