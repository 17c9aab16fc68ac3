using System.Numerics;
using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class ConfigJsonSpecs
{
    private static readonly ConfigMap Everything = new()
    {
        ["nothing"] = null,
        ["yes"] = true,
        ["huge"] = BigInteger.Pow(10, 30),
        ["whole"] = 2.0,
        ["large"] = 1e20,
        ["text"] = "é \"x\"\n\u0001 <😀>",
        ["list"] = [1, ConfigValue.ListOf([]), new ConfigMap { ["a b"] = "c" }],
        ["map"] = new ConfigMap(),
    };

    [Fact]
    public void A_config_prints_indented() => Assert.Equal(
        """
        {
          "nothing": null,
          "yes": true,
          "huge": 1000000000000000000000000000000,
          "whole": 2.0,
          "large": 1E+20,
          "text": "é \"x\"\n\u0001 <\uD83D\uDE00>",
          "list": [
            1,
            [],
            {
              "a b": "c"
            }
          ],
          "map": {}
        }

        """,
        ConfigJson.Print(Everything));

    [Fact]
    public void What_is_printed_reads_back_equal() => Assert.Equal(Everything, ConfigText.Json(ConfigJson.Print(Everything)));

    [Fact]
    public void What_json_has_no_value_for_prints_as_a_text() => Assert.Equal(
        new ConfigMap { ["a"] = "NaN", ["b"] = "Infinity", ["c"] = "-Infinity", ["d"] = "***", ["e"] = "\uFFFD" },
        ConfigText.Json(ConfigJson.Print(new()
        {
            ["a"] = double.NaN,
            ["b"] = double.PositiveInfinity,
            ["c"] = double.NegativeInfinity,
            ["d"] = Secret.Of("hunter2"),
            ["e"] = "\ud800",
        })));
}
