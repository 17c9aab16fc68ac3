using System.Diagnostics;
using Marchitect.Tests.Configuration;

namespace Marchitect.Tests.Secrets;

/// <summary>Secrets from files, the environment, people and programs of this machine.</summary>
public sealed class SecretSourcesSpecs : IDisposable
{
    private const string PrivateKey = "-----BEGIN KEY-----\nabc\n-----END KEY-----";
    private readonly SecretFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("hunter2\r\n", "hunter2")]
    [InlineData("hunter2\n\n", "hunter2\n")]
    [InlineData(" hunter 2 ", " hunter 2 ")]
    [InlineData("\uFEFFhunter2\n", "hunter2")]
    [InlineData("p\u00E4ss\u20AC\n", "p\u00E4ss\u20AC")]
    [InlineData(PrivateKey + "\n", PrivateKey)]
    public async Task A_file_is_its_content_without_one_last_line_end(string content, string text) =>
        Assert.Equal(text, await SecretFolder.FetchAsync(Secret.FromFile(_folder.Write("a", content))));

    [Fact]
    public async Task A_file_may_lie_in_the_home()
    {
        var name = $".marchitect-spec-{Guid.NewGuid():N}";
        var path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name);
        await File.WriteAllTextAsync(path, "hunter2\n", Cancel);
        try
        {
            Assert.Equal("hunter2", await SecretFolder.FetchAsync(Secret.FromFile($"~/{name}")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_file_of_one_MiB_is_read_and_one_byte_more_is_refused()
    {
        const int limit = 1024 * 1024;
        Assert.Equal(limit, (await SecretFolder.FetchAsync(Secret.FromFile(_folder.Write("most", new string('x', limit))))).Length);
        Assert.Equal(
            $"the secret file {_folder.PathOf("more")} is larger than 1024 KiB.",
            (await SecretFolder.FailAsync(Secret.FromFile(_folder.Write("more", new string('x', limit + 1))))).Message);
    }

    [Fact]
    public async Task A_file_that_tells_no_secret_is_an_error_with_its_path()
    {
        _folder.Write("empty", "");
        _folder.Write("line", "\n");
        _folder.Write("bytes", [0x61, 0xFF, 0x61]);
        Directory.CreateDirectory(_folder.PathOf("folder"));

        foreach (var (name, what) in new[]
        {
            ("missing", "does not exist."), ("empty", "is empty."), ("line", "holds nothing but a line end."), ("bytes", "is no text in UTF-8."), ("folder", "is a folder."),
        })
        {
            var failure = await SecretFolder.FailAsync(Secret.FromFile(_folder.PathOf(name)));
            Assert.Equal($"the secret file {_folder.PathOf(name)} {what}", failure.What);
        }
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_says_so()
    {
        var path = _folder.Write("locked", "hunter2");
        File.Delete(path);
        UnreadableFile.Make(path);

        Assert.StartsWith($"the secret file {path} could not be read: ", (await SecretFolder.FailAsync(Secret.FromFile(path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relative_path_that_is_missing_tells_the_folder_it_begins_at() => Assert.Equal(
        $"the secret file no/such does not exist.\n\nThe path begins at the current folder, {Environment.CurrentDirectory}.",
        (await SecretFolder.FailAsync(Secret.FromFile("no/such"))).Message);

    [Fact]
    public async Task An_environment_variable_is_taken_whole()
    {
        var name = $"MARCHITECT_SPEC_{Guid.NewGuid():N}";
        Assert.Equal($"the environment variable {name}, which is to hold a secret, is not set.", (await SecretFolder.FailAsync(Secret.FromEnvironment(name))).Message);

        Environment.SetEnvironmentVariable(name, "hunter2\n");
        Assert.Equal("hunter2\n", await SecretFolder.FetchAsync(Secret.FromEnvironment(name)));

        Environment.SetEnvironmentVariable(name, null);
    }

    [Theory]
    [InlineData("Password of the database", "Password of the database: ")]
    [InlineData("Which token?", "Which token? ")]
    [InlineData("Token: ", "Token: ")]
    public async Task A_person_is_asked_once_in_a_run(string question, string asked)
    {
        var questions = new List<string>();
        var resolver = new SecretResolver { Ask = (text, _) => { questions.Add(text); return new("hunter2"); } };

        Assert.Equal("hunter2", await SecretFolder.FetchAsync(Secret.FromPrompt(question), resolver));
        Assert.Equal("hunter2", await SecretFolder.FetchAsync(Secret.FromPrompt(question), resolver));
        Assert.Equal([asked], questions);
    }

    [Fact]
    public async Task Nobody_to_ask_and_no_answer_are_errors()
    {
        Assert.Equal("there is nobody to ask: 'Token'.", (await SecretFolder.FailAsync(Secret.FromPrompt("Token"))).What);
        foreach (var answer in new[] { null, "" })
        {
            Assert.Equal(
                "there was no answer to 'Token'.",
                (await SecretFolder.FailAsync(Secret.FromPrompt("Token"), new() { Ask = (_, _) => new(answer) })).Message);
        }
    }

    [Fact]
    public async Task Two_questions_are_never_asked_at_the_same_time()
    {
        var (open, most) = (0, 0);
        var resolver = new SecretResolver
        {
            Ask = async (text, cancellationToken) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref open));
                await Task.Delay(20, cancellationToken);
                Interlocked.Decrement(ref open);
                return text;
            },
        };

        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => SecretFolder.FetchAsync(Secret.FromPrompt($"{number}?"), resolver)));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_one_run_broke_off_is_fetched_by_another()
    {
        using var first = new CancellationTokenSource();
        var asked = 0;
        var begun = new TaskCompletionSource();
        var resolver = new SecretResolver
        {
            Ask = async (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref asked) > 1)
                    return "hunter2";
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            },
        };

        var broken = resolver.ResolveAsync(Secret.FromPrompt("Token"), first.Token).AsTask();
        await begun.Task;
        var other = SecretFolder.FetchAsync(Secret.FromPrompt("Token"), resolver);
        await first.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken);
        Assert.Equal("hunter2", await other);
    }

    [Fact]
    public async Task A_program_gets_its_arguments_as_they_are_and_tells_on_stdout()
    {
        Assert.Equal("a  b|$HOME|", await SecretFolder.FetchAsync(Secret.FromCommand("printf", "%s|%s|\\n", "a  b", "$HOME")));
        Assert.Equal("one\ntwo", await SecretFolder.FetchAsync(Secret.FromCommand("printf", "one\\ntwo\\n")));
        // It would wait for ever, were stdin open.
        Assert.Equal("end", await SecretFolder.FetchAsync(Secret.FromCommand("sh", "-c", "cat; echo end; echo noise >&2")));
    }

    [Fact]
    public async Task A_program_that_fails_is_told_with_status_and_stderr_but_without_what_it_told()
    {
        var failure = await SecretFolder.FailAsync(Secret.FromCommand("sh", "-c", "echo hunter2; echo no such entry >&2; exit 7"));

        Assert.Equal("the program 'sh', which is to tell a secret, failed.\n\n  exit status  7\n  stderr       no such entry", failure.Message.ReplaceLineEndings("\n"));
        Assert.Equal((7, "no such entry"), (failure.ExitStatus, failure.StderrEnd));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "the program 'sh' wrote no secret on stdout.")]
    [InlineData("echo", "the program 'sh' wrote no secret on stdout.")]
    [InlineData("printf '\\377'", "the program 'sh' wrote no text in UTF-8.")]
    [InlineData("yes", "the program 'sh' wrote more than 1024 KiB, which is no secret.")]
    public async Task A_program_that_tells_no_secret_is_an_error(string script, string what) =>
        Assert.Equal(what, (await SecretFolder.FailAsync(Secret.FromCommand("sh", "-c", script))).What);

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error()
    {
        Assert.Equal(
            "the program 'no-such-program', which is to tell a secret, was not found.\n\nIs it installed, and in the PATH?",
            (await SecretFolder.FailAsync(Secret.FromCommand("no-such-program"))).Message);
        Assert.Equal(
            $"the program '{_folder.Write("text", "x")}', which is to tell a secret, was not found.",
            (await SecretFolder.FailAsync(Secret.FromCommand(_folder.PathOf("text")))).What);
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_ended_with_its_children()
    {
        var pids = _folder.PathOf("pids");
        var failure = await Assert.ThrowsAsync<SecretException>(() => SecretProgram.ReadAsync(
            "sh", ["-c", $"sleep 600 & echo $! > {pids}; echo $$ >> {pids}; wait"], TimeSpan.FromSeconds(1), Cancel));

        Assert.Equal("the program 'sh', which is to tell a secret, was ended after 1 s.", failure.What);
        AssertGone(await File.ReadAllLinesAsync(pids, Cancel));
    }

    [Fact]
    public async Task Cancelling_ends_the_program_with_its_children()
    {
        var pids = _folder.PathOf("pids");
        using var cancelling = new CancellationTokenSource();
        var running = SecretProgram.ReadAsync("sh", ["-c", $"sleep 600 & echo $! > {pids}; echo $$ >> {pids}; wait"], TimeSpan.FromSeconds(60), cancelling.Token);
        while (!File.Exists(pids) || (await File.ReadAllLinesAsync(pids, Cancel)).Length < 2)
            await Task.Delay(10, Cancel);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        AssertGone(await File.ReadAllLinesAsync(pids, Cancel));
    }

    [Fact]
    public void What_is_plainly_wrong_is_refused_where_it_is_written()
    {
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromFile(""));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromFile(null!));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromFile("a\0b"));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromEnvironment(" "));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromEnvironment("A=B"));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromPrompt(""));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromCommand(""));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromCommand("echo", null!));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromCommand("echo", "a", null!));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromAnsibleVault(""));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromAnsibleVault("a", ""));
    }

    [Fact]
    public void The_source_is_told_without_what_may_be_secret()
    {
        Assert.Equal("file ~/db", Secret.FromFile("~/db").Source);
        Assert.Equal("environment variable TOKEN", Secret.FromEnvironment("TOKEN").Source);
        Assert.Equal("the answer to 'Token'", Secret.FromPrompt("Token").Source);
        Assert.Equal("command sh", Secret.FromCommand("sh", "-c", "echo hunter2").Source);
        Assert.Equal("vault all.yml", Secret.FromAnsibleVault("all.yml").Source);
        Assert.Equal("'db.password' of vault all.yml", Secret.FromAnsibleVault("all.yml", "db.password").Source);
    }

    [Fact]
    public void Secrets_of_the_same_place_are_equal()
    {
        Assert.Equal(Secret.FromCommand("pass", "show", "db"), Secret.FromCommand("pass", "show", "db"));
        Assert.Equal(Secret.FromCommand("pass", "show", "db").GetHashCode(), Secret.FromCommand("pass", "show", "db").GetHashCode());
        Assert.NotEqual(Secret.FromCommand("pass", "show", "db"), Secret.FromCommand("pass", "show", "mail"));
        Assert.Equal(Secret.FromFile("a"), Secret.FromFile("a"));
        Assert.NotEqual(Secret.FromFile("a"), Secret.FromEnvironment("a"));
    }

    // A zombie is gone too: it waits only for its parent to look.
    private static void AssertGone(string[] pids)
    {
        foreach (var pid in pids)
        {
            var watch = Stopwatch.StartNew();
            while (File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal))
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"Process {pid} still runs.");
        }
    }
}
