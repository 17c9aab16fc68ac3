namespace Marchitect.Tests.Configuration;

/// <summary>Secrets in a tree that was read from a file.</summary>
public sealed class SecretNotationSpecs
{
    private static readonly ConfigSource File = new("the site's config", "/site/config.yaml", 12);

    public static TheoryData<string, ConfigMap, Secret> Notations => new()
    {
        { "relative file", new() { ["secret_file"] = "keys/db" }, Secret.FromFile("/site/keys/db") },
        { "absolute file", new() { ["secret_file"] = "/run/secrets/db" }, Secret.FromFile("/run/secrets/db") },
        { "file in the home", new() { ["secret_file"] = "~/db" }, Secret.FromFile("~/db") },
        { "environment", new() { ["secret_env"] = "DB_PASSWORD" }, Secret.FromEnvironment("DB_PASSWORD") },
        { "command", new() { ["secret_command"] = ["pass", "show", ""] }, Secret.FromCommand("pass", "show", "") },
        { "command beside the file", new() { ["secret_command"] = ["./tell"] }, Secret.FromCommand("/site/./tell") },
        { "prompt", new() { ["secret_prompt"] = "Password of the database" }, Secret.FromPrompt("Password of the database") },
        { "vault", new() { ["secret_vault"] = "all.yml", ["key"] = "db.password" }, Secret.FromAnsibleVault("/site/all.yml", "db.password") },
        { "whole vault", new() { ["secret_vault"] = "all.yml" }, Secret.FromAnsibleVault("/site/all.yml") },
        { "file of secrets", new() { ["secret_store"] = "db.secrets", ["name"] = "password" }, Secret.FromStore("/site/db.secrets", "password") },
        { "text", new() { ["secret"] = "hunter2" }, Secret.Of("hunter2") },
        { "empty text", new() { ["secret"] = "" }, Secret.Of("") },
    };

    public static TheoryData<ConfigMap, string> Slips => new()
    {
        { new() { ["secret_file"] = 5 }, "config 'db.secret_file' should be a text, but is an integer. Put it in quotes." },
        { new() { ["secret_file"] = "" }, "config 'db.secret_file' is empty." },
        { new() { ["secret_file"] = null }, "config 'db.secret_file' should be a text, but is null." },
        { new() { ["secret_env"] = ["A"] }, "config 'db.secret_env' should be a text, but is a list." },
        { new() { ["secret_env"] = "A=B" }, "config 'db.secret_env' cannot be used: 'A=B' is no name of an environment variable: it holds an equals sign." },
        { new() { ["secret"] = 1234 }, "config 'db.secret' should be a text, but is an integer. Put it in quotes." },
        {
            new() { ["secret_command"] = "pass show db" },
            "config 'db.secret_command' should be a list of the program and its arguments, but is a text. Write it as [\"pass\", \"show\", \"db\"]; no shell splits or expands it."
        },
        {
            new() { ["secret_command"] = [] },
            "config 'db.secret_command' should be a list of the program and its arguments, but is empty. Write it as [\"pass\", \"show\", \"db\"]; no shell splits or expands it."
        },
        { new() { ["secret_command"] = ["head", 3] }, "config 'db.secret_command[1]' should be a text, but is an integer. Put it in quotes." },
        { new() { ["secret_command"] = ["", "x"] }, "config 'db.secret_command[0]' is empty." },
        { new() { ["secret_file"] = "a", ["mode"] = "0600" }, "config 'db.mode' does not go with 'secret_file'. A secret of this source has no other key." },
        { new() { ["secret_file"] = "a", ["secret_env"] = "B" }, "config 'db.secret_env' does not go with 'secret_file'. A secret has one source." },
        { new() { ["secret_vault"] = "a", ["kye"] = "b" }, "config 'db.kye' does not go with 'secret_vault'. Did you mean 'key'?" },
        { new() { ["secret_vault"] = "a", ["label"] = "b" }, "config 'db.label' does not go with 'secret_vault'. Beside it stands 'key' or nothing." },
        { new() { ["secret_vault"] = "a", ["key"] = 1 }, "config 'db.key' should be a text, but is an integer. Put it in quotes." },
        { new() { ["secret_store"] = "a" }, "config 'db.secret_store' needs 'name' beside it." },
        { new() { ["secret_store"] = "a", ["name"] = "b c" }, "config 'db.secret_store' cannot be used: 'b c' is no name of a secret: it may have letters A to Z, digits and _ - . / only." },
        { new() { ["secret_fiel"] = "a" }, "config 'db.secret_fiel' is no source of a secret. Did you mean 'secret_file'? Sources: SOURCES." },
        { new() { ["secret-env"] = "A" }, "config 'db.secret-env' is no source of a secret. Did you mean 'secret_env'? Sources: SOURCES." },
        { new() { ["secret_valt"] = "a", ["key"] = "b" }, "config 'db.secret_valt' is no source of a secret. Did you mean 'secret_vault'? Sources: SOURCES." },
    };

