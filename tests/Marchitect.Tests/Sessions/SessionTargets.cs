using Marchitect.Testing;

namespace Marchitect.Tests.Sessions;

/// <summary>The shells that the session's promises are held on, here and over SSH; one sshd for a class of specs.</summary>
public sealed class SessionTargets : IAsyncLifetime
{
    private ThrowAwaySshd? _sshd;

    /// <summary>Each shell, local and over SSH.</summary>
    public static TheoryData<string> All => ["local dash", "local bash", "local ash", "ssh dash", "ssh bash", "ssh ash"];

    /// <summary>Each shell, local: for promises that hang on the shell alone and take many runs.</summary>
    public static TheoryData<string> Local => ["local dash", "local bash", "local ash"];

    /// <summary>What the sshd of this class has logged.</summary>
    public string Log => _sshd?.Log ?? "";

    public async ValueTask InitializeAsync() => _sshd = await ThrowAwaySshd.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
            await _sshd.DisposeAsync();
    }

    internal Transport Transport(string target)
    {
        var shell = target.Split(' ')[1] switch
        {
            "ash" => Need("busybox", "busybox") + " sh",
            var name => Need(name, name),
        };
        return new ShellUnderTest(target.StartsWith("ssh", StringComparison.Ordinal) ? Ssh() : new LocalTransport(), shell);
    }

    internal Transport Ssh() => new SshTransport(new()
    {
        Host = ThrowAwaySshd.Address,
        Port = _sshd!.Port,
        User = _sshd.User,
        Credentials = [SshCredential.PrivateKeyFile(_sshd.ClientKeyPath)],
        HostKeys = new() { KnownHostsFiles = [_sshd.KnownHostsPath] },
    });

    internal Task<Session> OpenAsync(string target, SessionOptions? options = null) =>
        Session.OpenAsync(Transport(target), options, TestContext.Current.CancellationToken);

    private static string Need(string program, string package)
    {
        var path = new[] { "/bin", "/usr/bin" }.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(path is not null, $"{program} is missing; apt-get install {package}");
        return path!;
    }
}
