using System.Diagnostics;

namespace Marchitect.Tests.Transports.HostKeys;

/// <summary>A private folder with host keys made by the real <c>ssh-keygen</c>, and the questions it answers about known hosts.</summary>
public sealed class SshKeygen : IDisposable
{
    public SshKeygen()
    {
        foreach (var (name, type, bits) in new[] { ("a", "ed25519", "256"), ("b", "ed25519", "256"), ("ecdsa", "ecdsa", "256"), ("rsa", "rsa", "2048") })
            Run(["-q", "-t", type, "-b", bits, "-N", "", "-C", $"key {name}", "-f", Path.Join(Folder, name)]);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("marchitect-hostkeys-").FullName;

    /// <summary>Type and base64 of a key, as they stand in known_hosts.</summary>
    public string Line(string key) => string.Join(' ', File.ReadAllText(Path.Join(Folder, $"{key}.pub")).Split(' ')[..2]);

    public string Type(string key) => Line(key).Split(' ')[0];

    public ReadOnlySpan<byte> Blob(string key) => Convert.FromBase64String(Line(key).Split(' ')[1]);

    /// <summary>The fingerprint as <c>ssh-keygen -l</c> has it.</summary>
    public string Fingerprint(string key) => Run(["-l", "-E", "sha256", "-f", Path.Join(Folder, $"{key}.pub")]).Output.Split(' ')[1];

    public string NewFile(string text)
    {
        var path = Path.Join(Folder, $"known_hosts.{Guid.NewGuid():N}");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Hashes the names in a file, as <c>ssh-keygen -H</c> does.</summary>
    public string NewHashedFile(string text)
    {
        var path = NewFile(text);
        Run(["-q", "-H", "-f", path]);
        Assert.StartsWith("|1|", File.ReadAllText(path), StringComparison.Ordinal);
        return path;
    }

    /// <summary>Whether <c>ssh-keygen -F</c> finds the name.</summary>
    public static bool Finds(string name, string file) => Run(["-F", name, "-f", file], mayFail: true).ExitStatus == 0;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static (int ExitStatus, string Output) Run(string[] arguments, bool mayFail = false)
    {
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(mayFail || process.ExitCode == 0, errors.Result);
        return (process.ExitCode, output);
    }
}
