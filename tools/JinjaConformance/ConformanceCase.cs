using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marchitect.Jinja.Conformance;

/// <summary>A template, what it is rendered with, and what that should come to.</summary>
/// <param name="Id">What the case is called.</param>
/// <param name="Template">The source.</param>
/// <param name="Variables">A JSON object.</param>
/// <param name="Options">A JSON object in Jinja2's spelling, or nothing (<see cref="CaseOptions"/>).</param>
/// <param name="Includes">Further templates by name, or null, and then there is no loader at all.</param>
/// <param name="Expected">What it should come to.</param>
internal sealed record ConformanceCase(
    string Id, string Template, JsonElement Variables, JsonElement Options, IReadOnlyDictionary<string, string>? Includes, Outcome Expected)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 1000 };
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;

    /// <summary>All cases of a file, one a line; empty lines are passed over.</summary>
    /// <exception cref="FormatException">A line is no case; the message names it.</exception>
    public static IReadOnlyList<ConformanceCase> ReadFile(string path)
    {
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(path);
        if (rest.Span.StartsWith("\uFEFF"u8))
            rest = rest[3..];
        var cases = new List<ConformanceCase>();
        for (var number = 1; rest.Length > 0; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).Length == 0)
                continue;
            try
            {
                cases.Add(Parse(JsonDocument.Parse(line, Reading).RootElement, $"line {number}", expected: null));
            }
            catch (JsonException fault)
            {
                // Its own words end with a place in what it was given, which is one line here.
                throw new FormatException($"line {number}: not JSON at byte {fault.BytePositionInLine + 1}: {fault.Message.Split(" LineNumber:")[0]}", fault);
            }
            // InvalidOperationException: an escape in a text that is half a character.
            catch (Exception fault) when (fault is FormatException or InvalidOperationException)
            {
                throw new FormatException($"line {number}: {fault.Message}", fault);
            }
        }
        return cases;
    }

    /// <summary>A case made here rather than read.</summary>
    public static ConformanceCase Of(JsonObject definition, Outcome expected) =>
        Parse(JsonDocument.Parse(definition.ToJsonString(), Reading).RootElement, "case", expected);

    private static ConformanceCase Parse(JsonElement json, string name, Outcome? expected)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("a case is a JSON object");
        return new(
            Text(json, "id") ?? name,
            Text(json, "template") ?? throw new FormatException("the case has no 'template'"),
            Map(json, "vars") ?? Empty,
            Map(json, "options") ?? Empty,
            Map(json, "includes")?.EnumerateObject().Select(p => (p.Name, Text: TextOf(p.Value, p.Name)))
                .GroupBy(p => p.Name).ToDictionary(g => g.Key, g => g.Last().Text),
            expected ?? ExpectedOf(json));
    }

    private static Outcome ExpectedOf(JsonElement json)
    {
        if (Text(json, "error") is { } error)
            return new(null, error, json.TryGetProperty("line", out var at) && at.ValueKind == JsonValueKind.Number ? at.GetInt32() : null, Text(json, "message"));
        return new(Text(json, "output") ?? throw new FormatException("the case has neither 'output' nor 'error'"), null);
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? TextOf(value, key) : null;

    private static string TextOf(JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"'{key}' is not a text");

    private static JsonElement? Map(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Object ? value : throw new FormatException($"'{key}' is not an object");
    }
}
