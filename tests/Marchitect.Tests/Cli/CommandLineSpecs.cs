using Xunit;

namespace Marchitect.Tests.Cli;

public sealed class CommandLineSpecs : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("install a", "install")]
    [InlineData("update a", "update")]
    [InlineData("clean a", "clean")]
    [InlineData("start a", "start")]
    [InlineData("stop a", "stop")]
    [InlineData("run polish a", "polish")]
    [InlineData("validate a", "validation of install")]
    [InlineData("validate a --mode start", "validation of start")]
    [InlineData("validate --mode=start a", "validation of start")]
    [InlineData("plan a", "dry run of install")]
    [InlineData("plan a --mode clean", "dry run of clean")]
    [InlineData("update --dry-run a", "dry run of update")]
    [InlineData("run polish a --dry-run", "dry run of polish")]
    public void A_command_is_a_mode(string args, string mode)
    {
        var request = Accept(args);

        Assert.Equal(mode, request.IsValidation ? $"validation of {request.Mode}" : request.IsDryRun ? $"dry run of {request.Mode}" : request.Mode);
        Assert.Equal([TargetAddress.Parse("a")], request.Targets);
    }

    [Fact]
    public void Options_stand_before_and_after_the_command_and_its_targets()
    {
        var folder = Path.GetDirectoryName(_file)!;
        var request = Accept(
            $"-v install deploy@web-1:2222 -i {_file} [::1]:22 --password-file {_file} --passphrase-file {_file} --known-hosts k "
            + $"--accept-new-host-keys --resources {folder} --resources /");

        Assert.Equal(["deploy@web-1:2222", "[::1]:22"], request.Targets.Select(target => target.ToString()));
        Assert.Equal(_file, request.Identity);
        Assert.Equal((_file, _file, "k"), (request.PasswordFile, request.PassphraseFile, request.KnownHosts));
        Assert.Equal(HostKeyCheck.AcceptNew, request.HostKeyCheck);
        Assert.Equal([folder, "/"], request.ResourcePaths);
        Assert.Equal(Verbosity.Verbose, request.Verbosity);
        Assert.False(request.AskPassword);
    }

    [Fact]
    public void What_is_not_said_stays_as_ssh_and_the_program_have_it()
    {
        var request = Accept("install a");

        Assert.Null(request.Identity);
        Assert.Empty(request.ResourcePaths);
        Assert.Equal((null, null, null), (request.PasswordFile, request.PassphraseFile, request.KnownHosts));
        Assert.Null(request.HostKeyCheck);
        Assert.Equal(Verbosity.Normal, request.Verbosity);
        Assert.Equal(HostKeyCheck.DangerouslyAcceptAny, Accept("install a --dangerously-accept-any-host-key").HostKeyCheck);
        Assert.True(Accept("install a --ask-password -q").AskPassword);
    }

    [Theory]
    [InlineData("install a", null)]
    [InlineData("install a --become", "root by sudo")]
    [InlineData("--become install a", "root by sudo")]
    [InlineData("install --become a", "root by sudo")]
    [InlineData("install a --become-user postgres", "postgres by sudo")]
    [InlineData("install a --become --become-user postgres --become-method doas", "postgres by doas")]
    [InlineData("validate a --become-method su", "root by su")]
    public void Another_user_is_root_by_sudo_unless_named(string args, string? become) => Assert.Equal(become, Accept(args).Become?.ToString());

    [Fact]
    public void The_password_for_another_user_has_a_file_of_its_own()
    {
        var request = Accept($"install a --become --become-password-file {_file}");

        Assert.Equal((null, _file), (request.PasswordFile, request.BecomePasswordFile));
    }

    [Theory]
    [InlineData("instal a", "There is no command 'instal'. Did you mean 'install'? Commands: install, update, clean, start, stop, run, plan, apply, validate, config, secret.\nsite --help")]
    [InlineData("polish a", "There is no command 'polish'. Commands: install, update, clean, start, stop, run, plan, apply, validate, config, secret.\nsite --help")]
    [InlineData("-x", "There is no option '-x'.\nsite --help")]
    [InlineData("install", "Required argument 'TARGET' missing for command: 'install'.\nsite install --help")]
    [InlineData("install a --identiy k", "There is no option '--identiy'. Did you mean '--identity'?\nsite install --help")]
    [InlineData("validate a --mod start", "There is no option '--mod'. Did you mean '--mode'?\nsite validate --help")]
    [InlineData("install a@@b", "The target 'a@@b' has more than one @.")]
    [InlineData("install a --identity /no/such/key", "There is no private key at '/no/such/key' (--identity).\nsite install --help")]
    [InlineData("install a --password-file /no/such", "There is no file at '/no/such' (--password-file).\nsite install --help")]
    [InlineData("install a --resources /no/such", "There is no folder of resources at '/no/such' (--resources).\nsite install --help")]
    [InlineData("install a --become-user a:b", "'a:b' is no user name: no name has any of")]
    [InlineData("install a --become-method runas", "Argument 'runas' not recognized. Must be one of:")]
    [InlineData("install a --become-password-file /no/such", "There is no file at '/no/such' (--become-password-file).\nsite install --help")]
    [InlineData("install a -v -q", "--verbose and --quiet do not go together.\nsite install --help")]
    [InlineData("install a --accept-new-host-keys --dangerously-accept-any-host-key", "--accept-new-host-keys and --dangerously-accept-any-host-key do not go together.")]
    [InlineData("install a --ask-password --password-file /", "--ask-password and --password-file do not go together.")]
    public void Wrong_usage_is_told_with_status_2(string args, string told)
    {
        var (request, status, stdout, stderr) = Read(args);

        Assert.Null(request);
        Assert.Equal(2, status);
        Assert.Empty(stdout);
        Assert.StartsWith(told.Replace("site", "Marchitect.Tests", StringComparison.Ordinal), stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_mode_is_wrong_usage()
    {
        var (request, status, _, stderr) = Read(["run", " ", "a"]);

        Assert.Null(request);
        Assert.Equal(2, status);
        Assert.StartsWith("The mode is empty.", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_target_is_told()
    {
        var (_, _, _, stderr) = Read("install a@@b :22");

        Assert.Contains("'a@@b' has more than one @", stderr, StringComparison.Ordinal);
        Assert.Contains("The host in ':22' is empty", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void No_arguments_show_the_usage_with_status_2()
    {
        var (request, status, stdout, stderr) = Read([]);

        Assert.Null(request);
        Assert.Equal(2, status);
        Assert.Empty(stdout);
        Assert.Contains("Sets up machines as the site plan Site says.", stderr, StringComparison.Ordinal);
        Assert.Contains("validate <TARGET>", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_no_error()
    {
        var (request, status, stdout, stderr) = Read("install --help");

        Assert.Null(request);
        Assert.Equal(0, status);
        Assert.Contains("--dangerously-accept-any-host-key", stdout, StringComparison.Ordinal);
        Assert.Empty(stderr);
    }

    private static RunRequest Accept(string args)
    {
        var (request, status, _, stderr) = Read(args);

        Assert.Empty(stderr);
        Assert.Equal(0, status);
        return request ?? throw new InvalidOperationException("No request.");
    }

    private static (RunRequest? Request, int ExitStatus, string Stdout, string Stderr) Read(string args) => Read(args.Split(' '));

    private static (RunRequest? Request, int ExitStatus, string Stdout, string Stderr) Read(string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var (request, status) = new CommandLine("Site").Read(args, stdout, stderr);
        return (request, status, stdout.ToString(), stderr.ToString());
    }
}
