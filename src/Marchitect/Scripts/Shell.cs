using System.Text;

namespace Marchitect;

/// <summary>Makes POSIX shell text from values. Nobody else adds quotes.</summary>
public static class Shell
{
    /// <summary>A value as one word of shell text, whatever is in it.</summary>
    /// <param name="value">Any text but NUL, which no shell word can hold.</param>
    /// <returns>
    /// The value itself where that is plainly safe (<c>/srv/app</c>), else in single quotes, e.g. <c>'it'\''s'</c> for <c>it's</c>
    /// (POSIX.1-2017, Shell Command Language, 2.2.2).
    /// </returns>
    /// <exception cref="ArgumentException">The value holds a NUL character.</exception>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A word of a shell command cannot hold a NUL character.", nameof(value));
        return IsPlain(value) ? value : $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    /// <summary>A command from words: each argument arrives as it is.</summary>
    /// <param name="program">Name or path of the program.</param>
    /// <param name="arguments">Its arguments, in order.</param>
    /// <returns>The command.</returns>
    /// <exception cref="ArgumentException">A word holds a NUL character.</exception>
    public static ShellCommand Run(string program, params IEnumerable<string> arguments)
    {
        var text = new StringBuilder(Quote(program));
        foreach (var argument in arguments)
            text.Append(' ').Append(Quote(argument));
        return ShellCommand.FromText(text.ToString());
    }

    /// <summary>Shell text taken as it is: pipes, variables, several lines, all of it.</summary>
    /// <param name="script">POSIX shell text.</param>
    /// <returns>The command.</returns>
    /// <exception cref="ArgumentException">The text holds a NUL character, or nothing but white space.</exception>
    public static ShellCommand Raw(string script) => ShellCommand.FromText(script);

    // A leading ~ or = would be expanded, so it is not plain; neither is a word that reads as a keyword or an assignment, but
    // quoting those is harmless only where they are arguments, which is where values stand.
    private static bool IsPlain(string value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '.' or '_' or '-' or ':' or ',' or '+' or '@' or '%'))
                return false;
        }
        return value.Length > 0;
    }
}
