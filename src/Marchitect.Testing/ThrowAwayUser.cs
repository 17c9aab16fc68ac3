using System.Security.Cryptography;

namespace Marchitect.Testing;

/// <summary>A user of this machine with a random name and password. Making one needs root.</summary>
public sealed class ThrowAwayUser : IAsyncDisposable
{
    private bool _isDisposed;

    private ThrowAwayUser(string name, string password, string home)
    {
        Name = name;
        Password = password;
        Home = home;
    }

    /// <summary>The login name, e.g. <c>throwaway3f9a01</c>.</summary>
    public string Name { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>The home folder, which may not exist.</summary>
    public string Home { get; }

    /// <summary>Adds the user.</summary>
    /// <param name="shell">The login shell, e.g. <c>/usr/bin/fish</c> or <c>/usr/sbin/nologin</c>.</param>
    /// <param name="hasHome">Whether the home folder exists.</param>
    /// <param name="cancellationToken">Gives up and cleans up.</param>
    /// <returns>The user; dispose it to end its processes and remove it with its home.</returns>
    /// <exception cref="MarchitectException">We are not root, or the user could not be added.</exception>
    public static async Task<ThrowAwayUser> CreateAsync(string shell = "/bin/sh", bool hasHome = true, CancellationToken cancellationToken = default)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new MarchitectException("only root can add a user.", "Run as root.");
        var name = "throwaway" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var user = new ThrowAwayUser(name, RandomNumberGenerator.GetHexString(24), "/home/" + name);
        await LocalProgram.RunAsync(
            "useradd", [hasHome ? "-m" : "-M", "-d", user.Home, "-U", "-s", shell, "--", name], null, cancellationToken).ConfigureAwait(false);
        try
        {
            await LocalProgram.RunAsync("chpasswd", [], $"{name}:{user.Password}\n", cancellationToken).ConfigureAwait(false);
            return user;
        }
        catch
        {
            await user.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the user's processes and removes the user with the home folder.</summary>
    /// <returns>A task that ends when all of it is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (UserId() is { } id)
        {
            while (LocalProcesses.KillOfUser(id) > 0)
                await Task.Delay(10).ConfigureAwait(false);
            // -f: whatever may still count as a login of this user is none that anybody wants.
            await LocalProgram.RunAsync("userdel", ["-f", "--", Name], null, CancellationToken.None).ConfigureAwait(false);
        }
        if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
    }

    private string? UserId() => File.ReadLines("/etc/passwd")
        .Where(line => line.StartsWith(Name + ":", StringComparison.Ordinal))
        .Select(line => line.Split(':')[2])
        .FirstOrDefault();
}
