namespace Marchitect;

/// <summary>Which host keys are known, and what is done about those that are not.</summary>
public sealed record HostKeyPolicy
{
    /// <summary>
    /// Files in the format of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT", read in order; a file that is not there counts as empty, a
    /// leading <c>~/</c> is the home of the user we run as. New keys are written to the first.
    /// <value>Default: <c>~/.ssh/known_hosts</c>, <c>~/.ssh/known_hosts2</c>, <c>/etc/ssh/ssh_known_hosts</c>,
    /// <c>/etc/ssh/ssh_known_hosts2</c>, as <c>ssh</c> has it.</value>
    /// </summary>
    public IReadOnlyList<string> KnownHostsFiles { get; init; } = DefaultFiles;

    /// <summary>What is done about a key. <value>Default: <see cref="HostKeyCheck.Strict"/>.</value></summary>
    public HostKeyCheck Check { get; init; } = HostKeyCheck.Strict;

    /// <summary>
    /// The name under which the host's key is written down, in place of its address and port, as <c>HostKeyAlias</c> in ssh_config(5).
    /// <value>Default: null, the address and port.</value>
    /// </summary>
    public string? Alias { get; init; }

    /// <summary>
    /// Whether names of new hosts are written as hashes, as <c>HashKnownHosts</c> in ssh_config(5). <value>Default: false.</value>
    /// </summary>
    public bool HashNewNames { get; init; }

    internal static IReadOnlyList<string> DefaultFiles { get; } =
    [
        "~/.ssh/known_hosts",
        "~/.ssh/known_hosts2",
        .. OperatingSystem.IsWindows()
            ? [Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "ssh", "ssh_known_hosts")]
            : (string[])["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"],
    ];

    /// <summary>The files as paths that can be opened.</summary>
    internal IEnumerable<string> Paths => KnownHostsFiles.Select(Expand);

    private static string Expand(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), path[2..])
        : path;
}
