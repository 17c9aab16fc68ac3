namespace Marchitect;

internal sealed class PasswordCredential : SshCredential
{
    private readonly string _password;

    public PasswordCredential(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        _password = password;
    }

    internal override void AddTo(SshLogin login)
    {
        var attempt = new PasswordAttempt(login, _password);
        login.Add(attempt);
        login.Add(new DialogAttempt(login, _password, attempt));
    }
}
