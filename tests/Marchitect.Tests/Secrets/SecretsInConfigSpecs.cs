using Marchitect.Tests.Configuration;

namespace Marchitect.Tests.Secrets;

/// <summary>Secrets on their way from a config file into a whiteprint's record.</summary>
public sealed class SecretsInConfigSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect secrets ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_value_that_is_encrypted_in_a_YAML_file_reaches_the_record_as_a_secret()
    {
        var vault = string.Join('\n', VaultVectors.Text.TrimEnd().Split('\n').Select(line => $"    {line.Trim()}"));
        Write("password", VaultVectors.Password);

        var password = await PasswordAsync($"mail:\n  password: !vault |\n{vault}\n", new() { VaultPasswordFile = Path.Combine(_folder, "password") });

        Assert.Equal("hunter2-canary\n", password.Reveal());
        Assert.Equal("***", password.ToString());
    }

    [Fact]
    public async Task A_wrong_password_of_a_value_is_told_with_its_step_and_line()
    {
        var vault = string.Join('\n', VaultVectors.Text.TrimEnd().Split('\n').Select(line => $"    {line.Trim()}"));
        var file = Write("site.yaml", $"mail:\n  password: !vault |\n{vault}\n");
        Write("password", "wrong");

        var wrong = await Assert.ThrowsAsync<ConfigurationException>(() => new MailSite().CheckConfigAsync(
            "web1", new() { Config = SiteConfig.FromFile(file), Secrets = new() { VaultPasswordFile = Path.Combine(_folder, "password") } }, TestContext.Current.CancellationToken));

        Assert.StartsWith($"web1, step 1 'mail': password cannot be had: the password of the value in {file}:2 is wrong, or the text is damaged; ", wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith($" ({file}:2)", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[mail]\npassword = { secret_file = \"own.txt\" }", "toml")]
    [InlineData("mail:\n  password: { secret_file: own.txt }", "yaml")]
    [InlineData("{\"mail\": {\"password\": {\"secret_file\": \"own.txt\"}}}", "json")]
    [InlineData("mail: { password: { secret_command: [cat, FOLDER/own.txt] } }", "yaml")]
    [InlineData("mail: { password: { secret: hunter2 } }", "yaml")]
    [InlineData("mail: { password: hunter2 }", "yaml")]
    public async Task A_file_says_where_a_secret_comes_from(string content, string format)
    {
        Write("own.txt", "hunter2\n");

        Assert.Equal("hunter2", (await PasswordAsync(content.Replace("FOLDER", _folder, StringComparison.Ordinal), new(), format)).Reveal());
    }

    [Theory]
    [InlineData("secret_fle: own.txt", "secret_file")]
    [InlineData("secret_file: own.txt, name: x", "name")]
    public void A_slip_in_it_is_told(string notation, string word)
    {
        var file = Write("site.yaml", $"mail:\n  password: {{ {notation} }}\n");

        var wrong = Assert.Throws<ConfigurationException>(() => SiteConfig.FromFile(file));

        Assert.Contains(word, wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith($"({file}:2)", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_for_a_setting_that_is_none_is_refused()
    {
        var file = Write("site.yaml", "mail:\n  relay: { secret_env: RELAY }\n");

        var wrong = Assert.Throws<ConfigurationException>(() => new MailSite().ReadConfig(options: new() { Config = SiteConfig.FromFile(file) }));

        Assert.Equal($"step 1 'mail': relay must be a text that matches [a-z0-9.-]+, and is a secret; make it a Secret in the record or the schema ({file}:2)", wrong.Message);
    }

    private async Task<Secret> PasswordAsync(string content, SecretResolver secrets, string format = "yaml")
    {
        var options = new RunOptions { Config = SiteConfig.FromFile(Write($"site.{format}", content)), Secrets = secrets };
        var steps = PlannedStep.AllOf(new MailSite(), options.Config, "web1");
        await StepSecrets.FetchAsync(steps, secrets, "web1", TestContext.Current.CancellationToken);
        return ((MailConfig)steps[0].Checked.Record!).Password!;
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private sealed class MailSite : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<Mail>(new() { ["relay"] = "mail.example.org" })];
    }
}
