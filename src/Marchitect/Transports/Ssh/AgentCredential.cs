using System.Net.Sockets;

namespace Marchitect;

internal sealed class AgentCredential(string? socket) : SshCredential
{
    internal override void AddTo(SshLogin login)
    {
        var path = socket ?? Environment.GetEnvironmentVariable("SSH_AUTH_SOCK");
        if (string.IsNullOrEmpty(path))
        {
            login.Note("no SSH agent (SSH_AUTH_SOCK is not set)");
            return;
        }
        try
        {
            var agent = new SshAgent(path, login.SignTimeLimit);
            var keys = agent.List();
            if (keys.Count == 0)
                login.Note($"the SSH agent at {path} holds no key");
            else
                login.Add(new KeyAttempt(login, keys, $"{keys.Count} key{(keys.Count == 1 ? "" : "s")} of the SSH agent at {path}"));
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            login.Note($"the SSH agent at {path}: passed over, {failure.Message}");
        }
    }
}
