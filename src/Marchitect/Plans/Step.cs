namespace Marchitect;

/// <summary>An entry of a site plan: a whiteprint, what is set for it here, and perhaps an alias.</summary>
public sealed class Step
{
    private Step(Type whiteprint, Func<Whiteprint> make, ConfigMap config, string? alias)
    {
        Whiteprint = whiteprint;
        Make = make;
        Config = config;
        Alias = alias;
    }

    /// <summary>The whiteprint's class.</summary>
    public Type Whiteprint { get; }

    /// <summary>What this step sets over the defaults.</summary>
    public ConfigMap Config { get; }

    /// <summary>Another name to configure this entry by, and to see it by in reports; null for the whiteprint's own.</summary>
    public string? Alias { get; }

    /// <summary>The user to act as on the host; null as the run says, else the one who logged in.</summary>
    public Become? As { get; private init; }

    /// <summary>Makes the whiteprint: a run makes its own.</summary>
    internal Func<Whiteprint> Make { get; }

    /// <summary>A step that does what a whiteprint does. The same whiteprint may stand in a plan several times.</summary>
    /// <typeparam name="TWhiteprint">The whiteprint.</typeparam>
    /// <param name="config">What is set over its defaults and the plan's; null for nothing.</param>
    /// <param name="alias">Another name to configure this entry by, the only one of its kind in the plan; null for none.</param>
    /// <param name="user">The user to act as on the host; null as the run says, else the one who logged in.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ArgumentException">The alias is empty.</exception>
    public static Step Of<TWhiteprint>(ConfigMap? config = null, string? alias = null, Become? user = null)
        where TWhiteprint : Whiteprint, new()
    {
        if (alias is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(alias);
        return new(typeof(TWhiteprint), static () => new TWhiteprint(), config ?? ConfigMap.Empty, alias) { As = user };
    }
}
