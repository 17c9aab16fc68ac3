using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fluid;
using Fluid.Values;
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
        var folder = Path.Combine(bed.Repository, "bench", "Marchitect.Bench");
        var templates = Path.Combine(folder, "Templates");
        var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(templates, "variables.json"), bed.Cancel)).RootElement;
        using var jinja2 = new Jinja2Process(folder, templates);
        var times = new List<IReadOnlyList<string>>();
        var bytes = new List<IReadOnlyList<string>>();
        foreach (var (name, title) in Templates)
        {
            var ours = new Ours(await File.ReadAllTextAsync(Path.Combine(templates, name + ".j2"), bed.Cancel), json);
            var fluid = new Liquid(await File.ReadAllTextAsync(Path.Combine(templates, name + ".liquid"), bed.Cancel), json);
            var text = await jinja2.AskAsync("text", name);
            Expect($"{name}: ours", text, ours.Render());
            Expect($"{name}: Fluid's", text, fluid.Render());

            times.Add(await MeasureAsync(bed, $"parse {title}", ours.Parse, fluid.Parse, count => jinja2.AskAsync("load", name, count), count => jinja2.AskAsync("parse", name, count)));
            times.Add(await MeasureAsync(bed, $"render {title}", () => ours.Render(), () => fluid.Render(), count => jinja2.AskAsync("render", name, count), null));
            bytes.Add([title, Bytes(ours.Parse), Bytes(fluid.Parse), Bytes(() => ours.Render()), Bytes(() => fluid.Render()), Number(text.Length * sizeof(char))]);
        }

        report.Heading("Templates");
        report.Table(["", "µs, ours", "Jinja2", "Fluid", "times as fast as Jinja2", "as its parser alone", "as Fluid"], times);
        report.Text("Bytes allocated by one parse or rendering of ours and of Fluid's, and what the text itself takes.");
        report.Table(["", "parse, ours", "Fluid", "render, ours", "Fluid", "the text"], bytes);
    }

    private static async Task<IReadOnlyList<string>> MeasureAsync(
        Testbed bed, string title, Action ours, Action fluid, Func<int, Task> jinja2, Func<int, Task>? jinja2Alone)
    {
        var contest = new Contest(bed);
        var mine = await AddAsync(contest, "ours", Repeatedly(ours));
        var python = await AddAsync(contest, "Jinja2", jinja2);
        var other = await AddAsync(contest, "Fluid", Repeatedly(fluid));
        var alone = jinja2Alone is null ? null : await AddAsync(contest, "Jinja2's parser", jinja2Alone);
        await contest.RunAsync(bed.Rounds(15));
        return
        [
            title, Micro(mine), Micro(python), Micro(other),
            Contest.SpeedText(mine, python), alone is null ? "" : Contest.SpeedText(mine, alone), Contest.SpeedText(mine, other),
        ];
    }

    private static Func<int, Task> Repeatedly(Action action) => count =>
    {
        for (var i = 0; i < count; i++)
            action();
        return Task.CompletedTask;
    };

    /// <summary>Adds a way, repeated so often that a run takes a tenth of a second; by then it is compiled as well as it will be.</summary>
    private static async Task<Contest.Entry> AddAsync(Contest contest, string name, Func<int, Task> run)
    {
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
        return Number((GC.GetAllocatedBytesForCurrentThread() - before) / count);
    }

    private static string Micro(Contest.Entry entry) => Report.Number(entry.Seconds * 1_000_000);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

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

    private sealed class Ours(string source, JsonElement json)
    {
        private readonly Template _template = Template.Parse(source);
        private readonly Value _variables = Value.From(json);

        public void Parse() => Template.Parse(source);

        public string Render() => _template.Render(_variables);
    }

    private sealed class Liquid
    {
        private readonly FluidParser _parser = new(new FluidParserOptions { AllowFunctions = true });
        private readonly string _source;
        private readonly IFluidTemplate _template;
        private readonly TemplateOptions _options = new();
        private readonly (string Name, FluidValue Value)[] _variables;

        public Liquid(string source, JsonElement json)
        {
            _source = source;
            _template = _parser.Parse(source);
            _variables = [.. json.EnumerateObject().Select(p => (p.Name, FluidValue.Create(Plain(p.Value), _options)))];
        }

        public void Parse() => _parser.Parse(_source);

        public string Render()
        {
            // A context belongs to one rendering, as the values that a template sets are kept in it.
            var context = new TemplateContext(_options);
            foreach (var (name, value) in _variables)
                context.SetValue(name, value);
            return _template.Render(context);
        }

        private static object? Plain(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value)),
            JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetInt32(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }
}
