using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect.Testing;

/// <summary>
/// A real OpenSSH server on a random loopback port, with host keys, configuration and a client key of its own, that leaves
/// nothing behind. As root it lets in any user it is told to; otherwise only the user who runs it, by public key.
/// </summary>
/// <remarks>
/// <code>
/// await using var sshd = await ThrowAwaySshd.StartAsync();
/// // ssh -p {sshd.Port} -i {sshd.ClientKeyPath} -o UserKnownHostsFile={sshd.KnownHostsPath} {sshd.User}@127.0.0.1
/// </code>
/// </remarks>
public sealed class ThrowAwaySshd : IAsyncDisposable
{
    private const string Marker = "MARCHITECT_THROW_AWAY_SSHD";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly string _marker;
    private readonly ServerLog _log = new();
    private PrivilegeSeparationFolder? _separation;
    private Process? _process;
    private bool _isDisposed;

    private ThrowAwaySshd(string user, string folder)
    {
        User = user;
        Folder = folder;
        _marker = $"{Marker}={Path.GetFileName(folder)}";
    }

    /// <summary>The address it listens on: <c>127.0.0.1</c>.</summary>
    public static string Address => "127.0.0.1";

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>The user who may log in.</summary>
    public string User { get; }

    /// <summary>The server's own folder: its keys, its configuration, and room for a test's files. Deleted with it.</summary>
    public string Folder { get; }

    /// <summary>Private key (ed25519, OpenSSH format, no passphrase) that opens the door.</summary>
    public string ClientKeyPath => Path.Combine(Folder, "client_key");

    /// <summary>The file of public keys that open the door; append lines to it as you like.</summary>
    public string AuthorizedKeysPath => Path.Combine(Folder, "authorized_keys");

    /// <summary>A <c>known_hosts</c> file that knows this server, by <c>[127.0.0.1]:port</c>, with all its host keys.</summary>
    public string KnownHostsPath => Path.Combine(Folder, "known_hosts");

    /// <summary>Fingerprint of the first host key, e.g. <c>SHA256:2CeJ...</c>.</summary>
    public string HostKeyFingerprint { get; private set; } = "";

    /// <summary>Process id of the listening server.</summary>
    public int ProcessId { get; private set; }

    /// <summary>What the server has logged so far.</summary>
    public string Log => _log.ToString();

    /// <summary>Looks for the program, on PATH and where distributions keep it (<c>/usr/sbin</c> is not on everybody's PATH).</summary>
    /// <returns>Full path of <c>sshd</c>, or null where there is none; Debian has it in <c>openssh-server</c>.</returns>
    public static string? FindProgram() => LocalProgram.Find("sshd");

