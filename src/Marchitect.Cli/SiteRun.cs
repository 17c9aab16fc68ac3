using System.Diagnostics;

namespace Marchitect;

/// <summary>Runs a plan on the machines that a command line names, one after another.</summary>
internal sealed class SiteRun(SitePlan plan, RunRequest request, TextWriter output, TextWriter error)
{
    private readonly RunPrinter _printer = new(output, error, request);
    private readonly Dictionary<string, string?> _becomePasswords = new(StringComparer.Ordinal);
    private string? _becomePassword;
    private SavedPlan? _saved;
    private RunOptions _options = new();

    private string RunMode => _saved?.Mode ?? request.Mode;

    /// <summary>Runs it.</summary>
    /// <returns>The status to exit with.</returns>
    public async Task<int> RunAsync()
    {
        if (!await ReadConfigAsync().ConfigureAwait(false))
            return ExitStatus.WrongUsage;
        string? password, passphrase;
        try
        {
            _saved = request.Applied is { } applied ? await SavedPlan.LoadAsync(applied).ConfigureAwait(false) : null;
            password = request.PasswordFile is { } file ? SecretFile.Read(file) : request.AskPassword ? Ask("Password: ") : null;
            passphrase = request.PassphraseFile is { } phraseFile ? SecretFile.Read(phraseFile) : null;
            _becomePassword = request.BecomePasswordFile is { } becomeFile ? SecretFile.Read(becomeFile) : null;
        }
        catch (PlanRefusedException refused)
        {
            await error.WriteLineAsync(refused.Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }
        catch (MarchitectException unreadable)
        {
            await error.WriteLineAsync(unreadable.Message).ConfigureAwait(false);
            return ExitStatus.WrongUsage;
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Interrupted;
        }
        var began = Stopwatch.GetTimestamp();
        using var interruption = new Interruption(error.WriteLine);
        var (failed, differs) = (0, 0);
        foreach (var target in request.Targets)
        {
            if (interruption.Gently.IsCancellationRequested)
                break;
            var report = await RunOnAsync(target, password, passphrase, interruption).ConfigureAwait(false);
            _printer.Read(report);
            if (!report.IsSuccess || (request.SavedTo is { } savedTo && !await SaveAsync(report, savedTo).ConfigureAwait(false)))
                failed++;
            else if (report.IsDryRun && HasWork(report))
                differs++;
        }
        _printer.End(request.Targets.Count, Stopwatch.GetElapsedTime(began));
        return interruption.ExitStatus != 0 ? interruption.ExitStatus
            : failed > 0 ? ExitStatus.Failed
            : differs > 0 && request.TellsByExitStatus ? ExitStatus.Differs
            : ExitStatus.Done;
    }

    /// <summary>The name that config is given by: as the user wrote it, without login and port.</summary>
    public static string NameOf(TargetAddress target) => target.Kind is TargetKind.Ssh ? target.Host : target.ToString();

    /// <summary>Tells what is wrong with a config.</summary>
    public static void Tell(IReadOnlyList<string> problems, TextWriter error)
    {
        error.WriteLine(problems.Count == 1 ? "the config has a problem; no machine was reached." : $"the config has {problems.Count} problems; no machine was reached.");
        error.WriteLine();
        foreach (var problem in problems)
            error.WriteLine($"  {problem}");
    }

    // A wrong key must not cost a half-done site, so that all of it is looked at first.
    private async Task<bool> ReadConfigAsync()
    {
        try
        {
            _options = SiteFiles.Options(request);
            var problems = await ConfigCheckup.ProblemsAsync(plan, [.. request.Targets.Select(NameOf)], _options, withSecrets: true, default).ConfigureAwait(false);
            if (problems.Count == 0)
                return true;
            Tell(problems, error);
        }
        catch (ConfigurationException wrong)
        {
            await error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The plan's own code failed, which is no matter of the config: the run comes to it as well, and reports it with its place.
            return true;
        }
        return false;
    }

    private async Task<RunReport> RunOnAsync(TargetAddress target, string? password, string? passphrase, Interruption interruption)
    {
        var login = new LoginOptions
        {
            IdentityFile = request.Identity,
            Password = password,
            Passphrase = passphrase,
            HostKeyCheck = request.HostKeyCheck,
            KnownHostsFiles = request.KnownHosts is { } file ? [file] : null,
        };
        try
        {
            var report = await RunOnAsync(target, login, interruption).ConfigureAwait(false);
            if (password is not null || !WasRefused(report) || !PasswordPrompt.IsPossible || interruption.Gently.IsCancellationRequested)
                return report;
            // Its own password each: one machine must not learn that of another.
            return PasswordPrompt.Ask($"Password for {target}: ") is { Length: > 0 } typed
                ? await RunOnAsync(target, login with { Password = typed }, interruption).ConfigureAwait(false)
                : report;
        }
        catch (MarchitectException unresolved)
        {
            unresolved.At(new(target.ToString(), Plan: plan.Name, Mode: RunMode));
            return NotRun(target, RunOutcome.Failed, unresolved);
        }
        catch (OperationCanceledException) when (interruption.Gently.IsCancellationRequested)
        {
            return NotRun(target, RunOutcome.Cancelled, null);
        }
    }

    private RunReport NotRun(TargetAddress target, RunOutcome outcome, MarchitectException? error) =>
        new(target.ToString(), null, plan.Name, RunMode, [], outcome, TimeSpan.Zero, default, error);

    private async Task<RunReport> RunOnAsync(TargetAddress target, LoginOptions login, Interruption interruption)
    {
        var resolved = await TargetResolver.ResolveAsync(target, login, interruption.Gently).ConfigureAwait(false);
        _printer.Read(resolved);
        var options = _options with
        {
            As = request.Become,
            ErrorOk = true,
            OnEvent = _printer.Read,
            SessionOptions = new() { BecomePassword = BecomePasswordFor(target) },
            StopGently = interruption.Gently,
        };
        return await (_saved is not null
            ? plan.ApplyAsync(_saved, resolved.Transport, options, interruption.Firmly)
            : request.IsValidation
            ? plan.ValidateAsync(request.Mode, resolved.Transport, options, interruption.Firmly)
            : request.IsDryRun
            ? plan.PreviewAsync(request.Mode, resolved.Transport, options, interruption.Firmly)
            : plan.ExecuteAsync(request.Mode, resolved.Transport, options, interruption.Firmly)).ConfigureAwait(false);
    }

    // Null where there is nobody to ask, so that a machine is told not to ask either.
    private Func<Become, CancellationToken, ValueTask<string?>>? BecomePasswordFor(TargetAddress target)
    {
        if (_becomePassword is not null)
            return (_, _) => new(_becomePassword);
        // A terminal is waited for on a thread of its own: the session reads on meanwhile.
        return PasswordPrompt.IsPossible ? (become, cancellationToken) => new(Task.Run(() => AskFor(become, target), cancellationToken)) : null;
    }

    // Asked once for a whole run: whoever sets up many machines has one password, or gives each run its own.
    private string? AskFor(Become become, TargetAddress target)
    {
        var (whose, question) = become.Method == BecomeMethod.Su
            ? (become.User, $"Password of {become.User} for su on {target}: ")
            : ("", $"Password for sudo on {target}: ");
        if (!_becomePasswords.TryGetValue(whose, out var password))
            _becomePasswords.Add(whose, password = PasswordPrompt.Ask(question));
        return password;
    }

    private async Task<bool> SaveAsync(RunReport report, string path)
    {
        try
        {
            await report.Saved!.SaveAsync(path).ConfigureAwait(false);
            if (request.Verbosity != Verbosity.Quiet)
                await output.WriteLineAsync($"{report.Host}: plan saved in {path}").ConfigureAwait(false);
            return true;
        }
        catch (MarchitectException unwritable)
        {
            await error.WriteLineAsync(unwritable.Message).ConfigureAwait(false);
            return false;
        }
    }

    // What is not known may be something to do as well.
    private static bool HasWork(RunReport report) => report.Steps.Any(step =>
        step.WouldRun.Count > 0 || step.UnknownFrom is not null
        || step.Prefabs.Any(prefab => prefab.Outcome is PrefabOutcome.Changed or PrefabOutcome.Unknown));

    private static bool WasRefused(RunReport report) =>
        report.Error is LoginRefusedException && report.Steps.All(step => step.Outcome == StepOutcome.NotStarted);

    private static string Ask(string question)
    {
        if (!PasswordPrompt.IsPossible)
            throw new MarchitectException("there is no terminal to ask for the password on.", "Give it with --password-file.");
        return PasswordPrompt.Ask(question) ?? throw new OperationCanceledException();
    }
}
