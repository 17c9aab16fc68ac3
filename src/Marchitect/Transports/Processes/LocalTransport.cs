namespace Marchitect;

/// <summary>
/// The machine we run on, without a network: its <c>/bin/sh</c> as the user we run as, in that user's home. For one's own machine,
/// and for a program that was brought to the machine it sets up.
/// </summary>
/// <remarks>The machine must be a Linux, or any with a POSIX shell and <c>setsid</c> (util-linux or busybox) or <c>perl</c>.</remarks>
public sealed class LocalTransport : Transport
{
    private readonly IReadOnlyList<string> _shell;

    /// <summary>Makes a way to this machine.</summary>
    public LocalTransport() : this(["/bin/sh"])
    {
    }

    /// <summary>Makes a way to this machine that uses another POSIX shell for everything, e.g. <c>busybox sh</c>.</summary>
    internal LocalTransport(IReadOnlyList<string> shell) => _shell = shell;

    /// <inheritdoc/>
    public override string Host => "local";

    /// <inheritdoc/>
    public override string Shell => string.Join(' ', _shell.Select(Marchitect.Shell.Quote));

    /// <inheritdoc/>
    public override Task<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Connection>(new ProcessConnection([.. _shell, "-c"], Home()));
    }

    /// <summary>The user's home, as a login has it; the root folder where there is no such folder, as sshd does.</summary>
    internal static string Home()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Directory.Exists(home) ? home : Path.DirectorySeparatorChar.ToString();
    }
}
