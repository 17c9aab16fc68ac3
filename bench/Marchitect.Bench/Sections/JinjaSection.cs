using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marchitect.Jinja;

namespace Marchitect.Bench;

/// <summary>Templates: ours beside Jinja2 itself and beside Fluid, whose Liquid templates say the same.</summary>
internal static class JinjaSection
{
    private static readonly (string Name, string Title)[] Templates =
    [
        ("small", "5 lines"),
        ("nginx", "200 lines, as for nginx, with loops and macros"),
        ("loop", "a loop of 10,000"),
    ];

    public static async Task RunAsync(Testbed bed, Report report)
    {
        var bench = Path.Combine(bed.Repository, "bench");
        var folder = Path.Combine(bench, "Marchitect.Bench", "Templates");
        var variables = Value.From(JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "variables.json"), bed.Cancel)).RootElement);
        using var jinja2 = new EngineProcess("/usr/bin/python3", Path.Combine(bench, "Marchitect.Bench", "jinja2_bench.py"), folder);
        using var fluid = await FluidAsync(bench, folder);
        var times = new List<IReadOnlyList<string>>();
        var bytes = new List<IReadOnlyList<string>>();
        foreach (var (name, title) in Templates)
        {
            var source = await File.ReadAllTextAsync(Path.Combine(folder, name + ".j2"), bed.Cancel);
            var template = Template.Parse(source);
            var text = await jinja2.AskAsync("text", name);
            Expect($"{name}: ours", text, template.Render(variables));
            if (fluid is not null)
                Expect($"{name}: Fluid's", text, await fluid.AskAsync("text", name));

            times.Add(await MeasureAsync(bed, $"parse {title}", () => Template.Parse(source), Asking(jinja2, "load", name), Asking(jinja2, "parse", name), Asking(fluid, "parse", name)));
            times.Add(await MeasureAsync(bed, $"render {title}", () => template.Render(variables), Asking(jinja2, "render", name), null, Asking(fluid, "render", name)));
            bytes.Add(
            [
                title,
                Bytes(() => Template.Parse(source)), await TheirBytesAsync(fluid, "parse", name),
                Bytes(() => template.Render(variables)), await TheirBytesAsync(fluid, "render", name),
                Count(text.Length * sizeof(char)),
            ]);
        }

        report.Heading("Templates");
        report.Table(["", "µs, ours", "Jinja2", "Fluid", "times as fast as Jinja2", "as its parser alone", "as Fluid"], times);
        report.Text("Bytes allocated by one parse and by one rendering, and what the text itself takes:");
        report.Table(["", "parse, ours", "Fluid", "render, ours", "Fluid", "the text"], bytes);
    }

    /// <summary>Fluid, or null where it was not built or does not run: not every package source has all that it needs.</summary>
    private static async Task<EngineProcess?> FluidAsync(string bench, string folder)
    {
        var program = Path.Combine(bench, "Marchitect.Bench.Fluid", "bin", "Release", "net10.0", "Marchitect.Bench.Fluid.dll");
        if (!File.Exists(program))
            return null;
        var fluid = new EngineProcess("dotnet", program, folder);
        try
        {
            await fluid.AskAsync("text", Templates[0].Name);
            return fluid;
        }
        catch (IOException)
        {
            Console.Error.WriteLine("   Fluid does not run here, as told above; it is left out.");
            fluid.Dispose();
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>> MeasureAsync(
        Testbed bed, string title, Action ours, Func<int, Task>? jinja2, Func<int, Task>? jinja2Parser, Func<int, Task>? fluid)
    {
        var contest = new Contest(bed);
        var mine = await AddAsync(contest, "ours", count =>
        {
            for (var i = 0; i < count; i++)
                ours();
            return Task.CompletedTask;
        });
        var whole = await AddAsync(contest, "Jinja2", jinja2);
        var alone = await AddAsync(contest, "its parser", jinja2Parser);
        var other = await AddAsync(contest, "Fluid", fluid);
        await contest.RunAsync(bed.Rounds(15));
        return [title, Micro(mine), Micro(whole), Micro(other), Speed(whole), Speed(alone), Speed(other)];

        string Speed(Contest.Entry? beside) => beside is null ? "" : Contest.SpeedText(mine!, beside);
    }

    private static Func<int, Task>? Asking(EngineProcess? engine, string verb, string name) => engine is null ? null : count => engine.AskAsync(verb, name, count);

    /// <summary>Adds a way, repeated so often that a run takes a tenth of a second; by then it is compiled as well as it will be.</summary>
    private static async Task<Contest.Entry?> AddAsync(Contest contest, string name, Func<int, Task>? run)
    {
        if (run is null)
            return null;
        var began = Stopwatch.GetTimestamp();
        var count = 1;
        for (var isLong = false; !isLong || Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1);)
        {
            var start = Stopwatch.GetTimestamp();
            await run(count);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            isLong = seconds >= 0.1;
            if (!isLong)
                count = Math.Max(count + 1, (int)(count * Math.Min(10, 0.12 / seconds)));
        }
        return contest.Add(name, () => run(count), times: count);
    }

    private static string Bytes(Action action)
    {
        const int count = 10;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
            action();
        return Count((GC.GetAllocatedBytesForCurrentThread() - before) / count);
    }

    private static async Task<string> TheirBytesAsync(EngineProcess? engine, string verb, string name) =>
        engine is null ? "" : Count(long.Parse(await engine.AskAsync(verb, name, 10), CultureInfo.InvariantCulture));

    private static string Micro(Contest.Entry? entry) => entry is null ? "" : Report.Number(entry.Seconds * 1_000_000);

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Expect(string whose, string expected, string text)
    {
        if (text != expected)
            throw new MarchitectException($"{whose} text is not Jinja2's. From the first difference on: {Rest(text)} instead of {Rest(expected)}");

        string Rest(string of)
        {
            var at = expected.AsSpan().CommonPrefixLength(text);
            return $"'{of[at..Math.Min(of.Length, at + 60)]}'";
        }
    }
}
