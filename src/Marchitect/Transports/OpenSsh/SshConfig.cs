using System.Globalization;
using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>What the system's <c>ssh</c> would do for a host: the answer of <c>ssh -G</c>, ssh_config(5) wholly applied.</summary>
/// <param name="Values">Options by name in lower case, each with its values in order.</param>
internal sealed partial record SshConfig(IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Of a host of which nothing is known, where there is no <c>ssh</c>.</summary>
    public static SshConfig Empty { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => Values.Count == 0;

    /// <summary>The name or address that is connected to.</summary>
    public string? HostName => Text("hostname");

    /// <summary>The user to log in as.</summary>
    public string? User => Text("user");

    /// <summary>The port.</summary>
    public int? Port => Number("port");

    /// <summary>The files of <c>IdentityFile</c>, those of <c>ssh</c> by default included, as paths.</summary>
    public IReadOnlyList<string> IdentityFiles => [.. All("identityfile").Where(IsSome).Select(Expand)];

    /// <summary>Whether keys of the agent that no identity file names are left alone.</summary>
    public bool IdentitiesOnly => IsYes("identitiesonly");

    /// <summary>The agent's socket: null for the one that <c>SSH_AUTH_SOCK</c> names, empty for none.</summary>
    public string? IdentityAgent => All("identityagent") switch
    {
        [] or ["SSH_AUTH_SOCK", ..] => null,
        ["none", ..] => "",
        // The name of a variable that holds the path.
        [['$', .. var name], ..] => Environment.GetEnvironmentVariable(name.Trim('{', '}')) ?? "",
        [var path, ..] => InHome(path),
    };

    /// <summary>Files with certificates of the user, as paths.</summary>
    public IReadOnlyList<string> CertificateFiles => [.. All("certificatefile").Where(IsSome).Select(Expand)];

    /// <summary>The known-hosts files, the user's first.</summary>
    public IReadOnlyList<string> KnownHostsFiles => [.. Words("userknownhostsfile").Concat(Words("globalknownhostsfile")).Where(IsSome).Select(InHome)];

    /// <summary>What is done about unknown keys: <c>ask</c>, <c>true</c>, <c>false</c>, <c>accept-new</c>, <c>off</c>.</summary>
    public string? StrictHostKeyChecking => Text("stricthostkeychecking");

    /// <summary>The name that stands for the host in known-hosts files, or null.</summary>
    public string? HostKeyAlias => Text("hostkeyalias");

    /// <summary>Whether names are written as hashes.</summary>
    public bool HashKnownHosts => IsYes("hashknownhosts");

    /// <summary>How long connecting may take, or null where nothing is said.</summary>
    public TimeSpan? ConnectTimeout => Number("connecttimeout") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How often a silent link is asked for life, or null where it is not.</summary>
    public TimeSpan? ServerAliveInterval => Number("serveraliveinterval") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How many questions for life may stay unanswered.</summary>
    public int? ServerAliveCountMax => Number("serveralivecountmax");

    /// <summary>Asks the system's <c>ssh</c>.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Arguments as for a connection: options, then <c>--</c> and the host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="UnreachableException">There is no <c>ssh</c>, it does not like the host or the configuration, or it hangs.</exception>
    public static async Task<SshConfig> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var path = LocalPrograms.Find(program) ?? throw ProcessChannel.NotFound(program);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var channel = ProcessChannel.Start([path, "-G", .. arguments], LocalTransport.Home(), isQuestion: true);
        await using var _ = channel.ConfigureAwait(false);
        await channel.Stdin.DisposeAsync().ConfigureAwait(false);
        try
        {
            using var output = new StreamReader(channel.Stdout, leaveOpen: true);
            using var errors = new StreamReader(channel.Stderr, leaveOpen: true);
            var said = errors.ReadToEndAsync(limit.Token);
            var answer = await output.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            var complaint = await said.ConfigureAwait(false);
            var end = await channel.Ended.WaitAsync(limit.Token).ConfigureAwait(false);
            return end.ExitStatus == 0
                ? Read(answer)
                : throw new UnreachableException("ssh cannot say how this host is reached.", "Look at ~/.ssh/config and /etc/ssh/ssh_config.") { Said = complaint.Trim() };
        }
        catch (OperationCanceledException)
        {
            await channel.KillAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnreachableException(
                $"'ssh -G' did not say within {Limit.TotalSeconds} s how this host is reached.", "A Match exec line in ssh_config may hang.");
        }
    }

    /// <summary>Reads the answer: a line an option, its name in lower case, a blank and its value.</summary>
    public static SshConfig Read(string answer)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var line in answer.Split('\n', StringSplitOptions.TrimEntries))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0)
                continue;
            var name = line[..blank];
            values[name] = [.. values.GetValueOrDefault(name, []), line[(blank + 1)..]];
        }
        return new(values);
    }

    /// <summary>The value of an option; null where it has none, and where it is <c>none</c>.</summary>
    public string? Text(string name) => All(name) is [var first, ..] && IsSome(first) ? first : null;

    /// <summary>Every value of an option that may be given several times.</summary>
    public IReadOnlyList<string> All(string name) => Values.GetValueOrDefault(name, []);

    /// <summary>Whether an option is on.</summary>
    public bool IsYes(string name) => Text(name) is "yes" or "true";

    /// <summary>A path with its leading <c>~/</c> resolved.</summary>
    public static string InHome(string path) => path.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(LocalTransport.Home(), path[2..]) : path;

    // ssh -G leaves these for later (ssh_config(5), TOKENS); the rarer ones stay as they are, and name no file then.
    private string Expand(string path)
    {
        var expanded = TokenOrVariable().Replace(InHome(path), token => token.Value switch
        {
            "%%" => "%",
            "%d" => LocalTransport.Home(),
            "%h" => HostName ?? token.Value,
            "%n" => Text("host") ?? token.Value,
            "%p" => Text("port") ?? token.Value,
            "%r" => User ?? token.Value,
            "%u" => Environment.UserName,
            ['$', '{', .. var name, '}'] => Environment.GetEnvironmentVariable(name) ?? token.Value,
            _ => token.Value,
        });
        return Path.GetFullPath(expanded, LocalTransport.Home());
    }

    [GeneratedRegex(@"%.|\$\{\w+\}")]
    private static partial Regex TokenOrVariable();

    private int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // ssh -G prints several files on one line without quotes: a path with a blank in it cannot be told from two.
    private IEnumerable<string> Words(string name) => All(name).SelectMany(value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsSome(string value) => value is not "none";
}
