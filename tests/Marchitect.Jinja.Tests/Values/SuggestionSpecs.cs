namespace Marchitect.Jinja.Tests.Values;

/// <summary>"Did you mean".</summary>
public sealed class SuggestionSpecs
{
    [Theory]
    [InlineData("server_nmae", "Did you mean 'server_name'?")]
    [InlineData("prot", "Did you mean 'port'?")]
    [InlineData("Port", "Did you mean 'port'?")]
    [InlineData("database", null)]
    [InlineData("x", null)]
    public void The_nearest_known_name_is_suggested_where_one_is_near(string wanted, string? expected) =>
        Assert.Equal(expected, Suggestion.For(wanted, ["server_name", "port", "workers"]));
}
