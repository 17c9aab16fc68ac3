using System.Text.RegularExpressions;

namespace Marchitect;

/// <summary>What <c>ssh</c> said when it did not log in, as one of our errors. Its words are not translated, so they can be told apart.</summary>
internal static partial class SshFailure
{
    private const string TryInTerminal = "Try the same in a terminal with 'ssh -v'.";

    /// <summary>The error for what was said.</summary>
    /// <param name="words">Everything that <c>ssh</c> wrote on stderr.</param>
    /// <param name="refused">Prompts for a secret that had been given before.</param>
    /// <param name="unanswered">Other prompts, to which there was no answer.</param>
    /// <param name="end">How it ended.</param>
    public static MarchitectException Of(
        string words, IReadOnlyList<string> refused, IReadOnlyList<string> unanswered, ChannelEnd end)
    {
        var lines = words.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var said = lines.Length > 0 ? string.Join('\n', lines) : null;
        if (HostKeyProblemOf(words) is { } problem)
            return HostKey(problem, words, said, unanswered);
        if (refused.Count > 0)
        {
            var secret = refused[0].Contains("passphrase", StringComparison.Ordinal) ? "passphrase" : "password";
            return new LoginRefusedException(
                $"the {secret} was not accepted; it was tried once.", "Check it, and the user's name.") { Said = said, Attempts = refused };
        }
        if (unanswered.Count > 0)
            return new LoginRefusedException(
                "ssh asked what was not answered here.", "Give the password or passphrase that it asks for, or load the key into an agent (ssh-add).")
            {
                Said = said,
                Attempts = unanswered,
            };
        if (LoginRefusal().IsMatch(words))
            return new LoginRefusedException(
                "the host did not let us in.",
                $"Give a password, or a key with its passphrase, or load the key into an agent (ssh-add). {TryInTerminal}") { Said = said };
        return new UnreachableException($"ssh did not connect ({end}).", TryInTerminal) { Said = said };
    }

    private static HostKeyProblem? HostKeyProblemOf(string words)
    {
        if (words.Contains("REVOKED HOST KEY DETECTED", StringComparison.Ordinal))
            return HostKeyProblem.Revoked;
        if (words.Contains("HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal))
            return HostKeyProblem.Changed;
        return words.Contains("Host key verification failed", StringComparison.Ordinal) ? HostKeyProblem.Unknown : null;
    }

    private static HostKeyException HostKey(HostKeyProblem problem, string words, string? said, IReadOnlyList<string> unanswered)
    {
        var (what, remedy) = problem switch
        {
            HostKeyProblem.Revoked => (
                "the host showed a host key that is marked as revoked.",
                "Whoever holds a revoked key may pose as this host. Have the machine given a new host key, and ask who revoked this one."),
            HostKeyProblem.Changed => (
                "the host key has changed.",
                "Someone may be in between, reading and changing what is sent; or the machine was set up anew. Ask who runs it; if the new key is "
                + "right, forget the old one with ssh-keygen -R."),
            _ => (
                "the host key is not known.",
                "Connect once with ssh in a terminal: it shows the fingerprint, which 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' on the "
                + "machine tells too. Or accept the keys of new hosts by HostKeyCheck.AcceptNew (accept-new)."),
        };
        // The question whether to go on, to which nobody says yes, tells the fingerprint of an unknown key.
        var all = string.Join('\n', [words, .. unanswered]);
        var offending = Offending().Match(words);
        return new(problem, what, remedy)
        {
            Said = said,
            Fingerprint = Fingerprint().Match(all) is { Success: true } fingerprint ? fingerprint.Value : null,
            KeyType = KeyType().Match(all) is { Success: true } type ? NameOf(type.Groups[1].Value) : null,
            File = offending.Success ? offending.Groups[1].Value : null,
            Line = offending.Success && int.TryParse(offending.Groups[2].ValueSpan, out var line) ? line : null,
        };
    }

    // ssh tells an ECDSA key without its curve.
    private static string? NameOf(string type) => type switch
    {
        "ED25519" => "ssh-ed25519",
        "RSA" => "ssh-rsa",
        _ => null,
    };

    // Not "Permission denied" alone: a firewall's refusal to connect has these words too.
    [GeneratedRegex(@"Permission denied \(|Permission denied, please|Too many authentication failures|[Nn]o more authentication methods|Authentication failed")]
    private static partial Regex LoginRefusal();

    [GeneratedRegex(@"SHA256:[A-Za-z0-9+/]{43}")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"Offending .*key in (.+):(\d+)")]
    private static partial Regex Offending();

    [GeneratedRegex(@"\b(ED25519|RSA|ECDSA)(?: host)? key (?:sent by|is known|fingerprint)")]
    private static partial Regex KeyType();
}
