using System.Globalization;

namespace Marchitect;

/// <summary>Starts shells of another user over the connection of a session, each through <c>sudo</c>, <c>doas</c> or <c>su</c>.</summary>
/// <param name="connection">The connection.</param>
/// <param name="shell">The POSIX shell, as words of a shell line.</param>
/// <param name="traffic">Counts what it costs.</param>
/// <param name="become">Whom, and how.</param>
/// <param name="loginUser">Who is logged in, or null where the host did not say.</param>
/// <param name="passwords">The passwords of this login.</param>
/// <param name="options">Limit and clock.</param>
internal sealed class BecomeStart(
    Connection connection, string shell, TrafficCounter traffic, Become become, string? loginUser, BecomePasswords passwords, SessionOptions options)
{
    /// <summary>Starts one; its first frame has ended when this returns, with the facts.</summary>
    /// <exception cref="BecomeRefusedException">The host does not let it.</exception>
    /// <exception cref="ConnectionLostException">The connection ended meanwhile.</exception>
    public async Task<FramedShell> StartAsync(Action<string> notice, OutputCapture facts, CancellationToken cancellationToken)
    {
        if (passwords.Refusal(become) is { } refusal)
            throw BecomeTool.Refused(become, loginUser, refusal.Problem, refusal.Said, "did not take the password");
        using var limit = new CancellationTokenSource(options.OpenLimit, options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        // Nobody but this sudo can know what its question looks like.
        var dialog = new Dialog($"marchitect-{FramedShell.NewNonce()}:");
        var hasNoPassword = passwords.HasNone(become);
        FramedShell? framed = null;
        traffic.Request();
        try
        {
            framed = await FramedShell.StartAsync(
                connection, nonce => BecomeTool.StartLine(become, shell, nonce, dialog.Prompt, hasNoPassword), traffic, notice, facts, stop.Token).ConfigureAwait(false);
            await TalkAsync(framed, dialog, limit, stop.Token, cancellationToken).ConfigureAwait(false);
            await framed.First.Ended.ConfigureAwait(false);
            framed.Learn(facts.Output.Bytes);
            return framed;
        }
        catch (Exception failure)
        {
            // Whatever came of it, this exchange is over.
            traffic.Reply();
            if (framed is null)
                throw;
            var end = "ended";
            var isRefused = failure is DialogOverException;
            if (failure is ConnectionLostException { InnerException: null })
            {
                end = $"ended ({await framed.Ended.ConfigureAwait(false)})";
                isRefused = true;
            }
            else if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                end = $"did not come to an end within {options.OpenLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
                isRefused = true;
            }
            // It is told the end of its input before anything else, so that it cannot read on.
            await framed.AbandonAsync(new MarchitectException($"the shell of {become} could not be opened.")).ConfigureAwait(false);
            if (!isRefused)
                throw;
            throw Refused(framed.StrayText, dialog, (failure as DialogOverException)?.Problem, end);
        }
    }

    // Nothing is written before it was asked for: a password that nobody asks for would be read as a request by the loop, and a request that
    // comes too early as a password by sudo. One answer is given, whatever is asked after that.
    private async Task TalkAsync(FramedShell framed, Dialog dialog, CancellationTokenSource limit, CancellationToken stop, CancellationToken cancellationToken)
    {
        var begun = framed.First.EndedAnyhow;
        while (true)
        {
            var more = framed.MoreStrayTextAsync(stop);
            await Task.WhenAny(begun, more).ConfigureAwait(false);
            if (begun.IsCompleted)
                return;
            await more.ConfigureAwait(false);
            var text = framed.StrayText;
            var said = text[dialog.ReadChars..];
            // An expired password is followed by questions for a new one, which is not ours to choose.
            if (dialog.Password is not null && BecomeTool.ProblemOf(said) == BecomeProblem.PasswordExpired)
                throw new DialogOverException(BecomeProblem.PasswordExpired);
            if (!BecomeTool.IsPrompt(become, said, dialog.Prompt))
                continue;
            traffic.Reply();
            if (dialog.Password is not null)
                throw new DialogOverException(BecomeProblem.WrongPassword);
            // The limit is the host's, not that of a person who types.
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            // Root is asked for nothing; what asks is then something that the other user has put there.
            dialog.Password = loginUser == "root" ? null : await passwords.OfAsync(become, cancellationToken).ConfigureAwait(false);
            limit.CancelAfter(options.OpenLimit);
            if (dialog.Password is null)
                throw new DialogOverException(BecomeProblem.PasswordNeeded);
            dialog.ReadChars = text.Length;
            traffic.Request();
            await framed.AnswerAsync(dialog.Password).ConfigureAwait(false);
        }
    }

    private BecomeRefusedException Refused(string text, Dialog dialog, BecomeProblem? known, string end)
    {
        var problem = known ?? BecomeTool.ProblemOf(text);
        var said = BecomeTool.Told(text, dialog.Prompt, dialog.Password);
        if (dialog.Password is not null && problem is BecomeProblem.WrongPassword or BecomeProblem.Other)
            passwords.Refuse(become, problem, said);
        return BecomeTool.Refused(become, loginUser, problem, said, end);
    }

    private sealed class Dialog(string prompt)
    {
        public string Prompt { get; } = prompt;

        /// <summary>What was sent, once it was.</summary>
        public string? Password { get; set; }

        /// <summary>How much of the text was answered.</summary>
        public int ReadChars { get; set; }
    }

    private sealed class DialogOverException(BecomeProblem problem) : Exception
    {
        public BecomeProblem Problem { get; } = problem;
    }
}
