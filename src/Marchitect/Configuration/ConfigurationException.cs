namespace Marchitect;

/// <summary>A config is wrong: a key is missing or unknown, or a value is of another kind than it should be.</summary>
public sealed class ConfigurationException : MarchitectException
{
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
    public ConfigurationException(IReadOnlyList<ConfigurationException> problems) : base(Summary(problems)) => Problems = problems;

    /// <summary>The key it is about from the root, e.g. <c>tls.port</c>; null where it is about none, or about several.</summary>
    public string? Path { get; }

    /// <summary>Who set the value, or null where nobody did.</summary>
    public ConfigSource? SetBy { get; }

    /// <summary>Each problem on its own; this one alone where there are no others.</summary>
    public IReadOnlyList<ConfigurationException> Problems { get; }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts =>
        SetBy is null ? [] : [("set by", SetBy.ToString())];

    /// <summary>The one problem itself, or all of several as one.</summary>
    internal static ConfigurationException Of(IReadOnlyList<ConfigurationException> problems) =>
        problems.Count == 1 ? problems[0] : new(problems);

    private static string Summary(IReadOnlyList<ConfigurationException> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (problems.Count == 0)
            throw new ArgumentException("There is no problem to tell.", nameof(problems));
        return $"the config has {problems.Count} problems." + string.Concat(problems.Select((problem, index) => $"\n\n{index + 1}. {problem.Message}"));
    }
}
