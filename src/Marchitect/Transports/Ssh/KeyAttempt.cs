using Renci.SshNet;
using SshNetSession = Renci.SshNet.Session;

namespace Marchitect;

/// <summary>Tries one key by signing at once, several by asking first which is welcome.</summary>
internal sealed class KeyAttempt(SshLogin login, IReadOnlyList<IPrivateKeySource> keys, string name)
    : PrivateKeyAuthenticationMethod(login.User, [.. keys])
{
    public override AuthenticationResult Authenticate(SshNetSession session)
    {
        try
        {
            var result = base.Authenticate(session);
            login.Note(name, result);
            return result;
        }
        catch (IOException failure)
        {
            login.Note($"{name}: passed over, {failure.Message}");
            return AuthenticationResult.Failure;
        }
    }
}
