using System.Globalization;
using System.Text.Json;
using Fluid;
using Fluid.Values;

// Does what it is told so many times, then answers with a line of JSON, as jinja2_bench.py does:
//
//     VERB NAME COUNT     on stdin: parse, render, or text, which answers with what rendering gives.
//
// Other answers are the bytes that each one allocated. Templates and variables are those of the folder given.
var folder = args[0];
var parser = new FluidParser(new FluidParserOptions { AllowFunctions = true });
var options = new TemplateOptions();
var variables = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "variables.json"))).RootElement
    .EnumerateObject().Select(p => (p.Name, Value: FluidValue.Create(Plain(p.Value), options))).ToArray();
var sources = Directory.GetFiles(folder, "*.liquid").ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
var templates = sources.ToDictionary(s => s.Key, s => parser.Parse(s.Value));

while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ');
    var count = int.Parse(words[2], CultureInfo.InvariantCulture);
    var (source, template) = (sources[words[1]], templates[words[1]]);
    var before = GC.GetAllocatedBytesForCurrentThread();
    for (var i = 0; i < count; i++)
    {
        if (words[0] == "parse")
            parser.Parse(source);
        else
            Render(template);
    }
    var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
    Console.WriteLine(JsonSerializer.Serialize(words[0] == "text" ? Render(template) : bytes.ToString(CultureInfo.InvariantCulture)));
}

string Render(IFluidTemplate template)
{
    // A context belongs to one rendering, as the values that a template sets are kept in it.
    var context = new TemplateContext(options);
    foreach (var (name, value) in variables)
        context.SetValue(name, value);
    return template.Render(context);
}

static object? Plain(JsonElement json) => json.ValueKind switch
{
    JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value)),
    JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
    JsonValueKind.String => json.GetString(),
    JsonValueKind.Number => json.GetInt32(),
    JsonValueKind.True => true,
    JsonValueKind.False => false,
    _ => null,
};
