namespace Marchitect;

/// <summary>Replaces secrets by <c>***</c> in whatever is shown or kept.</summary>
internal sealed class Redactor
{
    private readonly string[] _secrets;

    /// <param name="secrets">The secret texts; each line of one that has several is a secret too, since output comes by lines.</param>
    public Redactor(IReadOnlyList<string> secrets) => _secrets = secrets.Count == 0
        ? []
        : [.. secrets.SelectMany(s => (string[])[s, .. s.Split('\n'), s.Contains('\0', StringComparison.Ordinal) ? s : Shell.Quote(s)])
            .Select(s => s.Trim('\r'))
            .Where(s => s.Length > 0)
            .Distinct(StringComparer.Ordinal)
            // The longest first: a secret within another must not leave its rest behind.
            .OrderByDescending(s => s.Length)];

    public static Redactor None { get; } = new([]);

    public string Redact(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }
}
