namespace Marchitect.Tests.Secrets;

/// <summary>Secrets from what <c>ansible-vault</c> has encrypted.</summary>
public sealed class AnsibleVaultSpecs : IDisposable
{
    private const string WrongPassword = "is wrong, or the text is damaged.";
    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(VaultVectors.Text, "hunter2-canary")]
    [InlineData(VaultVectors.WholeBlock, "0123456789abcdef")]
    public async Task A_whole_file_is_its_text_without_one_last_line_end(string vault, string text) => Assert.Equal(text, await FetchAsync(vault, null));

    [Fact]
    public async Task Line_ends_of_windows_do_not_count() =>
        Assert.Equal("hunter2-canary", await FetchAsync(VaultVectors.Text.ReplaceLineEndings("\r\n"), null));

    /// <summary>The text that was encrypted: see the keys; <c>key</c> is a block of two lines, <c>empty</c> has no value.</summary>
    [Theory]
    [InlineData("db.password", "hunter2-canary")]
    [InlineData("db.port", "05432")]
    [InlineData("users.0.token", "t\u00F6ken")]
    [InlineData("users.1.name", "bob")]
    [InlineData("key", "-----BEGIN\nx\n")]
    public async Task A_key_is_a_text_of_an_encrypted_yaml_file_as_it_is_written(string key, string text) =>
        Assert.Equal(text, await FetchAsync(VaultVectors.LabelledYaml, key));

    [Theory]
    [InlineData("db_password", "hunter2-canary")]
    [InlineData("note", "line one\nline two")]
    [InlineData("users.0.token", "t0ken")]
    [InlineData("also", "t0ken")]
    public async Task A_key_is_a_value_that_is_encrypted_in_a_plain_yaml_file(string key, string text) => Assert.Equal(text, await FetchAsync(VaultVectors.Mixed, key));

    [Theory]
    [InlineData(VaultVectors.LabelledYaml, "db.pasword", "'db' in FILE:2 has no key 'pasword'.\n\nDid you mean 'password'?")]
    [InlineData(VaultVectors.LabelledYaml, "smtp", "FILE has no key 'smtp'.")]
    [InlineData(VaultVectors.LabelledYaml, "db", "'db' in FILE:2 is a map, not a text.\n\nName a key in it.")]
    [InlineData(VaultVectors.LabelledYaml, "users", "'users' in FILE:5 is a list, not a text.\n\nName an item of it, from 0.")]
    [InlineData(VaultVectors.LabelledYaml, "users.2", "'users' in FILE:5 is a list of 2 and has no item '2'.\n\nItems are counted from 0.")]
    [InlineData(VaultVectors.LabelledYaml, "users.-1", "'users' in FILE:5 is a list of 2 and has no item '-1'.\n\nItems are counted from 0.")]
    [InlineData(VaultVectors.LabelledYaml, "db.port.x", "'db.port' in FILE:3 is a text and has no key 'x'.")]
    [InlineData(VaultVectors.LabelledYaml, "empty", "'empty' in FILE:12 is empty.")]
    [InlineData(VaultVectors.Mixed, null, "FILE is no Ansible vault: its first line does not begin with $ANSIBLE_VAULT.\n\nWhere single values in it are encrypted, name the key of one.")]
    [InlineData(VaultVectors.Text, "db", "FILE is a text and has no key 'db'.")]
    [InlineData("a: 1\na: 2\n", "a", "line 2 of FILE has a key that stands twice in its map.")]
    [InlineData("a: 1\n---\nb: 2\n", "a", "line 2 of FILE begins a second document; one is read.")]
    [InlineData("a: 1\nb: [hunter2}\n", "a", "line 2 of FILE is no YAML.")]
    [InlineData("a: *b\n", "a", "line 1 of FILE refers to an anchor that is not there.")]
    [InlineData("# nothing\n", "a", "FILE holds no values.")]
    public async Task A_value_that_is_not_there_is_told_with_its_place(string content, string? key, string message) =>
        Assert.Equal(message, await FailAsync(content, key));

    [Fact]
    public async Task What_the_parser_breaks_off_at_is_no_yaml_either() =>
        Assert.EndsWith(" of FILE is no YAML.", await FailAsync("a: 1\nb: [hunter2\nc: }\n", "a"), StringComparison.Ordinal);

    [Fact]
    public async Task A_value_that_is_not_encrypted_is_refused_in_a_plain_file() => Assert.StartsWith(
        "'server_name' in FILE:3 is not encrypted.\n\nEncrypt it with ansible-vault encrypt_string,", await FailAsync(VaultVectors.Mixed, "server_name"), StringComparison.Ordinal);

    [Fact]
    public async Task Nesting_without_an_end_is_refused() => Assert.Equal(
        "line 1 of FILE is nested deeper than 100 levels.", await FailAsync(new string('[', 5000) + new string(']', 5000), "a"));

    [Fact]
    public async Task A_wrong_password_is_told_with_where_it_came_from()
    {
        var password = _folder.Write("wrong", "battery staple\n");
        Assert.Equal(
            $"the password of FILE {WrongPassword}\n\nThe password was the file {password}. ansible-vault view tells whether it is the right one.",
            await FailAsync(VaultVectors.Text, null, password));
        Assert.StartsWith($"the password of 'note' in FILE:11 {WrongPassword}", await FailAsync(VaultVectors.Mixed, "note", password), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AES256\n3133", "AES256\n3134", WrongPassword)]                                             // the salt
    [InlineData("390a6330", "390a6331", WrongPassword)]                                                     // the checksum
    [InlineData("\n3462\n", "\n3461\n", WrongPassword)]                                                     // the text
    [InlineData("390a", "3920", "is a damaged Ansible vault: it has 1 parts instead of 3.")]
    [InlineData("\n3462\n", "\n346\n", "is a damaged Ansible vault: where hexadecimal digits should be, something else is, or one is missing.")]
    [InlineData("\n3462\n", "\n34zz\n", "is a damaged Ansible vault: where hexadecimal digits should be, something else is, or one is missing.")]
    [InlineData("390a6330", "390a0a", "is a damaged Ansible vault: it has 4 parts instead of 3.")]
    [InlineData(";1.1;", ";1.0;", "is an Ansible vault of format 1.0 with AES256; known are 1.1 and 1.2 with AES256.")]
    [InlineData(";AES256", ";AES", "is an Ansible vault of format 1.1 with AES; known are 1.1 and 1.2 with AES256.")]
    [InlineData(";1.1;AES256", "", "is a damaged Ansible vault: it does not begin with a line like $ANSIBLE_VAULT;1.1;AES256.")]
    public async Task A_vault_that_was_altered_is_an_error_that_says_so(string part, string altered, string what)
    {
        Assert.Contains(part, VaultVectors.Text, StringComparison.Ordinal);
        Assert.Contains($"FILE {what}", await FailAsync(VaultVectors.Text.Replace(part, altered, StringComparison.Ordinal), null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_was_cut_off_is_an_error()
    {
        for (var length = 1; length < VaultVectors.Text.TrimEnd().Length; length += 7)
            Assert.Contains("FILE", await FailAsync(VaultVectors.Text[..length], null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_encrypted_must_be_a_text_and_padded()
    {
        Assert.Equal("what is encrypted in FILE is no text in UTF-8.", await FailAsync(VaultVectors.NoText, null));
        Assert.StartsWith("FILE is a damaged Ansible vault: its padding is wrong.", await FailAsync(VaultVectors.NoPadding, null), StringComparison.Ordinal);
    }

    private Task<string> FetchAsync(string content, string? key) =>
        SecretFolder.FetchAsync(Secret.FromAnsibleVault(_folder.Write("vault.yml", content), key), new() { VaultPasswordFile = _folder.Write("password", VaultVectors.Password + "\n") });

    private async Task<string> FailAsync(string content, string? key, string? password = null)
    {
        var file = _folder.Write("vault.yml", content);
        var failure = await SecretFolder.FailAsync(
            Secret.FromAnsibleVault(file, key), new() { VaultPasswordFile = password ?? _folder.Write("password", VaultVectors.Password + "\n") });
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        return failure.Message.Replace(file, "FILE", StringComparison.Ordinal);
    }
}
