using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Marchitect;

/// <summary>
/// POSIX shell text to run on a host. An interpolated string quotes its holes, so that
/// <c>ExecAsync($"chown {owner} -- {path}")</c> is safe for any text; a plain string is taken as it is.
/// </summary>
/// <remarks>
/// A hole becomes one word. A collection becomes a word for each item, none for an empty one. <c>{text:raw}</c> is put in
/// unquoted: the visible exception. A hole does not stand inside quotes, since it brings its own. Numbers and
/// dates are written the invariant way, booleans as <c>true</c> and <c>false</c>.
/// </remarks>
[InterpolatedStringHandler]
public sealed class ShellCommand
{
    private const string NoSecrets =
        "A secret in a command would be seen in the host's list of processes and in reports. Give it by ExecOptions.SecretEnvironment and write \"$NAME\", or by ExecOptions.Stdin.";

    private readonly StringBuilder _building;
    private readonly QuoteScanner _scanner = new();
    private string? _text;

    /// <summary>Begins an interpolated command; called by the compiler.</summary>
    /// <param name="literalLength">Characters of literal text.</param>
    /// <param name="formattedCount">Number of holes.</param>
    public ShellCommand(int literalLength, int formattedCount) => _building = new StringBuilder(literalLength + formattedCount * 16);

    private ShellCommand(string text) : this(0, 0) => _text = text;

    /// <summary>The shell text, holes quoted.</summary>
    public string Text => _text ??= Checked(_building.ToString());

    /// <summary>Takes shell text as it is.</summary>
    /// <param name="script">POSIX shell text.</param>
    /// <exception cref="ArgumentException">The text holds a NUL character, or nothing but white space.</exception>
    public static implicit operator ShellCommand(string script) => FromText(script);

    /// <summary>Adds literal text; called by the compiler.</summary>
    /// <param name="value">Shell text.</param>
    public void AppendLiteral(string value)
    {
        _scanner.Read(value);
        _building.Append(value);
    }

    /// <summary>No secret becomes part of a command: it would be seen in the host's list of processes.</summary>
    /// <param name="value">The secret.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [Obsolete(NoSecrets, error: true)]
    public void AppendFormatted(Secret value) => throw new ArgumentException(NoSecrets, nameof(value));

    /// <inheritdoc cref="AppendFormatted(Secret)"/>
    /// <param name="value">The secret.</param>
    /// <param name="format">Of no importance.</param>
    [Obsolete(NoSecrets, error: true)]
    public void AppendFormatted(Secret value, string? format) => throw new ArgumentException(NoSecrets, nameof(value));

    /// <summary>Adds a hole as one quoted word, or a word an item for a collection; called by the compiler.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The value, or an item of it, is null.</exception>
    /// <exception cref="ArgumentException">The hole stands inside quotes, or the value holds a NUL character or a secret.</exception>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Adds a hole in a format; <c>raw</c> adds it unquoted. Called by the compiler.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format"><c>raw</c>, or a format of the value's own, e.g. <c>yyyy-MM-dd</c>.</param>
    /// <exception cref="ArgumentNullException">The value, or an item of it, is null.</exception>
    /// <exception cref="ArgumentException">The hole stands inside quotes, or the value holds a NUL character or a secret.</exception>
    public void AppendFormatted<T>(T value, string? format)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value), $"A value for the command '{_building}...' is null. Say what to use instead, e.g. {{name ?? \"\"}}.");
        if (format == "raw")
        {
            AppendLiteral(Word(value, null));
            return;
        }
        if (value is ShellCommand)
            throw new ArgumentException("A command inside a command is text: write {command.Text:raw}.", nameof(value));
        if (_scanner.InsideQuotes)
            throw new ArgumentException(
                $"A hole stands inside quotes, after {_building}. Take the quotes away: the value brings its own.", nameof(value));

        if (value is IEnumerable items and not string)
        {
            var separator = "";
            foreach (var item in items)
            {
                _building.Append(separator).Append(Shell.Quote(Word(item, format)));
                separator = " ";
            }
        }
        else
        {
            _building.Append(Shell.Quote(Word(value, format)));
        }
        _scanner.ReadWord();
    }

    /// <summary>The shell text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal static ShellCommand FromText(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return new(Checked(script));
    }

    private static string Checked(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A shell command cannot hold a NUL character; send such bytes as stdin.");
        if (string.IsNullOrWhiteSpace(text))
            throw new ArgumentException("The command is empty.");
        return text;
    }

    private static string Word(object? value, string? format) => value switch
    {
        null => throw new ArgumentNullException(nameof(value), "An item of a collection in a command is null."),
        string text => text,
        ISecretHolder { HoldsSecret: true } => throw new ArgumentException(NoSecrets, nameof(value)),
        bool yes => yes ? "true" : "false",
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
