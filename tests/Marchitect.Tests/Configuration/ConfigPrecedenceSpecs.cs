using Xunit;

namespace Marchitect.Tests.Configuration;

public sealed class ConfigPrecedenceSpecs
{
    private static readonly string[] Layers =
        ["defaults of whiteprint precedence", "the default config of plan Site, by whiteprint Precedence", "the default config of plan Site, by alias 'second'",
         "step 1 of plan Site", "the run's config, by whiteprint Precedence", "the run's config, by alias 'second'"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_last_layer_that_sets_a_key_wins_and_is_known(int layers)
    {
        // Layer n sets level to n, and leaves a key of its own.
        var values = Enumerable.Range(1, 6).Select(n => n > layers ? new ConfigMap() : new() { ["level"] = n, [$"key{n}"] = true }).ToArray();

        var config = Merged(values);

        Assert.Equal(layers, config["level"].Integer);
        Assert.Equal(Layers[layers - 1], config["level"].Source?.Layer);
        for (var n = 1; n <= layers; n++)
            Assert.Equal(Layers[n - 1], config[$"key{n}"].Source?.Layer);
        Assert.Equal(layers + 1, config.Count);
    }

    [Fact]
    public void Maps_are_merged_deeply_and_each_value_knows_who_set_it()
    {
        var config = ConfigMerge.Merge(
        [
            new("lower", new() { ["tls"] = new ConfigMap { ["port"] = 443, ["keys"] = new ConfigMap { ["rsa"] = "a", ["ecdsa"] = "b" } } }),
            new("upper", new() { ["tls"] = new ConfigMap { ["keys"] = new ConfigMap { ["rsa"] = "c" }, ["hsts"] = true } }),
        ]);

        Assert.Equal(
            new() { ["tls"] = new ConfigMap { ["port"] = 443, ["keys"] = new ConfigMap { ["rsa"] = "c", ["ecdsa"] = "b" }, ["hsts"] = true } },
            config);
        Assert.Equal("upper", config["tls"]["keys"]["rsa"].Source?.Layer);
        Assert.Equal("lower", config["tls"]["keys"]["ecdsa"].Source?.Layer);
        Assert.Equal("tls.keys.ecdsa", config["tls"]["keys"]["ecdsa"].Path);
    }

    [Theory]
    [MemberData(nameof(Replacements))]
    public void What_is_no_map_is_replaced_whole(ConfigValue lower, ConfigValue upper)
    {
        var config = ConfigMerge.Merge([new("lower", new() { ["key"] = lower }), new("upper", new() { ["key"] = upper })]);

        Assert.Equal(upper, config["key"]);
    }

    public static TheoryData<ConfigValue, ConfigValue> Replacements { get; } = new()
    {
        { 3, "text" },
        { ConfigValue.ListOf([1, 2, 3]), ConfigValue.ListOf([4]) },
        { "text", new ConfigMap { ["now"] = "a map" } },
        { ConfigValue.Null, new ConfigMap { ["now"] = "a map" } },
        { new ConfigMap { ["a"] = 1 }, ConfigValue.Null },
    };

    [Fact]
    public void A_value_where_a_map_is_expected_is_an_error_that_tells_both_layers()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigMerge.Merge(
        [
            new("defaults of whiteprint nginx", new() { ["tls"] = new ConfigMap { ["port"] = 443 } }),
            new("step 2 of plan WebServer", new() { ["tls"] = "yes" }),
        ]));

