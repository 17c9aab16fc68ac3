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

    public static bool IsOne(JsonObject definition, Outcome outcome) =>
        Array.Exists(InTemplates, ((string)definition["template"]!).Contains)
        || Array.Exists(InOutcomes, outcome.Output is { } output ? output.Contains : _ => false);
}
