using System.Text;

namespace Marchitect;

/// <summary>A config is wrong: a key is missing or unknown, or a value is of another kind than it should be.</summary>
public sealed class ConfigurationException : MarchitectException
{
    private string? _expected;
    private string? _found;

    /// <summary>Makes the error for one problem.</summary>
    /// <param name="what">What is wrong.</param>
    /// <param name="path">The key it is about from the root, e.g. <c>tls.port</c>; null where it is about none.</param>
    /// <param name="setBy">Who set the value, or null where nobody did.</param>
    /// <param name="remedy">What the reader can do about it, or null.</param>
    public ConfigurationException(string what, string? path = null, ConfigSource? setBy = null, string? remedy = null)
        : base(what, remedy)
    {
        Path = path;
        SetBy = setBy;
        Problems = [this];
    }

    /// <summary>Makes one error of several, so that all can be mended at once.</summary>
    /// <param name="problems">The errors, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ConfigurationException(IReadOnlyList<ConfigurationException> problems) : base(Heading(problems)) => Problems = problems;

    /// <summary>The key it is about from the root, e.g. <c>tls.port</c>; null where it is about none, or about several.</summary>
    public string? Path { get; }

    /// <summary>Who set the value, or null where nobody did.</summary>
    public ConfigSource? SetBy { get; }

    /// <summary>What the schema wants, e.g. <c>an integer from 1 to 64</c>; null where no schema says it.</summary>
    public string? Expected { get => _expected; internal init => _expected = value; }

    /// <summary>What was found instead, e.g. <c>"four"</c>; null where that is not told. Never a secret.</summary>
    public string? Found { get => _found; internal init => _found = value; }

    /// <summary>Each problem on its own; this one alone where there are no others.</summary>
    public IReadOnlyList<ConfigurationException> Problems { get; }

    /// <summary>
    /// A line for each problem: the step, what is wrong, what to do and who set it, e.g.
    /// <c>web1, step 2 'nginx' (alias second): server_nme is not a setting; did you mean server_name? (site.toml:14)</c>.
    /// </summary>
    public override string Message
    {
        get
        {
            if (Problems is [var only] && only == this)
                return Where.Host is null ? MessageWithoutHost : Step is null ? $"{Where.Host}: {Problem}" : $"{Where.Host}, {MessageWithoutHost}";
            return $"{What}\n\n{string.Join('\n', Problems.Select(problem => $"  {problem.Message}"))}";
        }
    }

    /// <summary>The line without the host.</summary>
    internal string MessageWithoutHost => Step is null ? Problem : $"{Step}: {Problem}";

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
        _expected = Redacted(_expected, redact);
        _found = Redacted(_found, redact);
        foreach (var problem in Problems.Where(problem => problem != this))
            problem.Redact(redact, redactCause);
    }

    private string Problem
    {
        get
        {
            var text = new StringBuilder(What.TrimEnd('.'));
            if (Remedy is { Length: > 0 })
                text.Append("; ").Append(char.ToLowerInvariant(Remedy[0])).Append(Remedy.AsSpan(1).TrimEnd('.'));
            if (SetBy is not null)
                text.Append(" (").Append(SetBy.Short).Append(')');
            return text.ToString();
        }
    }

    private string? Step => (Where.StepNumber, Where.Whiteprint ?? Where.StepName) switch
    {
        (_, null) => null,
        (null, var name) => $"step '{name}'",
        ({ } number, var name) => $"step {number} '{name}'{(Where.Alias is null ? "" : $" (alias {Where.Alias})")}",
    };

    /// <summary>The one problem itself, or all of several as one.</summary>
    internal static ConfigurationException Of(IReadOnlyList<ConfigurationException> problems) =>
        problems.Count == 1 ? problems[0] : new(problems);

    private static string Heading(IReadOnlyList<ConfigurationException> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count > 0
            ? $"the config has {problems.Count} problems."
            : throw new ArgumentException("There is no problem to tell.", nameof(problems));
    }
}
