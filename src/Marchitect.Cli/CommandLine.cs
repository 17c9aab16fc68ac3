using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Marchitect;

/// <summary>The command line of a program that holds a site plan: modes as commands, machines as arguments.</summary>
internal sealed class CommandLine
{
    private static readonly (string Mode, string Description)[] Modes =
    [
        (Mode.Install, "Bring machines into the state the plan wants"),
        (Mode.Update, "Bring installed machines up to date"),
        (Mode.Clean, "Take away what was installed"),
        (Mode.Start, "Start services"),
        (Mode.Stop, "Stop services"),
    ];

    private readonly Option<string?> _identity = new("--identity", "-i")
    {
        Description = "Private key to log in with. Default: the agent and the keys that ssh would try",
        HelpName = "KEY",
        Recursive = true,
    };

    private readonly Option<bool> _askPassword = new("--ask-password")
    {
        Description = "Ask for the password before logging in. Without this it is asked for where a login needs it",
        Recursive = true,
    };

    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "File whose first line is the password",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _passphraseFile = new("--passphrase-file")
    {
        Description = "File whose first line is the passphrase of the private key",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _knownHosts = new("--known-hosts")
    {
        Description = "File of known host keys. Default: those that ssh reads, ~/.ssh/known_hosts first",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<bool> _acceptNewHostKeys = new("--accept-new-host-keys")
    {
        Description = "Write down keys of hosts that are not known yet; a changed key is still refused",
        Recursive = true,
    };

    private readonly Option<bool> _acceptAnyHostKey = new("--dangerously-accept-any-host-key")
    {
        Description = "Do not check whose machine it is. Anybody in between can then read and change all of it",
        Recursive = true,
    };

    private readonly Option<bool> _become = new("--become")
    {
        Description = "Act as root on the machines, e.g. install deploy@web-1 --become. A password is asked for where a machine asks for one",
        Recursive = true,
    };

    private readonly Option<string?> _becomeUser = new("--become-user")
    {
        Description = "Act as this user instead of root",
        HelpName = "USER",
        Recursive = true,
    };

    private readonly Option<string?> _becomeMethod = new("--become-method")
    {
        Description = "How: sudo, doas or su. Default: sudo",
        HelpName = "METHOD",
        Recursive = true,
    };

    private readonly Option<string?> _becomePasswordFile = new("--become-password-file")
    {
        Description = "File whose first line is the password for it: yours with sudo, the other user's with su",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _vaultPasswordFile = new("--vault-password-file")
    {
        Description = "File with the password of encrypted files; one that may be executed is run. Default: that of MARCHITECT_VAULT_PASSWORD_FILE",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string[]> _resources = new("--resources")
    {
        Description = "Folder of resources; may be given several times, the first that has a file wins. Default: the program's folder",
        HelpName = "PATH",
        Recursive = true,
    };

    private readonly Option<string[]> _config = new("--config")
    {
        Description = "File of config (.toml, .yaml or .json) over that of the program; may be given several times, later ones count over earlier",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting over all files, by whiteprint or alias, e.g. --set nginx.workers=4; may be given several times",
        HelpName = "NAME.SETTING=VALUE",
        Recursive = true,
    };

    private readonly Option<bool> _explain = new("--explain")
    {
        Description = "Say of each value who set it",
    };

    private readonly Option<bool> _schema = new("--schema")
    {
        Description = "Print what config files may hold, as JSON Schema: editors complete and check by it",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Show commands, their output and files as they happen",
        Recursive = true,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Show only errors and the last line",
        Recursive = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Tell what would be done, and change nothing",
    };

    private readonly Option<bool> _exitCode = new("--exit-code")
    {
        Description = "Exit with status 3 where something would be changed or run",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Save the plan to a file, for apply; of one machine",
        HelpName = "FILE",
    };

    private readonly Argument<TargetAddress[]> _targets = new("TARGET")
    {
        Description = "Machine: user@host:port, a name of ssh_config, [v6]:port, local, docker:NAME, podman:NAME or chroot:/PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly RootCommand _root;
    private RunRequest? _request;

    /// <summary>Makes the command line of a plan's program.</summary>
    public CommandLine(string plan)
    {
        _root = new RootCommand($"Sets up machines as the site plan {plan} says.")
        {
            _identity, _askPassword, _passwordFile, _passphraseFile, _knownHosts, _acceptNewHostKeys, _acceptAnyHostKey,
            _become, _becomeUser, _becomeMethod, _becomePasswordFile, _vaultPasswordFile, _resources, _config, _set, _verbose, _quiet,
        };
        _targets.CustomParser = ReadTargets;
        foreach (var (mode, description) in Modes)
            _root.Add(CommandFor(new(mode, description) { _dryRun }, _ => new(mode, IsValidation: false, [])));

        var anyMode = new Argument<string>("MODE") { Description = "Any word that the plan understands" };
        _root.Add(CommandFor(new("run", "Execute another mode") { anyMode, _dryRun }, parsed => new(parsed.GetRequiredValue(anyMode), IsValidation: false, [])));

        var planned = new Option<string>("--mode")
        {
            Description = "The mode that is planned",
            HelpName = "MODE",
            DefaultValueFactory = _ => Mode.Install,
        };
        _root.Add(CommandFor(
            new("plan", "Tell what would be done, line by line, and change nothing") { planned, _out, _exitCode },
            parsed => new(parsed.GetRequiredValue(planned), IsValidation: false, [])
            {
                IsDryRun = true,
                ShowsDiffs = true,
                SavedTo = parsed.GetValue(_out),
                TellsByExitStatus = parsed.GetValue(_exitCode),
            }));

        var applied = new Argument<string>("FILE") { Description = "What plan --out has saved" };
        _root.Add(CommandFor(
            new("apply", "Do exactly what a saved plan says, or refuse") { applied },
            parsed => new("apply", IsValidation: false, []) { Applied = parsed.GetRequiredValue(applied) }));

        var validated = new Option<string>("--mode")
        {
            Description = "The mode whose result is looked at",
            HelpName = "MODE",
            DefaultValueFactory = _ => Mode.Install,
        };
        _root.Add(CommandFor(
            new("validate", "Look whether machines are as they should be, and change nothing") { validated },
            parsed => new(parsed.GetRequiredValue(validated), IsValidation: true, [])));

        var hosts = new Argument<TargetAddress[]>("HOST") { Description = "Machine, as for install. Default: what is set for all", Arity = ArgumentArity.ZeroOrMore, CustomParser = ReadTargets };
        var config = new Command("config", "Print the config of each step, merged and checked; no machine is reached") { _explain, _schema };
        config.Add(hosts);
        config.SetAction(parsed =>
        {
            _request = new("config", IsValidation: false, parsed.GetValue(hosts) ?? [])
            {
                ConfigFiles = parsed.GetValue(_config) ?? [],
                Settings = parsed.GetValue(_set) ?? [],
                ResourcePaths = parsed.GetValue(_resources) ?? [],
                ConfigView = parsed.GetValue(_schema) ? ConfigView.Schema : parsed.GetValue(_explain) ? ConfigView.Explained : ConfigView.Values,
            };
            return ExitStatus.Done;
        });
        _root.Add(config);

        foreach (var command in _root.Subcommands)
            command.Validators.Add(CheckOneTarget);
        applied.Validators.Add(result => Check(result, "There is no saved plan"));
        _becomeMethod.AcceptOnlyFromAmong("sudo", "doas", "su");
        _becomeUser.Validators.Add(CheckUser);
        foreach (var file in new[] { _passwordFile, _passphraseFile, _becomePasswordFile, _vaultPasswordFile })
            file.Validators.Add(result => Check(result, File.Exists, "There is no file"));
        anyMode.Validators.Add(CheckMode);
        validated.Validators.Add(CheckMode);
        planned.Validators.Add(CheckMode);
        _identity.Validators.Add(result => Check(result, File.Exists, "There is no private key"));
        _config.Validators.Add(result => Check(result, File.Exists, "There is no config file"));
        _resources.Validators.Add(result => Check(result, Directory.Exists, "There is no folder of resources"));
        Exclude(_askPassword, _passwordFile);
        Exclude(_acceptNewHostKeys, _acceptAnyHostKey);
        Exclude(_verbose, _quiet);
        Exclude(_explain, _schema);
        // Last: it has no machines, and so none of the checks above.
        _root.Add(SecretCommandLine.Of(parsed => parsed.GetValue(_vaultPasswordFile), request => Secret = request));
    }

    /// <summary>What was asked for about a file of secrets, where <see cref="Read"/> found that rather than a run.</summary>
    public SecretRequest? Secret { get; private set; }

    /// <summary>Reads arguments. Help goes to <paramref name="output"/>, what is wrong with them to <paramref name="error"/>.</summary>
    /// <returns>What is asked for, or null with the status to exit with.</returns>
    public (RunRequest? Request, int ExitStatus) Read(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        // No response files: an argument is what it says, also with an @ before it.
        var parsed = _root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction && args.Count > 0)
        {
            foreach (var problem in Problems(parsed))
                error.WriteLine(problem);
            var command = parsed.CommandResult.Command;
            error.WriteLine($"{PathOf(command)} --help tells more.");
            return (null, ExitStatus.WrongUsage);
        }
        _request = null;
        Secret = null;
        parsed.Invoke(new InvocationConfiguration
        {
            Output = args.Count > 0 ? output : error,
            Error = error,
            // Its own handlers of exceptions and signals stay out: this program has better ones.
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
        return (_request, args.Count > 0 ? ExitStatus.Done : ExitStatus.WrongUsage);
    }

    private IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens.Count == 0)
            return parsed.Errors.Select(problem => problem.Message).Distinct();
        var written = parsed.UnmatchedTokens[0];
        if (written.StartsWith('-'))
            return [$"There is no option '{written}'.{Meant(written, _root.Options.Select(option => option.Name))}"];
        var known = command.Subcommands.Select(subcommand => subcommand.Name).ToList();
        return [$"There is no command '{(command == _root ? "" : $"{command.Name} ")}{written}'.{Meant(written, known)} Commands: {string.Join(", ", known)}."];
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;

    private static string Meant(string written, IEnumerable<string> known) =>
        Suggestion.For(written, known) is { } meant ? $" Did you mean '{meant}'?" : "";

    private TargetAddress[] ReadTargets(ArgumentResult result)
    {
        var targets = new List<TargetAddress>();
        foreach (var token in result.Tokens)
        {
            if (token.Value.StartsWith('-'))
            {
                result.AddError($"There is no option '{token.Value}'.{Meant(token.Value, _root.Options.Concat(OptionsOf(result)).Select(option => option.Name))}");
                continue;
            }
            try
            {
                targets.Add(TargetAddress.Parse(token.Value));
            }
            catch (TargetAddressException wrong)
            {
                result.AddError(wrong.Remedy is null ? wrong.What : $"{wrong.What} {wrong.Remedy}");
            }
        }
        return [.. targets];
    }

    private static IEnumerable<Option> OptionsOf(ArgumentResult result) => result.Parent is CommandResult { Command: var command } ? command.Options : [];

    private static void Check(OptionResult result, Func<string, bool> isThere, string problem)
    {
        foreach (var token in result.Tokens.Where(token => !isThere(token.Value)))
            result.AddError($"{problem} at '{token.Value}' ({result.Option.Name}).");
    }

    private static void Check(ArgumentResult result, string problem)
    {
        foreach (var token in result.Tokens.Where(token => !File.Exists(token.Value)))
            result.AddError($"{problem} at '{token.Value}'.");
    }

    // A saved plan is what was found on one machine.
    private void CheckOneTarget(CommandResult result)
    {
        if ((result.Command.Name == "apply" || IsGiven(result, _out)) && result.GetResult(_targets) is { Tokens.Count: > 1 })
            result.AddError("A saved plan is of one machine; name one.");
    }

    private static void CheckMode(SymbolResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError("The mode is empty.");
    }

    private static void CheckUser(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (Marchitect.Become.WhyNoName(token.Value) is { } why)
                result.AddError($"'{token.Value}' is no user name: {why} ({result.Option.Name}).");
        }
    }

    // Whoever names the user or the way means it.
    private Become? BecomeOf(ParseResult parsed)
    {
        var (user, method) = (parsed.GetValue(_becomeUser), parsed.GetValue(_becomeMethod));
        if (user is null && method is null && !parsed.GetValue(_become))
            return null;
        return Marchitect.Become.Of(
            method switch { "doas" => BecomeMethod.Doas, "su" => BecomeMethod.Su, _ => BecomeMethod.Sudo }, user ?? "root");
    }

    private void Exclude(Option one, Option other)
    {
        foreach (var command in _root.Subcommands)
        {
            command.Validators.Add(result =>
            {
                if (IsGiven(result, one) && IsGiven(result, other))
                    result.AddError($"{one.Name} and {other.Name} do not go together.");
            });
        }
    }

    private static bool IsGiven(SymbolResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private Command CommandFor(Command command, Func<ParseResult, RunRequest> begin)
    {
        command.Add(_targets);
        command.SetAction(parsed =>
        {
            var request = begin(parsed);
            _request = request with
            {
                IsDryRun = request.IsDryRun || parsed.GetValue(_dryRun),
                ShowsDiffs = request.ShowsDiffs || parsed.GetValue(_verbose),
                Targets = parsed.GetRequiredValue(_targets),
                Identity = parsed.GetValue(_identity),
                AskPassword = parsed.GetValue(_askPassword),
                PasswordFile = parsed.GetValue(_passwordFile),
                PassphraseFile = parsed.GetValue(_passphraseFile),
                KnownHosts = parsed.GetValue(_knownHosts),
                HostKeyCheck = parsed.GetValue(_acceptAnyHostKey) ? Marchitect.HostKeyCheck.DangerouslyAcceptAny
                    : parsed.GetValue(_acceptNewHostKeys) ? Marchitect.HostKeyCheck.AcceptNew
                    : null,
                Become = BecomeOf(parsed),
                BecomePasswordFile = parsed.GetValue(_becomePasswordFile),
                VaultPasswordFile = parsed.GetValue(_vaultPasswordFile),
                ResourcePaths = parsed.GetValue(_resources) ?? [],
                ConfigFiles = parsed.GetValue(_config) ?? [],
                Settings = parsed.GetValue(_set) ?? [],
                Verbosity = parsed.GetValue(_verbose) ? Verbosity.Verbose : parsed.GetValue(_quiet) ? Verbosity.Quiet : Verbosity.Normal,
            };
            return ExitStatus.Done;
        });
        return command;
    }
}
