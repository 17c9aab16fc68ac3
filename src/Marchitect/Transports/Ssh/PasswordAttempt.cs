using Renci.SshNet;
using SshNetSession = Renci.SshNet.Session;

namespace Marchitect;

/// <summary>Sends a password as such.</summary>
internal sealed class PasswordAttempt : PasswordAuthenticationMethod
{
    private readonly SshLogin _login;

    public PasswordAttempt(SshLogin login, string password) : base(login.User, password)
    {
        _login = login;
        PasswordExpired += (_, _) => throw new LoginRefusedException(
            $"the password of '{login.User}' has expired.", "Log in once with ssh and set a new one.");
    }

    /// <summary>Whether the password was sent and not accepted: it is not sent again then.</summary>
    public bool IsRefused { get; private set; }

    public override AuthenticationResult Authenticate(SshNetSession session)
    {
        var result = base.Authenticate(session);
        IsRefused = result is AuthenticationResult.Failure;
        _login.Note("password", result);
        return result;
    }
}
