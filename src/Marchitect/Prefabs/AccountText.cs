namespace Marchitect.Prefabs;

/// <summary>What names and fields of users and groups may hold, so that they can stand in <c>/etc/passwd</c> and on a command line.</summary>
internal static class AccountText
{
    private const int NameLimit = 32;

    /// <summary>Where useradd and its kin are, for shells whose PATH leaves it out.</summary>
    public const string Path = "PATH=$PATH:/usr/sbin:/sbin";

    /// <summary>A name: portable letters, digits, <c>_ . -</c>, a <c>$</c> at its end (POSIX.1 3.437; <c>man 8 useradd</c>).</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string CheckedName(string name, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var body = name.Length > 1 && name[^1] == '$' ? name[..^1] : name;
        if (body[0] == '-' || body is "." or ".." || name.Length > NameLimit || body.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-')))
            throw new ArgumentException($"'{name}' is no name of {what}: letters, digits, '_', '.' and '-', no '-' first, at most {NameLimit}.", nameof(name));
        if (body.All(char.IsAsciiDigit))
            throw new ArgumentException($"'{name}' would be taken for the number of {what}; a name has a letter.", nameof(name));
        return name;
    }

    /// <summary>A number of a user or a group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is root's, or no number of either.</exception>
    public static int? CheckedNumber(int? number) => number is null or > 0
        ? number
        : throw new ArgumentOutOfRangeException(nameof(number), number, "A number of a user or a group is greater than 0, which is root's.");

    /// <summary>A field of <c>/etc/passwd</c>.</summary>
    /// <exception cref="ArgumentException">It holds a colon or a control character.</exception>
    public static string? CheckedField(string? text, string what) => text is null || !text.Any(c => c == ':' || char.IsControl(c))
        ? text
        : throw new ArgumentException($"{what} cannot hold a colon or a control character: it stands in a line of /etc/passwd.", nameof(text));

    /// <summary>A path in <c>/etc/passwd</c>.</summary>
    /// <exception cref="ArgumentException">It is relative, or no field.</exception>
    public static string? CheckedPath(string? path, string what)
    {
        if (path is not null && !path.StartsWith('/'))
            throw new ArgumentException($"{what} is '{path}'; write it from /.", nameof(path));
        return CheckedField(path is { Length: > 1 } ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path, what);
    }

    /// <summary>A program that stands beside useradd, shown without the PATH that finds it.</summary>
    public static Operation Run(string program, params IEnumerable<string> arguments)
    {
        var command = Shell.Run(program, arguments);
        return Operation.Run(Shell.Raw($"{Path}\n{command.Text}"), command.Text);
    }
}
