using System.Text.Json.Nodes;

namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>What random templates are rendered with; the grammar knows the names by their kind.</summary>
internal static class Variables
{
    public static readonly string[] Integers = ["i", "n", "z", "big"];
    public static readonly string[] Floats = ["f", "g", "h"];
    public static readonly string[] Texts = ["s", "t", "e", "u", "m", "num"];
    public static readonly string[] Lists = ["xs", "ys", "mixed", "empty", "pairs", "recs"];
    public static readonly string[] Maps = ["d", "nest", "recs[0]", "ages"];
    public static readonly string[] Others = ["yes", "no", "nil", "missing", "d.missing", "nest.inner.list", "recs[1].tags"];

    public static JsonNode ToJson() => JsonNode.Parse(
        """
        {
          "i": 7, "n": -3, "z": 0, "big": 123456789012345678901234567890,
          "f": 2.5, "g": -0.125, "h": 1e22,
          "s": "hello World", "t": "a<b>&\"c\" 'd'", "e": "", "u": "žlutý kůň €😀 ßİ", "m": " two\n  lines\t", "num": "42",
          "yes": true, "no": false, "nil": null,
          "xs": [3, 1, 2], "ys": ["b", "A", "c", "b"], "mixed": [1, 1.5, true, "x", null, [1, 2], {"k": "v"}], "empty": [],
          "pairs": [["a", 1], ["b", 2]],
          "d": {"a": 1, "b": 2, "Key": "v", "items": "own"}, "nest": {"inner": {"list": [1, 2, {"k": "v"}]}, "on": true},
          "recs": [{"name": "x", "age": 3, "tags": ["p", "q"]}, {"name": "Y", "age": 1, "tags": []}, {"name": "z", "age": 3, "tags": ["r"]}],
          "ages": {"ann": 30, "Bob": 4, "eve": 30.5}
        }
        """)!;
}
