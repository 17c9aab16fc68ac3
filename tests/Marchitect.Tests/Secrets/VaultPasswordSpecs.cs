namespace Marchitect.Tests.Secrets;

/// <summary>Where the passwords of encrypted files come from.</summary>
[Collection(AloneCollection.Name)]
public sealed class VaultPasswordSpecs : IDisposable
{
    private const string Own = "MARCHITECT_VAULT_PASSWORD_FILE";
    private const string Ansible = "ANSIBLE_VAULT_PASSWORD_FILE";
    private readonly (string?, string?) _before = (Environment.GetEnvironmentVariable(Own), Environment.GetEnvironmentVariable(Ansible));
    private readonly SecretFolder _folder = new();
    private readonly List<string> _questions = [];

    public VaultPasswordSpecs() => Set(null, null);

    public void Dispose()
    {
        Set(_before.Item1, _before.Item2);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("correct horse")]
    [InlineData("correct horse\n")]
    [InlineData("  correct horse \r\n\n")]
    public async Task A_file_holds_it_white_space_around_it_apart_as_with_ansible(string content) =>
        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Vault("a"), new() { VaultPasswordFile = _folder.Write("password", content) }));

    [Fact]
    public async Task A_file_that_may_be_executed_is_run()
    {
        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Vault("a"), new() { VaultPasswordFile = _folder.WriteProgram("password", "echo 'correct horse'") }));

        var failing = _folder.WriteProgram("failing", "echo locked >&2; exit 3");
        var failure = await SecretFolder.FailAsync(Vault("a"), new() { VaultPasswordFile = failing });
        Assert.Equal($"the program '{failing}', which is to tell a secret, failed.", failure.What);
        Assert.Equal((3, "locked"), (failure.ExitStatus, failure.StderrEnd));
    }

    [Fact]
    public async Task What_is_said_counts_before_our_variable_and_that_before_that_of_ansible()
    {
        var (right, wrong) = (_folder.Write("right", "correct horse"), _folder.Write("wrong", "battery staple"));

        Set(wrong, wrong);
        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Vault("a"), new() { VaultPasswordFile = right, Ask = Ask }));
        Set(right, wrong);
        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Vault("a"), new() { Ask = Ask }));
        Set(null, right);
        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Vault("a"), new() { Ask = Ask }));
        Set("", wrong);
        Assert.Contains(
            $"The password was the file {wrong} ({Ansible}).", (await SecretFolder.FailAsync(Vault("a"), new() { Ask = Ask })).Message, StringComparison.Ordinal);
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task A_person_is_asked_once_for_each_file()
    {
        var resolver = new SecretResolver { Ask = Ask };
        var mixed = _folder.Write("mixed.yml", VaultVectors.Mixed);

        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Vault("a"), resolver));
        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Secret.FromAnsibleVault(mixed, "db_password"), resolver));
        Assert.Equal("t0ken", await SecretFolder.FetchAsync(Secret.FromAnsibleVault(mixed, "users.0.token"), resolver));

        Assert.Equal([$"Password of {_folder.PathOf("a")}: ", $"Password of {mixed}: "], _questions);
    }

    [Fact]
    public async Task No_password_is_an_error_that_tells_how_to_give_one()
    {
        var file = _folder.PathOf("a");
        var remedy = $"Give the password of {file} by a file: --vault-password-file, or the environment variable {Own} or {Ansible}.";

        Assert.Equal($"there is nobody to ask: 'Password of {file}'.\n\n{remedy}", (await SecretFolder.FailAsync(Vault("a"))).Message);
        Assert.Equal($"no password of {file} was given.\n\n{remedy}", (await SecretFolder.FailAsync(Vault("a"), new() { Ask = (_, _) => new("") })).Message);
    }

    [Fact]
    public async Task A_password_file_that_is_not_there_or_holds_none_is_an_error_with_its_path()
    {
        Set(null, _folder.PathOf("no"));
        Assert.Equal($"the password file {_folder.PathOf("no")} does not exist.", (await SecretFolder.FailAsync(Vault("a"))).What);
        Set(null, _folder.Write("blank", " \n"));
        Assert.Equal($"the password file {_folder.PathOf("blank")} ({Ansible}) holds no password.", (await SecretFolder.FailAsync(Vault("a"))).What);
    }

    private static void Set(string? own, string? ansible)
    {
        Environment.SetEnvironmentVariable(Own, own);
        Environment.SetEnvironmentVariable(Ansible, ansible);
    }

    private Secret Vault(string name) => Secret.FromAnsibleVault(_folder.Write(name, VaultVectors.Text));

    private ValueTask<string?> Ask(string question, CancellationToken cancellationToken)
    {
        _questions.Add(question);
        return new(VaultVectors.Password);
    }
}
