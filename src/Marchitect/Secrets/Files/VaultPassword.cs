namespace Marchitect;

/// <summary>The password of an encrypted file.</summary>
/// <param name="text">The password.</param>
/// <param name="source">Where it comes from, in words, e.g. <c>the file /etc/vault-password</c>.</param>
internal sealed class VaultPassword(string text, string source)
{
    /// <summary>The password.</summary>
    public string Text { get; } = text;

    /// <summary>Where it comes from, in words.</summary>
    public string Source { get; } = source;
}
