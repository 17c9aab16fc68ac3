namespace Marchitect;

/// <summary>Makes a program that holds a site plan its own command line.</summary>
/// <remarks>
/// <code>
/// return await SiteProgram.RunAsync&lt;WebServer&gt;(args);
/// </code>
/// The program then has the commands <c>install</c>, <c>update</c>, <c>clean</c>, <c>start</c>, <c>stop</c>, <c>run MODE</c>, <c>plan</c>, <c>apply FILE</c>, <c>validate</c> and <c>config</c>, each
/// with machines as arguments: <c>dotnet run site.cs -- install deploy@web-1 --identity ~/.ssh/id_ed25519</c>; <c>--help</c> tells the options.
/// <c>secret</c> makes and changes encrypted files for <see cref="Secret.FromStore"/>, without any machine.
/// Machines are set up one after another, and one that fails does not stop the next. What happens is told on stdout, what goes
/// wrong on stderr; the last line tells hosts, outcome, elapsed and round trips. Ctrl-C stops after the command that is under way, a second
/// one ends that command too.
/// </remarks>
public static class SiteProgram
{
    /// <summary>Does what the arguments say.</summary>
    /// <typeparam name="TPlan">The plan.</typeparam>
    /// <param name="args">The program's arguments.</param>
    /// <returns>
    /// The exit status: 0 where every machine is done, 1 where one failed or is not valid, 2 where the arguments or the config are wrong, 3 where
    /// <c>plan --exit-code</c> found something to do, 130 after Ctrl-C (143 after SIGTERM).
    /// </returns>
    public static async Task<int> RunAsync<TPlan>(string[] args)
        where TPlan : SitePlan, new()
    {
        ArgumentNullException.ThrowIfNull(args);
        var plan = new TPlan();
        var commandLine = new CommandLine(plan.Name);
        var (request, exitStatus) = commandLine.Read(args, Console.Out, Console.Error);
        if (commandLine.Secret is { } secret)
            return await new SecretCommand(secret, Console.Out, Console.Error).RunAsync().ConfigureAwait(false);
        if (request is { ConfigView: not null })
            return await new ConfigRun(plan, request, Console.Out, Console.Error).RunAsync().ConfigureAwait(false);
        return request is null ? exitStatus : await new SiteRun(plan, request, Console.Out, Console.Error).RunAsync().ConfigureAwait(false);
    }
}
