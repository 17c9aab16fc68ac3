using System.Globalization;

namespace Marchitect;

/// <summary>Starts each program by an <c>ssh</c> process, and so a login, of its own.</summary>
/// <param name="transport">What to start.</param>
/// <param name="config">What <c>ssh</c> knows of the host.</param>
internal sealed class OpenSshConnection(OpenSshTransport transport, SshConfig config) : Connection
{
    // After ssh has ended, what it said is there to be read; only a proxy command that outlives it may keep its stderr open.
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(1);

    private readonly OpenChannels _channels = new();

    /// <inheritdoc/>
    public override async Task<Channel> StartAsync(string shellLine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var askPass = transport.HasSecret
            ? await AskPass.CreateAsync(transport.Password, transport.Passphrase, transport.IdentityFile).ConfigureAwait(false)
            : null;
        var mark = new LoginMark();
        IReadOnlyList<string> command = [transport.Program, .. transport.Arguments(config, mark), "--", transport.Destination, shellLine];
        var process = ProcessChannel.Start(
            askPass is null ? command : AskPass.Asking(command), LocalTransport.Home(), askPass?.Environment);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(transport.LoginTimeLimit);
            var stdout = mark.ReadAsync(process.Stdout, limit.Token);
            var stderr = mark.ReadAsync(process.Stderr, limit.Token);
            var marks = Task.WhenAll(stdout, stderr);
            if (await Task.WhenAny(marks, process.Ended).ConfigureAwait(false) == process.Ended)
                limit.CancelAfter(LastWordsLimit);
            await marks.ConfigureAwait(false);
            var (output, errors) = (await stdout.ConfigureAwait(false), await stderr.ConfigureAwait(false));
            if (output.Program is not null && errors.Program is not null)
                return _channels.Add(new OpenSshChannel(process, output.Program, errors.Program));
            cancellationToken.ThrowIfCancellationRequested();
            if (!process.Ended.IsCompleted && limit.IsCancellationRequested)
                throw new UnreachableException(
                    string.Create(CultureInfo.InvariantCulture, $"ssh did not log in within {transport.LoginTimeLimit.TotalSeconds:0.#} s."),
                    "Try the same in a terminal with 'ssh -v': a jump host, a proxy command or the login itself may hang.")
                {
                    Said = errors.Talk.Trim() is { Length: > 0 } talk ? talk : null,
                };
            var end = await process.Ended.ConfigureAwait(false);
            throw SshFailure.Of(errors.Talk, askPass?.Refused ?? [], askPass?.Unanswered ?? [], end);
        }
        catch
        {
            await process.KillAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _channels.DisposeAsync();
}