        Assert.Equal("tls", error.Path);
        Assert.Equal(
            "config 'tls' should be a map, as in defaults of whiteprint nginx, but is a text; give a map (its keys are merged), or null to take 'tls' away (step 2 of plan WebServer)",
            error.Message);
    }

    [Fact]
    public void The_facts_key_is_reserved_in_every_layer_at_the_root_only()
    {
        var problems = new List<ConfigurationException>();

        ConfigMerge.Merge(
        [
            new("lower", new() { ["_target"] = 1 }),
            new("upper", new() { ["_target"] = new ConfigMap(), ["deeper"] = new ConfigMap { ["_target"] = "fine" } }),
        ], problems);

        Assert.Equal(["lower", "upper"], problems.Select(problem => problem.SetBy?.Layer));
        Assert.All(problems, problem => Assert.Equal("_target", problem.Path));
    }

    [Fact]
    public void A_whiteprint_is_told_from_another_of_the_same_name_by_its_class()
    {
        var plan = new TwoOfOneName();

        var steps = PlannedStep.AllOf(plan, new() { [typeof(Elsewhere.Precedence)] = new() { ["level"] = 7 } });

        Assert.Equal(["precedence", "precedence"], steps.Select(step => step.Name));
        Assert.Null(steps[0].Config.Find("level"));
        Assert.Equal(7, steps[1].Config["level"].Integer);
    }

    [Theory]
    [InlineData("secnod", "did you mean second?")]
    [InlineData("precendence", "did you mean precedence?")]
    [InlineData("something else", "names: precedence, second")]
    public void Config_for_a_name_that_no_step_has_is_an_error(string alias, string remedy)
    {
        var error = Assert.Throws<ConfigurationException>(() => PlannedStep.AllOf(new Site(new(), new(), new(), new()), new() { [alias] = new() }));

        Assert.Equal($"'{alias}' is neither a whiteprint of plan Site nor an alias of a step", error.What);
        Assert.Equal(remedy, error.Remedy);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_step()
    {
        var error = Assert.Throws<ConfigurationException>(() => PlannedStep.AllOf(
            new Site(new() { ["a"] = new ConfigMap() }, new() { ["_target"] = 1 }, new(), new() { ["a"] = 1 }),
            new() { ["other"] = new() }));

        Assert.Equal(
            [
                "'other' is neither a whiteprint of plan Site nor an alias of a step",
                "config '_target' is reserved for what the host tells of itself.",
                "config 'a' should be a map, as in defaults of whiteprint precedence, but is an integer.",
            ],
            error.Problems.Select(problem => problem.What));
        Assert.Equal("step 1 of 1 'second'", error.Problems[1].Where.ToString());
        Assert.StartsWith("the config has 3 problems.\n\n  'other' is neither a whiteprint of plan Site nor an alias of a step; names: precedence, second (the run's config)\n  step 1 'precedence' (alias second): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_steps_cannot_have_one_alias()
    {
        var error = Assert.Throws<ConfigurationException>(() => PlannedStep.AllOf(new OneAliasTwice(), SiteConfig.Empty));

        Assert.Equal("the alias 'same' of step 2 is taken by a step before it.", error.What);
    }

    [Fact]
    public void A_class_that_is_no_whiteprint_is_refused_where_it_is_written() =>
        Assert.Throws<ArgumentException>(() => new SiteConfig { [typeof(string)] = new() });

    private static ConfigMap Merged(ConfigMap[] values) => PlannedStep.AllOf(
        new Site(values[0], values[1], values[2], values[3]),
        new() { [typeof(Precedence)] = values[4], ["second"] = values[5] })[0].Config;

    // The run's whiteprint is made by new(), so its defaults come from the plan that is being merged.
    private sealed class Precedence : Whiteprint
    {
        [ThreadStatic]
        internal static ConfigMap? Defaults;

        public override ConfigMap DefaultConfig => Defaults ?? ConfigMap.Empty;

        protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static class Elsewhere
    {
        internal sealed class Precedence : Whiteprint
        {
            protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) => Task.CompletedTask;
        }
    }

    private sealed class Site(ConfigMap whiteprint, ConfigMap byWhiteprint, ConfigMap byAlias, ConfigMap step) : SitePlan
    {
        public override SiteConfig DefaultConfig => new() { [typeof(Precedence)] = byWhiteprint, ["second"] = byAlias };

        public override IReadOnlyList<Step> Plan
        {
            get
            {
                Precedence.Defaults = whiteprint;
                return [Step.Of<Precedence>(step, alias: "second")];
            }
        }
    }

    private sealed class TwoOfOneName : SitePlan
    {
        public override IReadOnlyList<Step> Plan
        {
            get
            {
                Precedence.Defaults = null;
                return [Step.Of<Precedence>(), Step.Of<Elsewhere.Precedence>()];
            }
        }
    }

    private sealed class OneAliasTwice : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Precedence>(alias: "same"), Step.Of<Precedence>(alias: "same")];
    }
}
