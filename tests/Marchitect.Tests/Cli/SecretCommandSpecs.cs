using Marchitect.Tests.House;
using Marchitect.Tests.Secrets;

namespace Marchitect.Tests.Cli;

/// <summary>The command <c>secret</c> of a site's program, as a process.</summary>
public sealed class SecretCommandSpecs : IDisposable
{
    private readonly SecretFolder _folder = new();

    public SecretCommandSpecs()
    {
        _folder.Write("password", "correct horse\n");
        Directory.CreateDirectory(Runtime);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Runtime => _folder.PathOf("runtime");

    private string Store => _folder.PathOf("site.secrets");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_value_from_stdin_is_set_printed_listed_and_removed()
    {
        await RunAsync("hunter2-canary\n", "secret", "set", Store, "db/password");
        await RunAsync("line one\nline two\n\n", "secret", "set", Store, "note");

        Assert.Equal("hunter2-canary\n", await RunAsync("", "secret", "get", Store, "db/password"));
        Assert.Equal("line one\nline two\n\n", await RunAsync("", "secret", "get", Store, "note"));
        Assert.Equal("db/password\nnote\n", await RunAsync("", "secret", "list", Store));
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(Store, Cancel), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Store));

        await RunAsync("", "secret", "remove", Store, "note");
        Assert.Equal("db/password\n", await RunAsync("", "secret", "list", Store));
    }

    [Fact]
    public async Task The_password_may_come_from_the_option_and_names_need_none()
    {
        await RunAsync("hunter2\n", "secret", "set", Store, "token");

        Assert.Equal("hunter2\n", (await StartAsync("", [], "secret", "get", Store, "token", "--vault-password-file", _folder.PathOf("password"))).Stdout);
        Assert.Equal("hunter2\n", (await StartAsync("", [], "--vault-password-file", _folder.PathOf("password"), "secret", "get", Store, "token")).Stdout);
        Assert.Equal("token\n", (await StartAsync("", [], "secret", "list", Store)).Stdout);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_on_stderr_with_status_1()
    {
        await RunAsync("hunter2\n", "secret", "set", Store, "token");

        await FailsAsync($"{Store} has no secret 'tokne'.\n\nDid you mean 'token'?\n", "secret", "get", Store, "tokne");
        await FailsAsync($"the file of secrets {Store}x does not exist.\n\nThe command secret set makes one.\n", "secret", "get", Store + "x", "token");
        await FailsAsync("there was no value for 'empty'.\n", "secret", "set", Store, "empty");
        _folder.Write("password", "battery staple\n");
        await FailsAsync(
            $"the password of {Store} is wrong, or the file's first lines were altered.\n\nThe password was the file {_folder.PathOf("password")} (MARCHITECT_VAULT_PASSWORD_FILE).\n",
            "secret", "get", Store, "token");
    }

    [Fact]
    public async Task Without_a_password_file_and_a_terminal_it_says_what_to_do()
    {
        await RunAsync("hunter2\n", "secret", "set", Store, "token");

        var run = await StartAsync("", [], "secret", "get", Store, "token");

        Assert.Equal(1, run.ExitStatus);
        Assert.Equal(
            $"there is nobody to ask: 'Password of {Store}'.\n\nGive the password of {Store} by a file: --vault-password-file, or the environment variable MARCHITECT_VAULT_PASSWORD_FILE.\n",
            run.Stderr);
    }

    [Theory]
    [InlineData("secret st FILE a", "There is no command 'secret st'. Did you mean 'set'? Commands: set, get, list, remove, edit, rekey.")]
    [InlineData("secret get FILE", "Required argument 'NAME' missing for command: 'get'.\nMarchitect.TestSite secret get --help tells more.")]
    [InlineData("secret set FILE a:b", "'a:b' is no name of a secret: it may have letters A to Z, digits and _ - . / only.")]
    [InlineData("secret rekey FILE --new-password-file /no/such", "There is no file at '/no/such' (--new-password-file).")]
    [InlineData("secret get FILE a --vault-password-file /no/such", "There is no file at '/no/such' (--vault-password-file).")]
    public async Task Wrong_usage_is_told_with_status_2(string args, string told)
    {
        var run = await StartAsync("", [], args.Split(' '));

        Assert.Equal(2, run.ExitStatus);
        Assert.StartsWith(told, run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_value_is_edited_as_text_and_the_file_of_the_editor_does_not_stay()
    {
        await RunAsync("one\ntwo\n", "secret", "set", Store, "note");
        var seen = _folder.PathOf("seen");

        await EditAsync($"ls -ld \"$(dirname \"$1\")\" \"$1\" > {seen}; cat \"$1\" >> {seen}; echo \"$1~\" > \"$1~\"; echo three >> \"$1\"", "note");

        var lines = await File.ReadAllLinesAsync(seen, Cancel);
        Assert.StartsWith("-rw-------", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("drwx------", lines[0], StringComparison.Ordinal);
        Assert.Contains(Runtime, lines[0], StringComparison.Ordinal);
        Assert.Equal(["one", "two"], lines[2..]);
        Assert.Equal("one\ntwo\nthree\n", await RunAsync("", "secret", "get", Store, "note"));
        Assert.Empty(Directory.GetFileSystemEntries(Runtime));
    }

    [Fact]
    public async Task All_values_are_edited_as_yaml()
    {
        await RunAsync("it's \"quoted\" \\ #: \u00E4\n", "secret", "set", Store, "quoted");
        await RunAsync("one\n  two\n", "secret", "set", Store, "block");
        await RunAsync("  indented\nlines \n\n\n", "secret", "set", Store, "indented");
        await RunAsync("old\n", "secret", "set", Store, "gone");
        await RunAsync("null\n", "secret", "set", Store, "null");
        var before = await File.ReadAllTextAsync(Store, Cancel);
        var seen = _folder.PathOf("seen");

        // Left as it is, nothing is changed, so that YAML gives back each value.
        await EditAsync($"cp \"$1\" {seen}");
        Assert.Equal(before, await File.ReadAllTextAsync(Store, Cancel));
        Assert.Contains("\"block\": |-\n  one\n    two\n", await File.ReadAllTextAsync(seen, Cancel), StringComparison.Ordinal);

        await EditAsync("sed -i '/^\"gone\"/d' \"$1\"; echo 'port: 05432' >> \"$1\"");
        Assert.Equal("block\nindented\nnull\nport\nquoted\n", await RunAsync("", "secret", "list", Store));
        Assert.Equal("05432\n", await RunAsync("", "secret", "get", Store, "port"));
        Assert.Equal("it's \"quoted\" \\ #: \u00E4\n", await RunAsync("", "secret", "get", Store, "quoted"));
        Assert.Empty(Directory.GetFileSystemEntries(Runtime));
    }

    [Theory]
    [InlineData("exit 3", "the editor '")]
    [InlineData("echo 'a: [' > \"$1\"", "line 2 of what was edited is no YAML.\n")]
    [InlineData("echo 'a: [1]' > \"$1\"", "the value of 'a' in line 1 of what was edited is no text.\n\nNothing was changed. Put it in quotes.\n")]
    [InlineData("echo '\"a b\": 1' > \"$1\"", "'a b' is no name of a secret: ")]
    [InlineData("rm \"$1\"", "the editor has taken the file away.\n\nNothing was changed.\n")]
    public async Task An_edit_that_fails_changes_nothing_and_leaves_nothing(string script, string told)
    {
        await RunAsync("hunter2\n", "secret", "set", Store, "token");
        var before = await File.ReadAllTextAsync(Store, Cancel);

        var run = await StartAsync("", Environment(_folder.WriteProgram("editor", script)), "secret", "edit", Store);

        Assert.Equal(1, run.ExitStatus);
        Assert.StartsWith(told, run.Stderr, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Store, Cancel));
        Assert.Empty(Directory.GetFileSystemEntries(Runtime));
    }

    [Fact]
    public async Task Rekeying_gives_the_file_another_password()
    {
        await RunAsync("hunter2\n", "secret", "set", Store, "token");
        await RunAsync("", "secret", "rekey", Store, "--new-password-file", _folder.Write("new", "battery staple\n"));

        Assert.Equal("hunter2\n", (await StartAsync("", [], "secret", "get", Store, "token", "--vault-password-file", _folder.PathOf("new"))).Stdout);
        Assert.Equal(1, (await StartAsync("", Environment(), "secret", "get", Store, "token")).ExitStatus);
    }

    [Fact]
    public async Task On_a_terminal_the_password_of_a_new_file_and_the_value_are_asked_for_twice_and_not_shown()
    {
        Assert.SkipUnless(File.Exists(TestSite.Script), "The program 'script' gives this test a terminal: apt-get install bsdutils");
        using var program = TestSite.StartOnTerminal(new Dictionary<string, string?> { ["TERM"] = "dumb" }, "secret", "set", Store, "token");

        var screen = "";
        foreach (var (question, answer) in new[]
        {
            ($"New password of {Store}: ", "correct horse"), ("again: ", "correct horse"), ("Value of token: ", "hunter2"), ("again: ", "hunter2"),
        })
        {
            screen += await TestSite.ReadUntilAsync(program.StandardOutput, question, Cancel);
            await program.StandardInput.WriteAsync($"{answer}\r".AsMemory(), Cancel);
            await program.StandardInput.FlushAsync(Cancel);
        }
        screen += await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.True(program.ExitCode == 0, screen);
        Assert.DoesNotContain("horse", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", screen, StringComparison.Ordinal);
        Assert.Equal("hunter2\n", await RunAsync("", "secret", "get", Store, "token"));
    }

    [Fact]
    public async Task Help_tells_each_command()
    {
        var run = await StartAsync("", [], "secret", "--help");

        Assert.Equal(0, run.ExitStatus);
        foreach (var command in new[] { "set <FILE> <NAME>", "get <FILE> <NAME>", "list <FILE>", "remove <FILE> <NAME>", "edit <FILE> <NAME>", "rekey <FILE>" })
            Assert.Contains(command, run.Stdout, StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Environment(string? editor = null) => new()
    {
        ["MARCHITECT_VAULT_PASSWORD_FILE"] = _folder.PathOf("password"),
        ["XDG_RUNTIME_DIR"] = Runtime,
        ["VISUAL"] = editor,
    };

    private async Task EditAsync(string script, params string[] name)
    {
        var run = await StartAsync("", Environment(_folder.WriteProgram("editor", script)), ["secret", "edit", Store, .. name]);
        Assert.True(run.ExitStatus == 0, run.AllOutput);
    }

    private async Task<string> RunAsync(string input, params string[] args)
    {
        var run = await StartAsync(input, Environment(), args);
        Assert.True(run.ExitStatus == 0, run.AllOutput);
        Assert.Empty(run.Stderr);
        return run.Stdout;
    }

    private async Task FailsAsync(string told, params string[] args)
    {
        var run = await StartAsync("", Environment(), args);
        Assert.Equal((1, "", told), (run.ExitStatus, run.Stdout, run.Stderr));
    }

    // Without a terminal, whoever runs the tests: so nobody is asked.
    private async Task<ProgramRun> StartAsync(string input, Dictionary<string, string?> environment, params string[] args) => await ProgramRun.StartAsync(
        _folder.PathOf("."), environment, Cancel,
        ["/bin/sh", "-c", "file=$1; shift; exec setsid -w \"$@\" < \"$file\"", "sh", _folder.Write("stdin", input), TestSite.Program, .. args.Select(arg => arg == "FILE" ? Store : arg)]);
}
