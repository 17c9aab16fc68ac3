using static Marchitect.ConfigSchema;

namespace Marchitect.Tests.Configuration;

/// <summary>Schemas without a record: what fits, what does not, and how that is told.</summary>
public sealed class ConfigSchemaSpecs
{
    // The schema of a key, its value, and what the config then holds or what is told.
    public static TheoryData<string, ConfigSchema, ConfigValue, string> Values { get; } = new()
    {
        { "text", Text, "a", "\"a\"" },
        { "text", Text, 1, "key must be a text, and is 1 (test)" },
        { "no text", Text, ConfigValue.Null, "key cannot be null, a text is expected (test)" },
        { "nullable", Text.OrNull(), ConfigValue.Null, "null" },
        { "integer", Integer, 5, "5" },
        { "integer", Integer, 5.0, "key must be an integer, and is 5.0 (test)" },
        { "at least", Integer.AtLeast(2), 1, "key must be an integer of at least 2, and is 1 (test)" },
        { "at most", Integer.AtMost(2), 3, "key must be an integer of at most 2, and is 3 (test)" },
        { "between", Integer.Between(1, 3), 3, "3" },
        { "between", Integer.Between(1, 3), 4, "key must be an integer from 1 to 3, and is 4 (test)" },
        { "number", Number, 5, "5" },
        { "number", Number.Between(0.5, 1.5), 1.25, "1.25" },
        { "number", Number.Between(0.5, 1.5), 2, "key must be a number from 0.5 to 1.5, and is 2 (test)" },
        { "number", Number, double.NaN, "NaN" },
        { "number", Number.AtLeast(0), double.NaN, "key must be a number of at least 0, and is NaN (test)" },
        { "bool", Bool, true, "true" },
        { "bool", Bool, "true", "key must be true or false, and is \"true\" (test)" },
        { "secret", ConfigSchema.SecretText, "p", "***" },
        { "secret", ConfigSchema.SecretText, 1, "key must be a secret (a text, or a map that says where it comes from), and is 1 (test)" },
        { "anything", Anything, ConfigValue.ListOf([1, "a"]), "[1, \"a\"]" },
        { "list", ListOf(Integer), ConfigValue.ListOf([1, 2]), "[1, 2]" },
        { "list", ListOf(Integer), ConfigValue.ListOf([1, "x", 2, "y"]), "key[1] must be an integer, and is \"x\" (test)|key[3] must be an integer, and is \"y\" (test)" },
        { "list", ListOf(Integer).Length(1, 2), ConfigValue.ListOf([]), "key must be a list of 1 to 2 items, and is an empty list (test)" },
        { "list", ListOf(Integer).AtMost(1), ConfigValue.ListOf([1, 2]), "key must be a list of at most 1 item, and is a list of 2 items (test)" },
        { "map", MapOf(Bool), new ConfigMap { ["a b"] = true }, "{\"a b\": true}" },
        { "map", MapOf(Bool), new ConfigMap { ["a b"] = 1 }, "key[\"a b\"] must be true or false, and is 1 (test)" },
        { "map", MapOf(Bool), new ConfigMap { ["a"] = ConfigValue.Null }, "key.a cannot be null, true or false is expected (test)" },
        { "map", MapOf(Bool).NullRemoves(), new ConfigMap { ["a"] = ConfigValue.Null, ["b"] = true }, "{\"b\": true}" },
        { "map", MapOf(Bool).AtLeast(1), new ConfigMap(), "key must be a map of at least 1 entry, and is an empty map (test)" },
        { "one of", OneOf("http", "https", 80), 80, "80" },
        { "one of", OneOf("http", "https", 80), "htpp", "key must be one of http, https, 80, and is \"htpp\"; did you mean http? (test)" },
        { "any of", AnyOf(Integer, Text), "a", "\"a\"" },
        { "any of", AnyOf(Integer, Text), true, "key must be an integer or a text, and is true (test)" },
        { "any of", AnyOf(Integer, new MapSchema { ["port"] = Integer }), new ConfigMap { ["port"] = "x" }, "key.port must be an integer, and is \"x\" (test)" },
        { "pattern", Text.Matching("^[a-z]+$"), "ab", "\"ab\"" },
        { "pattern", Text.Matching("^[a-z]+$"), "a1", "key must be a text that matches ^[a-z]+$, and is \"a1\" (test)" },
        { "pattern that never ends", Text.Matching("^(a+)+$"), new string('a', 40) + "!", $"key must be a text that matches ^(a+)+$, and is \"{new string('a', 40)}!\" (test)" },
        { "length", Text.Length(2, 3), "abcd", "key must be a text of 2 to 3 characters, and is \"abcd\" (test)" },
        { "length", Text.AtLeast(1), "", "key must be a text that is not empty, and is \"\" (test)" },
        { "predicate", Integer.Where(number => number.Integer % 2 == 0, "must be even"), 3, "key must be even, and is 3 (test)" },
        { "predicate after kind", Integer.Where(number => number.Integer % 2 == 0, "must be even"), "x", "key must be an integer, and is \"x\" (test)" },
        { "conversion", Text.Convert(text => int.Parse(text.Text, System.Globalization.CultureInfo.InvariantCulture)), "42", "42" },
        { "conversion", Text.Convert(_ => throw new FormatException("No such size.")), "x", "key is not right: No such size, and is \"x\" (test)" },
        { "two conversions", Integer.Convert(n => n.Integer + 1).Convert(n => n.Integer * 2), 1, "4" },
        { "saying", Text.Matching("^/").Saying("must be a path from the root"), "etc", "key must be a path from the root, and is \"etc\" (test)" },
        { "nested", new MapSchema { ["a"] = new MapSchema { ["b"] = Integer.Or(7) } }, new ConfigMap { ["a"] = new ConfigMap() }, "{\"a\": {\"b\": 7}}" },
        { "nested", new MapSchema { ["a"] = Integer, ["b"] = Text }, new ConfigMap { ["other"] = 1 }, "key.other is not a setting; settings of key: a, b (test)|key.a is required, and nothing sets it; an integer is expected (test)|key.b is required, and nothing sets it; a text is expected (test)" },
        { "no map", new MapSchema { ["a"] = Integer }, 1, "key must be a map, and is 1 (test)" },
        { "a secret where none is wanted", Text, Secret.Of("p"), "key must be a text, and is a secret; make it a Secret in the record or the schema (test)" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_fits_or_is_told(string what, ConfigSchema schema, ConfigValue value, string result)
    {
        Assert.NotEmpty(what);
        Assert.Equal(result, Told(new MapSchema { ["key"] = schema }, new() { ["key"] = value }));
    }

    [Fact]
    public void A_key_that_is_left_out_has_its_default_or_is_not_there()
    {
        var schema = new MapSchema { ["given"] = Text.Or("d"), ["optional"] = Integer.Optional() };

        var tree = schema.Check(ConfigMerge.Merge([new("test", ConfigMap.Empty)]), new ConfigCheck());

        Assert.Equal("{\"given\": \"d\"}", tree.ToString());
        Assert.Equal("the default of the schema", tree["given"].Source?.Layer);
    }

    [Fact]
    public void Null_gives_the_default_back_only_where_the_schema_says_so()
    {
        Assert.Equal("\"d\"", Told(new MapSchema { ["key"] = Text.Or("d").NullRemoves() }, new() { ["key"] = ConfigValue.Null }));
        Assert.Equal("key cannot be null, a text is expected (test)", Told(new MapSchema { ["key"] = Text.Or("d") }, new() { ["key"] = ConfigValue.Null }));
    }

    [Fact]
    public void What_is_said_of_the_wrong_kind_fails_where_it_is_written()
    {
        Assert.Throws<InvalidOperationException>(() => Text.Between(1, 2).ToString());
        Assert.Throws<InvalidOperationException>(() => Integer.Matching("a").ToString());
        Assert.Throws<InvalidOperationException>(() => Bool.Length(1, 2).ToString());
        Assert.ThrowsAny<ArgumentException>(() => Text.Matching("("));
        Assert.Throws<ArgumentException>(() => OneOf());
        var same = "a";
        Assert.Throws<ArgumentException>(() => new MapSchema { ["a"] = Text, [same] = Integer });
    }

    private static string Told(MapSchema schema, ConfigMap config)
    {
        var check = new ConfigCheck();
        var tree = schema.Check(ConfigMerge.Merge([new("test", config)]), check);
        return check.Count == 0 ? tree["key"].ToString() : string.Join('|', check.Problems.Select(problem => problem.Message));
    }
}
