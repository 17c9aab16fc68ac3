using Marchitect.Testing;

namespace Marchitect.Tests.Transports;

/// <summary>A server that lets in somebody who is not root, whoever runs the tests.</summary>
internal sealed class UnprivilegedLogin : IAsyncDisposable
{
    private readonly ThrowAwayUser? _user;

    private UnprivilegedLogin(ThrowAwayUser? user, ThrowAwaySshd sshd)
    {
        _user = user;
        Sshd = sshd;
    }

    public ThrowAwaySshd Sshd { get; }

    public static async Task<UnprivilegedLogin> StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(ThrowAwaySshd.FindProgram() is not null, "needs sshd: apt-get install openssh-server");
        var user = Environment.IsPrivilegedProcess ? await ThrowAwayUser.CreateAsync(cancellationToken: cancellationToken) : null;
        return new(user, await ThrowAwaySshd.StartAsync(new() { User = user?.Name }, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Sshd.DisposeAsync();
        if (_user is not null)
            await _user.DisposeAsync();
    }
}