    public static TheoryData<ConfigMap> OrdinaryMaps =>
    [
        new ConfigMap { ["secret_key"] = "a" },
        new ConfigMap { ["secret_name"] = "a" },
        new ConfigMap { ["secret_token"] = "a", ["key"] = "b" },
        new ConfigMap { ["secret_files"] = ["a"], ["port"] = 1 },
        new ConfigMap { ["client_id"] = "a", ["secret"] = "b" },
        new ConfigMap { ["secret"] = null },
        new ConfigMap { ["secret"] = ["a"] },
        new ConfigMap { ["key"] = "a", ["name"] = "b" },
        ConfigMap.Empty,
    ];

    [Theory]
    [MemberData(nameof(Notations))]
    public void A_map_of_an_exact_shape_is_a_secret(string name, ConfigMap map, Secret secret)
    {
        var expanded = Expand(map);

        Assert.True(expanded.Kind == ConfigKind.Secret, name);
        Assert.Equal(secret, expanded.Secret);
        Assert.Equal("db", expanded.Path);
        Assert.Equal(File, expanded.Source);
    }

    [Theory]
    [MemberData(nameof(Slips))]
    public void What_is_nearly_one_is_a_problem_with_its_place(ConfigMap map, string told)
    {
        var problems = new List<ConfigurationException>();
        SecretNotation.Expand(Placed(map), "/site", problems);

        var problem = Assert.Single(problems);
        Assert.Equal(told.Replace("SOURCES", "secret_file, secret_env, secret_command, secret_prompt, secret_vault, secret_store", StringComparison.Ordinal), $"{problem.What} {problem.Remedy}".TrimEnd());
        Assert.Equal(File, problem.SetBy);
    }

    [Theory]
    [MemberData(nameof(OrdinaryMaps))]
    public void Keys_of_ones_own_stay_what_they_are(ConfigMap map) => Assert.Equal(map, Expand(map));

    [Fact]
    public void Secrets_are_found_wherever_they_stand_and_the_rest_keeps_its_place()
    {
        var tree = (ConfigMap)Expand(new()
        {
            ["port"] = 1,
            ["users"] = [new ConfigMap { ["name"] = "ann", ["token"] = new ConfigMap { ["secret_env"] = "ANN" } }],
            ["oauth"] = new ConfigMap { ["id"] = "x", ["secret"] = new ConfigMap { ["secret"] = "hunter2" } },
        });

        Assert.Equal(Secret.FromEnvironment("ANN"), tree["users"][0]["token"].Secret);
        Assert.Equal(("db.users[0].token", File), (tree["users"][0]["token"].Path, tree["users"][0]["token"].Source));
        Assert.Equal("hunter2", tree["oauth"]["secret"].Text);
        Assert.Equal("{\"id\": \"x\", \"secret\": ***}", tree["oauth"].ToString());
        Assert.Equal(("db.users", File), (tree["users"].Path, tree["users"].Source));
        Assert.Equal(["port", "users", "oauth"], tree.Keys);
    }

    [Fact]
    public void Without_a_folder_paths_stay_as_they_are() => Assert.Equal(
        Secret.FromFile("db"), SecretNotation.Expand(new ConfigMap { ["secret_file"] = "db" }, null, []).Secret);

    [Fact]
    public void All_problems_are_told()
    {
        var problems = new List<ConfigurationException>();
        SecretNotation.Expand(
            Placed(new() { ["a"] = new ConfigMap { ["secret_file"] = 1, ["x"] = 1 }, ["b"] = new ConfigMap { ["secret_fil"] = "c" } }), "/site", problems);

        Assert.Equal(["db.a.x", "db.a.secret_file", "db.b.secret_fil"], problems.Select(problem => problem.Path));
    }

    private static ConfigMap Placed(ConfigMap map) => map.PlacedAt("db", File);

    private static ConfigValue Expand(ConfigMap map)
    {
        var problems = new List<ConfigurationException>();
        var expanded = SecretNotation.Expand(Placed(map), "/site", problems);
        Assert.Empty(problems);
        return expanded;
    }
}
