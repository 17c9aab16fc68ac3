using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Marchitect.Jinja.Tests.Rendering;

/// <summary>Values come in without ceremony.</summary>
public sealed partial class ValueConversionSpecs
{
    private static string Show(Value value) => Template.Parse("{{ v }}").Render(new Dictionary<string, Value> { ["v"] = value });

    public static TheoryData<object?, string> Plain => new()
    {
        { null, "None" },
        { true, "True" },
        { 42, "42" },
        { long.MinValue, "-9223372036854775808" },
        { ulong.MaxValue, "18446744073709551615" },
        { BigInteger.Pow(10, 30), "1000000000000000000000000000000" },
        { (byte)7, "7" },
        { 1.0, "1.0" },
        { 0.1f, "0.1" },
        { 1.50m, "1.5" },
        { 'c', "c" },
        { "text", "text" },
        { DayOfWeek.Friday, "Friday" },
        { new Uri("https://example.org/"), "https://example.org/" },
        { new DateOnly(2026, 1, 2), "2026-01-02" },
        { new[] { 1, 2 }, "[1, 2]" },
        { new List<object?> { "a", null, true }, "['a', None, True]" },
        { (1, "b"), "(1, 'b')" },
        { new Dictionary<string, int> { ["b"] = 1, ["a"] = 2 }, "{'b': 1, 'a': 2}" },
        { new Dictionary<int, string> { [1] = "x" }, "{1: 'x'}" },
        { new Dictionary<string, object?> { ["a"] = new[] { 1.5 } }, "{'a': [1.5]}" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public void Plain_objects_become_the_value_one_expects(object? plain, string expected) => Assert.Equal(expected, Show(Value.From(plain)));

    [Theory]
    [InlineData("""{"b": 1, "a": [1.0, 1e2, null, true, "x"]}""", "{'b': 1, 'a': [1.0, 100.0, None, True, 'x']}")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Json_keeps_its_order_and_the_kinds_of_its_numbers(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(expected, Show(Value.From(document.RootElement)));
        Assert.Equal(expected, Show(Value.From(JsonNode.Parse(json))));
    }

    [Fact]
    public void Members_of_records_are_found_as_written_and_in_snake_case()
    {
        var site = new Site("example.org", 443, new("ada"));

        Assert.Equal(
            "example.org 443 ada ada",
            Template.Parse("{{ ServerName }} {{ https_port }} {{ owner.name }} {{ Owner['Name'] }}").Render(site));
    }

    [Fact]
    public void A_misspelt_member_is_an_error_that_names_it()
    {
        var error = Assert.Throws<UndefinedException>(() => Template.Parse("{{ owner.nmae }}").Render(new Site("x", 1, new("ada"))));

        Assert.Equal("nmae", error.Name);
    }

    [Theory]
    [InlineData("{{ s.GetType() }}")]
    [InlineData("{{ s.__class__ }}")]
    [InlineData("{{ s.Length }}")]
    [InlineData("{{ owner.ToString() }}")]
    [InlineData("{{ owner.EqualityContract }}")]
    [InlineData("{{ owner.Secret }}")]
    [InlineData("{{ ''.__class__.__mro__ }}")]
    public void Nothing_of_the_host_program_is_reached_but_what_was_passed_in(string source) =>
        Assert.Throws<UndefinedException>(() => Template.Parse(source).Render(new { s = "text", owner = new Owner("ada") }));

    [Fact]
    public void A_record_of_the_programs_own_making_answers_for_itself() =>
        Assert.Equal("asked for shoe", Template.Parse("{{ r.shoe }}").Render(new { r = new Oracle() }));

    [Fact]
    public void A_json_contract_names_the_members() =>
        Assert.Equal(
            "example.org ada",
            Template.Parse("{{ server_name }} {{ owner.name }}").Render(Value.From(new Site("example.org", 443, new("ada")), Contracts.Default.Site)));

    [Fact]
    public void What_is_passed_in_stays_as_it_was()
    {
        var list = new List<int> { 1 };

        Assert.Equal("[1, 2]", Template.Parse("{% set _ = l.append(2) %}{{ l }}").Render(new { l = list }));
        Assert.Equal([1], list);
    }

    [Fact]
    public void A_collection_that_holds_itself_is_refused()
    {
        var list = new List<object?>();
        list.Add(list);

        Assert.Throws<ArgumentException>(() => Value.From(list));
    }

    [Fact]
    public void Variables_must_be_a_map() => Assert.Throws<ArgumentException>(() => Template.Parse("").Render(Value.List([1, 2])));

    public sealed record Owner(string Name)
    {
        internal string Secret => Name + " hidden";
    }

    public sealed record Site(string ServerName, int HttpsPort, Owner Owner);

    private sealed class Oracle : ITemplateRecord
    {
        public IEnumerable<string> MemberNames => [];

        public bool TryGetMember(string name, out Value value)
        {
            value = $"asked for {name}";
            return true;
        }
    }

    [JsonSerializable(typeof(Site))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    private sealed partial class Contracts : JsonSerializerContext;
}
