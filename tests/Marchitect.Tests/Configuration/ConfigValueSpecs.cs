using System.Numerics;
using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class ConfigValueSpecs
{
    private static readonly ConfigMap Everything = new()
    {
        ["nothing"] = null,
        ["yes"] = true,
        ["workers"] = 4,
        ["bytes"] = 1L << 40,
        ["huge"] = BigInteger.Pow(10, 30),
        ["ratio"] = 1.5,
        ["whole"] = 2.0,
        ["server_name"] = "example.org",
        ["aliases"] = ["a", "b"],
        ["mixed"] = [1, "two", null!, new ConfigMap { ["three"] = 3 }],
        ["empty"] = [],
        ["tls"] = new ConfigMap { ["port"] = 443 },
    };

    [Fact]
    public void What_is_written_is_read_back_as_its_kind()
    {
        Assert.True(Everything["nothing"].IsNull);
        Assert.True(Everything["yes"].Bool);
        Assert.Equal(4, Everything["workers"].Integer);
        Assert.Equal(1L << 40, Everything["bytes"].Integer);
        Assert.Equal(BigInteger.Pow(10, 30), Everything["huge"].BigInteger);
        Assert.Equal(1.5, Everything["ratio"].Float);
        Assert.Equal(4.0, Everything["workers"].Float);
        Assert.Equal("example.org", Everything["server_name"].Text);
        Assert.Equal(["a", "b"], Everything["aliases"].List.Select(alias => alias.Text));
        Assert.Equal(3, Everything["mixed"][3]["three"].Integer);
        Assert.Empty(Everything["empty"].List);
        Assert.Equal(443, Everything["tls"]["port"].Integer);
        Assert.Equal(443, Everything["tls"].Map["port"].Integer);
    }

    [Theory]
    [InlineData(2.0, "2.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(-1e16, "-10000000000000000.0")]
    [InlineData(1e17, "1E+17")]
    [InlineData(0.1, "0.1")]
    public void A_float_is_never_printed_as_an_integer(double number, string text) => Assert.Equal(text, ((ConfigValue)number).ToString());

    [Fact]
    public void It_shows_itself_in_the_way_of_json_in_the_order_written() => Assert.Equal(
        "{'nothing': null, 'yes': true, 'workers': 4, 'bytes': 1099511627776, 'huge': 1000000000000000000000000000000, "
        + "'ratio': 1.5, 'whole': 2.0, 'server_name': 'example.org', 'aliases': ['a', 'b'], "
        + "'mixed': [1, 'two', null, {'three': 3}], 'empty': [], 'tls': {'port': 443}}",
        Everything.ToString().Replace('"', '\''));

    [Theory]
    [InlineData("nothing", ConfigKind.Null)]
    [InlineData("yes", ConfigKind.Bool)]
    [InlineData("workers", ConfigKind.Integer)]
    [InlineData("ratio", ConfigKind.Float)]
    [InlineData("server_name", ConfigKind.Text)]
    [InlineData("aliases", ConfigKind.List)]
    [InlineData("tls", ConfigKind.Map)]
    public void A_value_read_as_another_kind_is_an_error(string key, ConfigKind kind)
    {
        var value = Everything[key];

        Assert.Equal(kind, value.Kind);
        (ConfigKind Kind, Func<object> Read)[] readers =
        [
            (ConfigKind.Bool, () => value.Bool), (ConfigKind.Integer, () => value.Integer), (ConfigKind.Text, () => value.Text),
            (ConfigKind.List, () => value.List), (ConfigKind.Map, () => value.Map),
        ];
        foreach (var reader in readers.Where(reader => reader.Kind != kind))
            Assert.Throws<ConfigurationException>(reader.Read);
    }

    [Fact]
    public void The_error_tells_path_both_kinds_and_who_set_it_but_not_the_value()
    {
        var config = ConfigMerge.Merge([new("step 3 of plan WebServer", new() { ["sites"] = [new ConfigMap { ["port"] = "hunter2" }] })]);

        var error = Assert.Throws<ConfigurationException>(() => config["sites"][0]["port"].Integer);

        Assert.Equal("config 'sites[0].port' should be an integer, but is a text (step 3 of plan WebServer)", error.Message);
    }

    [Theory]
    [InlineData("server_nmae", "Did you mean 'server_name'? Known keys: server_name, workers.")]
    [InlineData("Workers", "Did you mean 'workers'? Known keys: server_name, workers.")]
    [InlineData("tls", "Known keys: server_name, workers.")]
    public void A_missing_key_tells_what_there_is(string key, string remedy)
    {
        var config = ConfigMerge.Merge([new("step", new() { ["server_name"] = "x", ["workers"] = 2 })]);

        var error = Assert.Throws<ConfigurationException>(() => config[key]);

        Assert.Equal($"config '{key}' is missing.", error.What);
        Assert.Equal(remedy, error.Remedy);
    }

    [Fact]
    public void A_key_that_need_not_be_there_is_found_or_null()
    {
        Assert.Null(Everything.Find("none"));
        Assert.Equal(2, Everything.Find("none")?.Integer ?? 2);
        Assert.Equal(4, Everything.Find("workers")?.Integer ?? 2);
    }

    [Fact]
    public void An_integer_too_large_for_64_bits_says_so()
    {
        Assert.Throws<ConfigurationException>(() => Everything["huge"].Integer);
        Assert.Throws<ConfigurationException>(() => Everything["aliases"][2]);
    }

    [Fact]
    public void Values_are_equal_by_content_whoever_set_them()
    {
        var placed = ConfigMerge.Merge([new("a", Everything)]);

        Assert.Equal(Everything, placed);
        Assert.Equal(Everything.GetHashCode(), placed.GetHashCode());
        Assert.NotEqual((ConfigValue)1, (ConfigValue)1.0);
        Assert.Equal(new ConfigMap { ["a"] = 1, ["b"] = 2 }, new ConfigMap { ["b"] = 2, ["a"] = 1 });
        Assert.NotEqual(new ConfigMap { ["a"] = 1 }, new ConfigMap { ["a"] = 1, ["b"] = 2 });
    }

    [Fact]
    public void A_key_that_stands_twice_is_refused_where_it_is_written()
    {
        var key = "a";

        Assert.Throws<ArgumentException>(() => new ConfigMap { ["a"] = 1, [key] = 2 });
    }
}
