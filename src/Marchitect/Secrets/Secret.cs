namespace Marchitect;

/// <summary>
/// A text that must not be seen: a password, a token, a private key. Wherever it is printed it is <c>***</c>; whoever needs the text itself
/// asks for it by <see cref="Reveal"/>.
/// </summary>
/// <remarks>
/// It says where the text comes from. The text itself is fetched once a run, before the first host is reached: so a file that is missing
/// or a wrong password costs no half-done host.
/// <code>
/// ["password"] = Secret.FromFile("/run/secrets/db")
/// </code>
/// </remarks>
public sealed partial class Secret : IEquatable<Secret>, ISecretHolder
{
    private string? _text;

    private Secret(SecretOrigin origin) => Origin = origin;

    /// <summary>Where the text comes from, in words that hold nothing of it, e.g. <c>file /run/secrets/db</c>.</summary>
    public string Source => Origin.Words;

    internal SecretOrigin Origin { get; }

    bool ISecretHolder.HoldsSecret => true;

    /// <summary>Whether the text is known.</summary>
    internal bool IsResolved => _text is not null;

    /// <summary>A text that is at hand already. Mind that it stands in the program or in the file it was written in.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The secret.</returns>
    public static Secret Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(SecretOrigin.Given) { _text = text };
    }

    /// <summary>A value that stands encrypted in a YAML file.</summary>
    internal static Secret FromVaultText(string file, int line, string text) => new(new SecretFromVaultText(file, line, text));

    /// <summary>The text itself.</summary>
    /// <returns>It.</returns>
    /// <exception cref="InvalidOperationException">It was not fetched: no run has begun.</exception>
    public string Reveal() => _text ?? throw new InvalidOperationException($"The secret from {Source} was not fetched: a run fetches those of its config before it reaches a host. Set it in the config, or give a text by Secret.Of.");

    /// <summary>Takes the text that was fetched.</summary>
    internal void Resolve(string text) => _text = text;

    /// <summary>Whether both are the same text, or will be: from the same place.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True where they are.</returns>
    public bool Equals(Secret? other) => other is not null && Origin == other.Origin && (Origin != SecretOrigin.Given || _text == other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => Origin.GetHashCode();

    /// <summary>Never the text.</summary>
    /// <returns><c>***</c>.</returns>
    public override string ToString() => "***";
}
