namespace Marchitect.Prefabs;

/// <summary>A package as a user writes it, e.g. <c>nginx</c>, <c>libc6:i386</c>, <c>nginx=1.22.1-9</c>.</summary>
/// <param name="Name">Its name, with the architecture where one is given.</param>
/// <param name="Version">The version wanted, or null for any.</param>
internal sealed record AptPackage(string Name, string? Version)
{
    public string Text => Version is null ? Name : $"{Name}={Version}";

    /// <summary>Reads it. Names are those of Debian Policy, 5.6.1 and 5.6.12; apt-get takes a last <c>-</c> for "remove", so that is refused too.</summary>
    public static AptPackage Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (name, version) = equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
        var parts = name.Split(':');
        var isRight = parts.Length <= 2
            && parts[0].Length > 0 && IsLowerOrDigit(parts[0][0]) && parts[0][^1] != '-' && parts[0].All(c => IsLowerOrDigit(c) || c is '+' or '-' or '.')
            && (parts.Length == 1 || (parts[1].Length > 0 && IsLowerOrDigit(parts[1][0]) && parts[1].All(c => IsLowerOrDigit(c) || c == '-')))
            && (version is null || (version.Length > 0 && char.IsAsciiLetterOrDigit(version[0]) && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' or '~' or ':')));
        return isRight ? new(name, version) : throw new ArgumentException($"'{text}' is no package: write its name, e.g. nginx, or with a version, nginx=1.22.1-9.", nameof(text));
    }

    private static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
