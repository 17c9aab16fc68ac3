using Xunit;

namespace Marchitect.Tests.Whiteprints;

public sealed class WhiteprintNameSpecs
{
    [Theory]
    [InlineData("Nginx", "nginx")]
    [InlineData("NginxWhiteprint", "nginx")]
    [InlineData("WebServer", "web_server")]
    [InlineData("MyHTTPServerWhiteprint", "my_http_server")]
    [InlineData("Php8Fpm", "php8_fpm")]
    [InlineData("Web2Server", "web2_server")]
    [InlineData("TLS", "tls")]
    [InlineData("A", "a")]
    [InlineData("My_Site", "my_site")]
    [InlineData("lowercase", "lowercase")]
    [InlineData("Whiteprint", "whiteprint")]
    [InlineData("WhiteprintHost", "whiteprint_host")]
    [InlineData("Certificates`1", "certificates")]
    [InlineData("Größe", "größe")]
    public void The_name_is_the_class_name_in_snake_case_without_its_ending(string className, string name) =>
        Assert.Equal(name, WhiteprintName.Of(className));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("..", "it would be another folder")]
    [InlineData("a/b", "a folder's name holds no slash, backslash or NUL")]
    public void A_name_that_is_no_folders_is_refused_before_the_host_is_reached(string name, string why)
    {
        Misnamed.Called = name;

        var error = Assert.Throws<ConfigurationException>(() => PlannedStep.AllOf(new Site(), SiteConfig.Empty));

        Assert.Equal($"the whiteprint Misnamed cannot be called '{name}': {why}.", error.What);
    }

    private sealed class Misnamed : Whiteprint
    {
        internal static string Called = "";

        public override string Name => Called;

        protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Site : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Misnamed>()];
    }
}
