namespace Marchitect;

/// <summary>Does what the command <c>secret</c> asks for.</summary>
internal sealed class SecretCommand(SecretRequest request, TextWriter output, TextWriter error)
{
    private const string Again = "The same again: ";

    private readonly SecretResolver _resolver = new()
    {
        VaultPasswordFile = request.PasswordFile,
        Ask = PasswordPrompt.IsPossible ? (question, _) => new(PasswordPrompt.Ask(question) ?? throw new OperationCanceledException()) : null,
    };

    /// <summary>Does it.</summary>
    /// <returns>The status to exit with.</returns>
    public async Task<int> RunAsync()
    {
        try
        {
            await DoAsync().ConfigureAwait(false);
            return ExitStatus.Done;
        }
        catch (MarchitectException failure)
        {
            await error.WriteLineAsync(failure.Message).ConfigureAwait(false);
            return ExitStatus.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Interrupted;
        }
    }

    private async Task DoAsync()
    {
        if (request.Action == SecretAction.List)
        {
            foreach (var name in SecretStore.ReadNames(request.File))
                await output.WriteLineAsync(name).ConfigureAwait(false);
            return;
        }
        using var store = await OpenAsync().ConfigureAwait(false);
        switch (request.Action)
        {
            case SecretAction.Get:
                await output.WriteLineAsync(store.Get(request.Name!)).ConfigureAwait(false);
                return;
            case SecretAction.Set:
                store.Set(request.Name!, await ReadValueAsync().ConfigureAwait(false));
                break;
            case SecretAction.Remove:
                store.Remove(request.Name!);
                break;
            case SecretAction.Rekey:
                store.Rekey(request.NewPasswordFile is { } file
                    ? (await VaultPasswords.ReadAsync(file, "", CancellationToken.None).ConfigureAwait(false)).Text
                    : Password(await AskTwiceAsync($"New password of {request.File}: ", "Give it with --new-password-file.").ConfigureAwait(false)));
                break;
            case SecretAction.Edit when request.Name is { } name:
                var before = store.Names.Contains(name) ? store.Get(name) : "";
                var after = await SecretEditor.EditAsync(before, name.Replace('/', '_')).ConfigureAwait(false);
                if (after == before)
                    return;
                store.Set(name, after);
                break;
            default:
                SecretSheet.Apply(await SecretEditor.EditAsync(SecretSheet.Of(store), "secrets.yaml").ConfigureAwait(false), store);
                break;
        }
        store.Save();
    }

    private async Task<SecretStore> OpenAsync()
    {
        if (request.Action == SecretAction.Set && !File.Exists(SecretFiles.PathOf(request.File)))
        {
            var given = VaultPasswords.FromFileAsync(_resolver, isAnsible: false, CancellationToken.None);
            return SecretStore.Create(request.File, given is not null
                ? (await given.ConfigureAwait(false)).Text
                : Password(await AskTwiceAsync($"New password of {request.File}: ", "Give it with --vault-password-file.").ConfigureAwait(false)));
        }
        // What is not there is told before a password is asked for.
        SecretStore.ReadNames(request.File);
        return SecretStore.Open(
            request.File, await VaultPasswords.OfAsync(_resolver, request.File, isAnsible: false, CancellationToken.None).ConfigureAwait(false));
    }

    private async Task<string> ReadValueAsync()
    {
        var value = await (Console.IsInputRedirected ? ReadInputAsync() : AskTwiceAsync($"Value of {request.Name}: ", "Write it to stdin.")).ConfigureAwait(false);
        return value.Length > 0 ? value : throw new SecretException($"there was no value for '{request.Name}'.");
    }

    private static async Task<string> ReadInputAsync()
    {
        using var input = Console.OpenStandardInput();
        var bytes = await SecretFiles.ReadAsync(input, CancellationToken.None).ConfigureAwait(false)
            ?? throw new SecretException($"stdin holds more than {SecretText.LimitBytes / 1024} KiB, which is no secret.");
        return SecretText.From(bytes) ?? throw new SecretException("stdin is no text in UTF-8.");
    }

    private async Task<string> AskTwiceAsync(string question, string remedy)
    {
        var first = await _resolver.AskAsync(question, remedy, CancellationToken.None).ConfigureAwait(false);
        return first == await _resolver.AskAsync(Again, remedy, CancellationToken.None).ConfigureAwait(false)
            ? first!
            : throw new SecretException("what was typed first and what was typed again are not the same.");
    }

    // White space around a password counts nowhere, so it is not made with any.
    private static string Password(string typed) => typed.Trim() is { Length: > 0 } password ? password : throw new SecretException("the password is empty.");
}
