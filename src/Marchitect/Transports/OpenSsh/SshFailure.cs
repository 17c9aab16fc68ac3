using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>What <c>ssh</c> said when it did not log in, as one of our errors. Its words are not translated, so they can be told apart.</summary>
internal static partial class SshFailure
{
    /// <summary>The error for what was said.</summary>
    /// <param name="words">Everything that <c>ssh</c> wrote on stderr.</param>
    /// <param name="refused">Prompts for a secret that had been given before.</param>
    /// <param name="unanswered">Other prompts, to which there was no answer.</param>
    /// <param name="end">How it ended.</param>
    public static MarchitectException Of(string words, IReadOnlyList<string> refused, IReadOnlyList<string> unanswered, ChannelEnd end)
    {
        var said = string.Join('\n', words.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (said.Contains("REVOKED HOST KEY DETECTED", StringComparison.Ordinal))
            return HostKey(HostKeyProblem.Revoked, said, "the host showed a host key that is marked as revoked.",
                "Whoever holds a revoked key may pose as this host. Have the machine given a new host key, and ask who revoked this one.");
        if (said.Contains("HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal))
            return HostKey(HostKeyProblem.Changed, said, "the host key has changed.",
                "Someone may be in between, or the machine was set up anew. Ask who runs it; if the new key is right, forget the old one with ssh-keygen -R.");
        if (said.Contains("Host key verification failed", StringComparison.Ordinal))
            return HostKey(HostKeyProblem.Unknown, said, "the host key is not known.",
                "Compare the fingerprint with the machine's own; then accept it by connecting once with ssh in a terminal, or by HostKeyCheck.AcceptNew (accept-new).");
        if (refused.Count > 0)
            return new LoginRefusedException(
                $"the host did not accept the {(refused[0].Contains("passphrase", StringComparison.Ordinal) ? "passphrase" : "password")}; it was tried once.{Quoted(said)}",
                "Check it, and the user's name. ssh asked: " + refused[0]);
        if (LoginRefusal().IsMatch(said))
            return new LoginRefusedException(
                $"the host did not let us in.{Quoted(said)}",
                unanswered.Count > 0
                    ? $"ssh asked '{unanswered[0]}', to which no answer was given here."
                    : "Try the same in a terminal with 'ssh -v'. Give a password, a key with its passphrase, or load the key into the agent (ssh-add).");
        if (unanswered.Count > 0)
            return new LoginRefusedException($"ssh asked '{unanswered[0]}', to which no answer was given here.{Quoted(said)}");
        return new UnreachableException(
            said.Length > 0 ? $"ssh did not connect.{Quoted(said)}" : $"ssh did not connect, and did not say why ({end}).",
            "Try the same in a terminal with 'ssh -v'.");
    }

    [GeneratedRegex("Permission denied|Too many authentication failures|[Nn]o more authentication methods|Authentication failed|incorrect passphrase|Load key .*:|Server accepts key|Your account|account is locked")]
    private static partial Regex LoginRefusal();

    [GeneratedRegex(@"SHA256:[A-Za-z0-9+/]{43}")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"Offending .*key in (.+):(\d+)")]
    private static partial Regex Offending();

    [GeneratedRegex(@"(?:for the|No) (\S+)(?: host)? key (?:sent by|is known)")]
    private static partial Regex KeyType();

    private static HostKeyException HostKey(HostKeyProblem problem, string said, string what, string remedy)
    {
        var offending = Offending().Match(said);
        return new(problem, what, remedy)
        {
            Said = said,
            Fingerprint = Fingerprint().Match(said) is { Success: true } fingerprint ? fingerprint.Value : null,
            KeyType = KeyType().Match(said) is { Success: true } type ? type.Groups[1].Value : null,
            File = offending.Success ? offending.Groups[1].Value : null,
            Line = offending.Success && int.TryParse(offending.Groups[2].ValueSpan, out var line) ? line : null,
        };
    }

    private static string Quoted(string said) => said.Length == 0 ? "" : $"\n\n  ssh said     {said.Replace("\n", "\n               ", StringComparison.Ordinal)}";
}
