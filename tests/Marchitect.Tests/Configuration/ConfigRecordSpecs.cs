using System.Net;
using System.Numerics;

namespace Marchitect.Tests.Configuration;

public sealed class ConfigRecordSpecs
{
    [Fact]
    public void What_nothing_sets_has_the_defaults_of_the_record()
    {
        var (tree, record) = Bind<EveryKind, RecordKinds>(new() { ["server_name"] = "example.org" });

        var expected = new RecordKinds { ServerName = "example.org" };
        Assert.Equal(2, record.Workers);
        Assert.Equal(200, record.Small);
        Assert.Equal(expected.Large, record.Large);
        Assert.Equal(expected.Largest, record.Largest);
        Assert.Equal(expected.AnySize, record.AnySize);
        Assert.Equal(9.99m, record.Price);
        Assert.Equal(1.5f, record.Less);
        Assert.Null(record.Comment);
        Assert.Null(record.Limit);
        Assert.Equal(LogLevel.VeryLoud, record.LogLevel);
        Assert.Equal(TimeSpan.FromSeconds(90), record.Timeout);
        Assert.Equal(IPAddress.Loopback, record.Listen);
        Assert.Equal("0640", record.Permissions.Octal);
        Assert.Equal(["a"], record.Aliases);
        Assert.Equal([80, 443], record.Ports);
        Assert.Equal(new TlsKinds { Key = "default.pem", Port = 8443 }, record.Tls);
        Assert.Equal("1", record.Headers["X-A"]);
        Assert.Equal("none", record.HTTPProxy2);
        Assert.Equal("https://example.org", record.Url);
        // Templates see the same by its snake_case names.
        Assert.Equal("very_loud", tree["log_level"].Text);
        Assert.Equal("1min30s", tree["timeout"].Text);
        Assert.Equal("none", tree["http_proxy2"].Text);
        Assert.True(tree["comment"].IsNull);
        Assert.Equal(8443, tree["tls"]["port"].Integer);
        Assert.Null(tree.Find("url"));
        Assert.Equal("the default of RecordKinds", tree["workers"].Source?.Layer);
        Assert.Equal("test", tree["server_name"].Source?.Layer);
    }

