using System.Text.Json.Nodes;
using Marchitect.Jinja.Conformance;

namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>What random templates may run into that is Python's alone, and not compared.</summary>
internal static class Curiosities
{
    private static readonly string[] InTemplates =
    [
        "random", "lipsum",   // chance
        "__",                 // the insides of Python's objects
    ];

    private static readonly string[] InOutcomes =
    [
        " at 0x",   // addresses of objects
        "<class '", "<built-in ", "<method ",
    ];

    private static readonly string[] InMessages =
    [
        "object has no attribute 'nodes'",   // a statement in a required block: the oracle fails while it looks for what it then refuses
    ];

    public static bool IsOne(JsonObject definition, Outcome outcome) =>
        Array.Exists(InTemplates, ((string)definition["template"]!).Contains)
        || (outcome.Output is { } output && Array.Exists(InOutcomes, output.Contains))
        || (outcome.Message is { } message && Array.Exists(InMessages, message.Contains));
}