    /// <summary>Makes keys and configuration, starts the server and waits until it listens.</summary>
    /// <param name="options">What it is to be like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up and cleans up.</param>
    /// <returns>The running server; dispose it to end it, its sessions and its folder.</returns>
    /// <exception cref="MarchitectException">There is no <c>sshd</c>, or it does not start; the message holds its log.</exception>
    public static async Task<ThrowAwaySshd> StartAsync(ThrowAwaySshdOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var program = FindProgram() ?? throw new MarchitectException(
            "there is no sshd on this machine.", "Install it, e.g. with: apt-get install openssh-server");
        var user = options.User ?? Environment.UserName;
        if (!Environment.IsPrivilegedProcess && (options.Password || options.KeyboardInteractive || user != Environment.UserName))
        {
            throw new MarchitectException(
                "only root's sshd can check passwords and let in other users.", "Run as root, or log in as yourself with a key.");
        }

        var server = new ThrowAwaySshd(user, Directory.CreateTempSubdirectory("throw-away-sshd-").FullName);
        try
        {
            await server.MakeKeysAsync(options, cancellationToken).ConfigureAwait(false);
            if (Environment.IsPrivilegedProcess)
                server._separation = PrivilegeSeparationFolder.Take();
            await server.StartAsync(program, options, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the server's log contains a text; it often tells a moment after the client knows.</summary>
    /// <param name="text">The text, e.g. <c>Accepted publickey</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the text is there.</returns>
    /// <exception cref="MarchitectException">The server ended without having said it.</exception>
    public async Task WaitForLogAsync(string text, CancellationToken cancellationToken)
    {
        if (!await _log.WaitForAsync(text, cancellationToken).ConfigureAwait(false))
            throw new MarchitectException($"sshd ended and never said '{text}'; it said:\n{Log}");
    }

    /// <summary>Ends the server, every session on it with what they started, and deletes its folder.</summary>
    /// <returns>A task that ends when all of it is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await EndProcessesAsync().ConfigureAwait(false);
        _process?.Dispose();
        _separation?.Release();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task EndProcessesAsync()
    {
        if (_process is null)
            return;
        // The listener and its sessions first; then what its sessions left behind as daemons, known by the variable that
        // sshd set for them. Again until none is left: a process may have forked in between.
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        while (LocalProcesses.KillWithVariable(_marker) > 0)
            await Task.Delay(10).ConfigureAwait(false);
    }

    private async Task MakeKeysAsync(ThrowAwaySshdOptions options, CancellationToken cancellationToken)
    {
        // Another user's session reads the authorized keys as that user, so the folder must be passable; the keys stay private.
        LocalFile.SetPermissions(Folder, "0711");
        foreach (var type in options.HostKeyTypes)
        {
            // 2048 bits are half a second sooner there than the default of 3072, and this key lives for minutes.
            string[] size = type == "rsa" ? ["-b", "2048"] : [];
            await LocalProgram.RunAsync(
                "ssh-keygen", ["-q", "-N", "", "-C", "", "-t", type, .. size, "-f", HostKeyPath(type)], null, cancellationToken).ConfigureAwait(false);
        }
        await LocalProgram.RunAsync(
            "ssh-keygen", ["-q", "-N", "", "-C", "throw-away", "-t", "ed25519", "-f", ClientKeyPath], null, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(
            AuthorizedKeysPath,
            options.PublicKey ? await File.ReadAllTextAsync(ClientKeyPath + ".pub", cancellationToken).ConfigureAwait(false) : "",
            cancellationToken).ConfigureAwait(false);
        LocalFile.SetPermissions(AuthorizedKeysPath, "0644");
        if (options.HostKeyTypes is [var first, ..])
        {
            var blob = (await File.ReadAllTextAsync(HostKeyPath(first) + ".pub", cancellationToken).ConfigureAwait(false)).Split(' ')[1];
            HostKeyFingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(blob.Trim()))).TrimEnd('=');
        }
    }

    private string HostKeyPath(string type) => Path.Combine(Folder, $"host_{type}_key");

    private async Task StartAsync(string program, ThrowAwaySshdOptions options, CancellationToken cancellationToken)
    {
        // sshd cannot be asked for any free port, and another program may take the one we found: try a few.
        const int attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            Port = FindFreePort();
            var config = Path.Combine(Folder, "sshd_config");
            await File.WriteAllTextAsync(config, Configuration(program, options), cancellationToken).ConfigureAwait(false);
            // -D: stay in the foreground, as our child. -e: log to stderr.
            var start = new ProcessStartInfo(program, ["-D", "-e", "-f", config]) { RedirectStandardInput = true, RedirectStandardError = true };
            _process = Process.Start(start)!;
            _process.StandardInput.Close();
            ProcessId = _process.Id;
            _log.Read(_process.StandardError);

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartLimit);
            if (await _log.WaitForAsync("Server listening on", limit.Token).ConfigureAwait(false))
                break;
            if (attempt == attempts || !Log.Contains("Address already in use", StringComparison.Ordinal))
                throw new MarchitectException($"sshd did not start. It said:\n{Log}\nIts configuration:\n{Configuration(program, options)}");
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            _process.Dispose();
        }
        var knownHosts = new StringBuilder();
        foreach (var type in options.HostKeyTypes)
        {
            var key = await File.ReadAllTextAsync(HostKeyPath(type) + ".pub", cancellationToken).ConfigureAwait(false);
            knownHosts.Append(CultureInfo.InvariantCulture, $"[{Address}]:{Port} {key.Trim()}\n");
        }
        await File.WriteAllTextAsync(KnownHostsPath, knownHosts.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private string Configuration(string program, ThrowAwaySshdOptions options)
    {
        List<string> lines =
        [
            .. options.Config,
            $"ListenAddress {Address}",
            $"Port {Port}",
            .. options.HostKeyTypes.Select(type => $"HostKey {HostKeyPath(type)}"),
            $"AuthorizedKeysFile {AuthorizedKeysPath}",
            "PidFile none",
            $"LogLevel {options.LogLevel}",
            $"AllowUsers {User}",
            // The folder of temporary files is writable for everyone, which strict modes refuse however private ours is.
            "StrictModes no",
            "PermitRootLogin yes",
            $"PubkeyAuthentication {YesNo(options.PublicKey)}",
            $"PasswordAuthentication {YesNo(options.Password)}",
            $"KbdInteractiveAuthentication {YesNo(options.KeyboardInteractive)}",
            // On Linux only PAM can hold a dialog.
            $"UsePAM {YesNo(options.KeyboardInteractive)}",
            "UseDNS no",
            "PrintMotd no",
            "PrintLastLog no",
            // Many logins at once are what tests do.
            "MaxStartups 1000",
            // One line for all of them: sshd heeds the first only.
            $"SetEnv {_marker} {string.Join(' ', EnvironmentOf(options).Select(variable => $"{variable.Key}={variable.Value}"))}",
            "Subsystem sftp internal-sftp",
        ];
        // Since 9.8 a server answers a few failed logins by refusing the address for a while: here the whole test run.
        if (OpenSshVersion(program) >= new Version(9, 8))
            lines.Add("PerSourcePenalties no");
        return string.Join('\n', lines) + "\n";
    }

    // Whoever runs the tests has start-up files that may be slow, or hold locks that an ended session leaves behind: sessions of that
    // user get an empty home.
    private IReadOnlyDictionary<string, string> EnvironmentOf(ThrowAwaySshdOptions options)
    {
        if (User != Environment.UserName || options.Environment.ContainsKey("HOME"))
            return options.Environment;
        var home = Path.Combine(Folder, "home");
        Directory.CreateDirectory(home);
        return new Dictionary<string, string>(options.Environment) { ["HOME"] = home };
    }

    private static string YesNo(bool isWanted) => isWanted ? "yes" : "no";

    private static Version OpenSshVersion(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-V"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var text = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        const string before = "OpenSSH_";
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
            return new Version(0, 0);
        var digits = text[(start + before.Length)..].TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.');
        return Version.TryParse(string.Concat(digits), out var version) ? version : new Version(0, 0);
    }

    private static int FindFreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
