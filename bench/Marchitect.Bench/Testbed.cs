using System.Diagnostics;
using System.Globalization;
using Marchitect.Testing;

namespace Marchitect.Bench;

/// <summary>The throw-away server that everything is measured on, and the ways to it.</summary>
internal sealed class Testbed : IAsyncDisposable
{
    private readonly ThrowAwayUser? _user;
    private readonly List<string> _folders = [];

    private Testbed(string repository, bool isQuick, ThrowAwayUser? user, ThrowAwaySshd sshd, CancellationToken cancel)
    {
        Repository = repository;
        IsQuick = isQuick;
        _user = user;
        Sshd = sshd;
        Cancel = cancel;
    }

    public string Repository { get; }

    public bool IsQuick { get; }

    public ThrowAwaySshd Sshd { get; }

    public CancellationToken Cancel { get; }

    /// <summary>Whether the user we log in as is a new one, whose login shell is dash, without start-up files.</summary>
    public bool IsPlainUser => _user is not null;

    /// <summary>Rounds that count, out of the usual number.</summary>
    public int Rounds(int usual) => IsQuick ? Math.Min(3, usual) : usual;

    public static async Task<Testbed> StartAsync(string repository, bool isQuick, CancellationToken cancel)
    {
        // The start-up files of this machine's root may cost ssh a tenth of a second for each command and us only one for each
        // session, which would flatter us. A new user with dash has none.
        var user = Environment.IsPrivilegedProcess ? await ThrowAwayUser.CreateAsync("/bin/dash", cancellationToken: cancel) : null;
        try
        {
            // Its log is read by this process, so it is to be short.
            var sshd = await ThrowAwaySshd.StartAsync(new() { User = user?.Name, LogLevel = "INFO" }, cancel);
            return new(repository, isQuick, user, sshd, cancel);
        }
        catch when (user is not null)
        {
            await user.DisposeAsync();
            throw;
        }
    }

    /// <summary>Our way to the server.</summary>
    /// <param name="port">Another port that leads there, or null.</param>
    public SshTransport Transport(int? port = null) => new(new()
    {
        Host = ThrowAwaySshd.Address,
        Port = port ?? Sshd.Port,
        User = Sshd.User,
        Credentials = [SshCredential.PrivateKeyFile(Sshd.ClientKeyPath)],
        HostKeys = new() { KnownHostsFiles = [KnownHosts(port)] },
    });

    /// <summary>Options that ssh and scp both take, so that they do what we do and read no configuration of this machine's.</summary>
    public string[] SshOptions(int? port = null) =>
    [
        "-F", "none", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "GlobalKnownHostsFile=/dev/null",
        "-o", $"UserKnownHostsFile={KnownHosts(port)}", "-o", $"Port={(port ?? Sshd.Port).ToString(CultureInfo.InvariantCulture)}", "-i", Sshd.ClientKeyPath,
    ];

    /// <summary>The server as ssh calls it.</summary>
    public string Login => $"{Sshd.User}@{ThrowAwaySshd.Address}";

    /// <summary>A file of known hosts that knows the server by its own port, or by another one that leads there.</summary>
    public string KnownHosts(int? port)
    {
        if (port is null)
            return Sshd.KnownHostsPath;
        var path = string.Create(CultureInfo.InvariantCulture, $"{Sshd.KnownHostsPath}_{port}");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, File.ReadAllText(Sshd.KnownHostsPath).Replace(
                string.Create(CultureInfo.InvariantCulture, $"]:{Sshd.Port} "), string.Create(CultureInfo.InvariantCulture, $"]:{port} "), StringComparison.Ordinal));
        }
        return path;
    }

    /// <summary>A new folder that the user on the server may write to; removed in the end.</summary>
    public string NewFolder(string below)
    {
        var path = Path.Combine(below, "marchitect-bench-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        _folders.Add(path);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        return path;
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        try
        {
            var stdout = process.StandardOutput.ReadToEndAsync(Cancel);
            var stderr = await process.StandardError.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            return process.ExitCode == 0
                ? await stdout
                : throw new MarchitectException($"{program} {string.Join(' ', arguments)} failed with exit status {process.ExitCode}: {stderr.Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sshd.DisposeAsync();
        if (_user is not null)
            await _user.DisposeAsync();
        foreach (var folder in _folders.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }
}