    [Fact]
    public void What_is_set_reaches_the_record_in_its_own_types()
    {
        var (_, record) = Bind<EveryKind, RecordKinds>(new()
        {
            ["server_name"] = "example.org",
            ["workers"] = 8,
            ["largest"] = 5,
            ["any_size"] = BigInteger.Pow(7, 70),
            ["ratio"] = 1,
            ["price"] = 3.5,
            ["is_on"] = false,
            ["comment"] = "hello",
            ["limit"] = 9,
            ["log_level"] = "quiet",
            ["other_level"] = "very_loud",
            ["timeout"] = "1h 30min",
            ["home"] = "https://example.org/a?b",
            ["listen"] = "::1",
            ["id"] = "6f9619ff-8b86-d011-b42d-00c04fc964ff",
            ["permissions"] = "4755",
            ["password"] = "hunter2",
            ["aliases"] = ConfigValue.ListOf([]),
            ["ports"] = ConfigValue.ListOf([1]),
            ["tags"] = ConfigValue.ListOf(["b", "c"]),
            ["numbers"] = ConfigValue.ListOf([3, 4]),
            ["headers"] = new ConfigMap { ["X-B"] = "2" },
            ["by_host"] = new ConfigMap { ["web1"] = new ConfigMap { ["key"] = "k" } },
            ["tls"] = new ConfigMap { ["key"] = "own.pem" },
            ["other_tls"] = new ConfigMap { ["key"] = "other.pem", ["port"] = 1 },
            ["sites"] = ConfigValue.ListOf(
            [
                new ConfigMap { ["name"] = "one", ["is_open"] = false, ["nested"] = ConfigValue.ListOf([new ConfigMap { ["name"] = "deep", ["port"] = 7 }]) },
                new ConfigMap { ["name"] = "two", ["root"] = "/srv" },
            ]),
            ["free"] = new ConfigMap { ["a"] = ConfigValue.ListOf([1, "b", ConfigValue.Null]) },
            ["any"] = true,
        });

        Assert.Equal(8, record.Workers);
        Assert.Equal(5UL, record.Largest);
        Assert.Equal(BigInteger.Pow(7, 70), record.AnySize);
        Assert.Equal(1.0, record.Ratio);
        Assert.Equal(3.5m, record.Price);
        Assert.False(record.IsOn);
        Assert.Equal("hello", record.Comment);
        Assert.Equal(9, record.Limit);
        Assert.Equal((LogLevel.Quiet, LogLevel.VeryLoud), (record.LogLevel, record.OtherLevel));
        Assert.Equal(TimeSpan.FromMinutes(90), record.Timeout);
        Assert.Equal(new Uri("https://example.org/a?b"), record.Home);
        Assert.Equal(IPAddress.IPv6Loopback, record.Listen);
        Assert.Equal(Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), record.Id);
        Assert.Equal("4755", record.Permissions.Octal.TrimStart('0'));
        Assert.Equal("hunter2", record.Password?.Reveal());
        Assert.Empty(record.Aliases);
        Assert.Equal([1], record.Ports);
        Assert.Equal(["b", "c"], record.Tags.Order());
        Assert.Equal([3, 4], record.Numbers);
        // Maps are merged, lists are replaced.
        Assert.Equal([new("X-A", "1"), new("X-B", "2")], record.Headers);
        Assert.Equal(new TlsKinds { Key = "k" }, record.ByHost["web1"]);
        Assert.Equal(new TlsKinds { Key = "own.pem", Port = 8443 }, record.Tls);
        Assert.Equal(new TlsKinds { Key = "other.pem", Port = 1 }, record.OtherTls);
        Assert.Equal(["one", "two"], record.Sites.Select(site => site.Name));
        Assert.Equal([false, true], record.Sites.Select(site => site.IsOpen));
        Assert.Equal("deep", record.Sites[0].Nested[0].Name);
        Assert.Equal((7, 80), (record.Sites[0].Nested[0].Port, record.Sites[1].Port));
        Assert.Equal((null, "/srv"), (record.Sites[0].Root, record.Sites[1].Root));
        Assert.Equal("b", record.Free["a"][1].Text);
        Assert.True(record.Any.Bool);
    }

    public static TheoryData<string, ConfigValue, string> Wrong { get; } = new()
    {
        { "workers", "four", "workers must be an integer, and is \"four\" (test)" },
        { "workers", 3_000_000_000, "workers must be an integer from -2147483648 to 2147483647, and is 3000000000 (test)" },
        { "small", 256, "small must be an integer from 0 to 255, and is 256 (test)" },
        { "workers", 1.5, "workers must be an integer, and is 1.5 (test)" },
        { "workers", ConfigValue.Null, "workers cannot be null, an integer is expected (test)" },
        { "ratio", "half", "ratio must be a number, and is \"half\" (test)" },
        { "is_on", "yes", "is_on must be true or false, and is \"yes\" (test)" },
        { "comment", 1, "comment must be a text, and is 1 (test)" },
        { "log_level", "very_lout", "log_level must be one of quiet, very_loud, and is \"very_lout\"; did you mean very_loud? (test)" },
        { "timeout", "90", "timeout must be a duration such as 30s, 5min or 1h30min, and is \"90\" (test)" },
        { "home", "/etc", "home must be an absolute URI such as https://example.org/, and is \"/etc\" (test)" },
        { "listen", "1.2.3.400", "listen must be an IP address, and is \"1.2.3.400\" (test)" },
        { "permissions", "rw-r--r--", "permissions must be permissions in octal digits such as \"0644\", and is \"rw-r--r--\" (test)" },
        { "password", 5, "password must be a secret (a text, or a map that says where it comes from), and is 5 (test)" },
        { "aliases", "a", "aliases must be a list, and is \"a\" (test)" },
        { "aliases", ConfigValue.ListOf(["a", 2, "c", 4]), "aliases[1] must be a text, and is 2 (test)|aliases[3] must be a text, and is 4 (test)" },
        { "tags", ConfigValue.ListOf(["b", "b"]), "tags[1] stands in the list twice, and is \"b\" (test)" },
        { "headers", new ConfigMap { ["X Y"] = 1 }, "headers[\"X Y\"] must be a text, and is 1 (test)" },
        { "tls", new ConfigMap { ["prot"] = 1 }, "tls.prot is not a setting; did you mean tls.port? (test)" },
        { "other_tls", new ConfigMap { ["port"] = 1 }, "other_tls.key is required, and nothing sets it; a text is expected (test)" },
        { "sites", ConfigValue.ListOf([new ConfigMap { ["prot"] = 1, ["name"] = "n" }, "x"]), "sites[0].prot is not a setting; did you mean sites[0].port? (test)|sites[1] must be a map, and is \"x\" (test)" },
        { "server_nme", "x", "server_nme is not a setting; did you mean server_name? (test)" },
        { "whatever", "x", "whatever is not a setting; settings: server_name, workers, small, large, largest, any_size, ratio, less, price, is_on, comment, limit, log_level, other_level, timeout, home, listen, id, permissions, password, aliases, ports, names, tags, numbers, headers, by_host, tls, other_tls, sites, free, any, http_proxy2 (test)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_fit_is_told_with_its_path_what_is_expected_and_who_set_it(string key, ConfigValue value, string problems) =>
        Assert.Equal(problems.Split('|'), Problems<EveryKind>(new() { ["server_name"] = "example.org", [key] = value }));

    [Fact]
    public void What_a_record_computes_is_no_setting() =>
        Assert.StartsWith("url is not a setting; settings: server_name, ", Assert.Single(Problems<EveryKind>(new() { ["server_name"] = "x", ["url"] = "x" })), StringComparison.Ordinal);

    [Fact]
    public void A_required_member_that_nothing_sets_is_told() =>
        Assert.Equal(["server_name is required, and nothing sets it; a text is expected"], Problems<EveryKind>(new()));

    public static TheoryData<string, ConfigValue, string> AgainstRules { get; } = new()
    {
        { "name", " ", "name must not be empty, and is \" \" (test)" },
        { "workers", 0, "workers must be an integer from 1 to 64, and is 0 (test)" },
        { "workers", 65, "workers must be an integer from 1 to 64, and is 65 (test)" },
        { "ratio", 1.0, "ratio must be a number from 0 below 1, and is 1.0 (test)" },
        { "code", "a", "code must be a text of 2 to 8 characters, and is \"a\" (test)" },
        { "host", "Web", "host must be a text that matches [a-z][a-z0-9-]*, and is \"Web\" (test)" },
        { "host", "web\n", "host must be a text that matches [a-z][a-z0-9-]*, and is \"web\\n\" (test)" },
        { "servers", ConfigValue.ListOf([]), "servers must be a list of 1 to 2 items, and is an empty list (test)" },
        { "servers", ConfigValue.ListOf(["a", "b", "c"]), "servers must be a list of 1 to 2 items, and is a list of 3 items (test)" },
        { "protocol", "tpc", "protocol must be one of tcp, udp, and is \"tpc\"; did you mean tcp? (test)" },
        { "port", 25, "port must not be 22 or 25, and is 25 (test)" },
        { "contact", "nobody", "contact: The contact field is not a valid e-mail address (test)" },
        { "digit", 10, "digit: Only one digit, please, and is 10 (test)" },
        { "even", 2, "even: must be even (test)" },
        { "from", 3, "from, to: is later than it ends (test)" },
        { "inner", ConfigValue.ListOf([new ConfigMap(), new ConfigMap { ["even"] = 3, ["is_wrong"] = true }]), "inner[1].even: must be even (test)|inner[1].is_wrong: cannot be wrong (test)" },
    };

    [Theory]
    [MemberData(nameof(AgainstRules))]
    public void Attributes_and_cross_field_rules_are_heeded(string key, ConfigValue value, string problems)
    {
        ConfigMap config = key == "name" ? new() { [key] = value } : new() { ["name"] = "web", [key] = value };

        Assert.Equal(problems.Split('|'), Problems<Ruled>(config));
    }

    [Fact]
    public void What_fits_all_rules_is_bound()
    {
        var (_, record) = Bind<Ruled, RecordRules>(new()
        {
            ["name"] = "web",
            ["workers"] = 64,
            ["ratio"] = 0,
            ["contact"] = "ann@example.org",
            ["inner"] = ConfigValue.ListOf([new ConfigMap { ["even"] = 8 }]),
        });

        Assert.Equal(("web", 64, "ann@example.org", 8), (record.Name, record.Workers, record.Contact, record.Inner[0].Even));
    }

    [Fact]
    public void Null_takes_away_only_where_the_record_says_so()
    {
        var (_, record) = Bind<Ruled, RecordRules>(
            new() { ["name"] = "web", ["people"] = new ConfigMap { ["ann"] = "a", ["bob"] = "b" }, ["retries"] = 9 },
            new() { ["people"] = new ConfigMap { ["ann"] = ConfigValue.Null }, ["retries"] = ConfigValue.Null });

        Assert.Equal([new("bob", "b")], record.People);
        Assert.Equal(3, record.Retries);
        Assert.Equal(["workers cannot be null, an integer from 1 to 64 is expected (test)"], Problems<Ruled>(new() { ["name"] = "web", ["workers"] = ConfigValue.Null }));
    }

    [Fact]
    public void Documentation_comments_describe_the_settings() =>
        Assert.Equal("What the server is called, as in Uri's host & so on.", new EveryKind().Schema.Entry("server_name")!.Description);

    private static (ConfigMap Tree, TRecord Record) Bind<TWhiteprint, TRecord>(ConfigMap lower, ConfigMap? upper = null)
        where TWhiteprint : Whiteprint, new()
    {
        var problems = new List<ConfigurationException>();
        var result = new TWhiteprint().Check(ConfigMerge.Merge([new("test", lower), new("test", upper ?? ConfigMap.Empty)]), problems);
        Assert.Empty(problems);
        return (result.Tree, (TRecord)result.Record!);
    }

    private static IEnumerable<string> Problems<TWhiteprint>(ConfigMap config)
        where TWhiteprint : Whiteprint, new()
    {
        var problems = new List<ConfigurationException>();
        new TWhiteprint().Check(ConfigMerge.Merge([new("test", config)]), problems);
        return problems.Select(problem => problem.Message);
    }
}
