namespace Marchitect.Tests.Secrets;

/// <summary>A temporary folder with files of secrets, and what fetches them.</summary>
internal sealed class SecretFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-secrets-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file of mode 0600.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return PathOf(name);
    }

    /// <summary>Writes a program of /bin/sh.</summary>
    public string WriteProgram(string name, string script)
    {
        var path = Write(name, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>The text of a secret.</summary>
    public static async Task<string> FetchAsync(Secret secret, SecretResolver? resolver = null)
    {
        await (resolver ?? new()).ResolveAsync(secret, TestContext.Current.CancellationToken);
        return secret.Reveal();
    }

    /// <summary>The error that a secret gives.</summary>
    public static Task<SecretException> FailAsync(Secret secret, SecretResolver? resolver = null) =>
        Assert.ThrowsAsync<SecretException>(() => FetchAsync(secret, resolver));

    public void Dispose() => _folder.Delete(recursive: true);
}
