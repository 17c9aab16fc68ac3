using System.Net;
using System.Net.Sockets;

namespace Marchitect.Tests.Configuration;

public sealed class MistakenSiteSpecs : IDisposable
{
    private readonly TcpListener _host = new(IPAddress.Loopback, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect mistaken ").FullName;

    public MistakenSiteSpecs() => _host.Start();

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Sixteen_mistakes_in_ten_steps_are_told_at_once_and_the_host_is_not_reached_for()
    {
        var file = Path.Combine(_folder, "site.toml");
        await File.WriteAllTextAsync(file, "[proxy]\nworkers = 100\n\n[bakup]\nkeep = 3\n", TestContext.Current.CancellationToken);

        var wrong = await Assert.ThrowsAsync<ConfigurationException>(() => InstallAsync(SiteConfig.FromFile(file).With(SiteConfig.FromSettings(["small.size_mb=big"]))));

        Assert.Equal(
            $"""
            the config has 19 problems.

              web1: 'bakup' is neither a whiteprint of plan MistakenSite nor an alias of a step; did you mean backup? ({file}:4)
              web1, step 1 'proxy': workers must be an integer from 1 to 64, and is 100 ({file}:2)
              web1, step 2 'proxy' (alias second): server_nme is not a setting; did you mean server_name? (step 2 of plan MistakenSite)
              web1, step 2 'proxy' (alias second): server_name is required, and nothing sets it; a text is expected
              web1, step 2 'proxy' (alias second): workers must be an integer from 1 to 64, and is 100 ({file}:2)
              web1, step 3 'cache': size_mb must be an integer, and is 1.5 (the default config of plan MistakenSite, by whiteprint Cache)
              web1, step 3 'cache': eviction must be one of lru, random, and is "lur"; did you mean lru? (step 3 of plan MistakenSite)
              web1, step 4 'database': port must be an integer from 1 to 65535, and is 70000 (step 4 of plan MistakenSite)
              web1, step 4 'database': listen must be an IP address, and is "10.0.0.256" (step 4 of plan MistakenSite)
              web1, step 4 'database': replicas[1].hots is not a setting; did you mean replicas[1].host? (step 4 of plan MistakenSite)
              web1, step 4 'database': replicas[1].host is required, and nothing sets it; a text is expected (step 4 of plan MistakenSite)
              web1, step 5 'database' (alias standby): from, to: is after the end (step 5 of plan MistakenSite)
              web1, step 6 'mail': relay must be a text that matches [a-z0-9.-]+, and is "mail example org" (step 6 of plan MistakenSite)
              web1, step 7 'backup': keep cannot be null, an integer is expected (step 7 of plan MistakenSite)
              web1, step 7 'backup': every must be a duration such as 30s, 5min or 1h30min, and is "often" (step 7 of plan MistakenSite)
              web1, step 8 'plain': config 'tree' should be a map, as in defaults of whiteprint plain, but is a text; give a map (its keys are merged), or null to take 'tree' away (step 8 of plan MistakenSite)
              web1, step 8 'plain': level must be even, and is 3 (step 8 of plan MistakenSite)
              web1, step 9 'motd': a template names greting, which is not a setting; did you mean greeting? (line 1 of a template in the code)
              web1, step 10 'cache' (alias small): size_mb must be an integer, and is "big" (--set small.size_mb)
            """.ReplaceLineEndings("\n"),
            wrong.Message);
        Assert.False(_host.Pending());
    }

    [Fact]
    public async Task Secrets_that_cannot_be_had_are_told_before_the_host_is_reached_for()
    {
        var wrong = await Assert.ThrowsAsync<ConfigurationException>(() => new SecretSite().InstallAsync(Transport, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(
            """
            the config has 2 problems.

              web1, step 1 'mail': password cannot be had: the environment variable MARCHITECT_NO_SUCH_VARIABLE, which is to hold a secret, is not set (step 1 of plan SecretSite)
              web1, step 2 'mail' (alias other): password cannot be had: the secret file /no/such/file does not exist (step 2 of plan SecretSite)
            """.ReplaceLineEndings("\n"),
            wrong.Message);
        Assert.False(_host.Pending());
    }

    private SshTransport Transport => new(new SshEndpoint { Host = "web1", HostName = "127.0.0.1", Port = ((IPEndPoint)_host.LocalEndpoint).Port, User = "nobody" });

    private Task<RunReport> InstallAsync(SiteConfig config) =>
        new MistakenSite().InstallAsync(Transport, new() { Config = config }, TestContext.Current.CancellationToken);

    private sealed class SecretSite : SitePlan
    {
        public override IReadOnlyList<Step> Plan =>
        [
            Step.Of<Mail>(new() { ["relay"] = "a", ["password"] = Secret.FromEnvironment("MARCHITECT_NO_SUCH_VARIABLE") }),
            Step.Of<Mail>(new() { ["relay"] = "a", ["password"] = Secret.FromFile("/no/such/file") }, alias: "other"),
        ];
    }
}
