namespace Marchitect.Jinja;

/// <summary>What has been set so far: variables of scopes, and names of the context, which blocks and other templates see.</summary>
internal sealed class Assignments(Dictionary<string, Certainty> context)
{
    private readonly Dictionary<Symbol, Certainty> _symbols = [];

    private Assignments(Assignments origin) : this(new Dictionary<string, Certainty>(origin.Context)) => _symbols = new(origin._symbols);

    public Dictionary<string, Certainty> Context => context;

    public Certainty Of(Symbol symbol) => _symbols.GetValueOrDefault(symbol);

    public void Set(Symbol symbol) => _symbols[symbol] = Certainty.Yes;

    public Assignments Copy() => new(this);

    /// <summary>What holds after one of several branches, nobody knows which.</summary>
    public static Assignments AfterOneOf(List<Assignments> branches)
    {
        var after = branches[0].Copy();
        for (var i = 1; i < branches.Count; i++)
        {
            Join(after._symbols, branches[i]._symbols);
            Join(after.Context, branches[i].Context);
        }
        return after;
    }

    private static void Join<T>(Dictionary<T, Certainty> into, Dictionary<T, Certainty> other) where T : notnull
    {
        foreach (var key in into.Keys.Union(other.Keys).ToArray())
        {
            var (one, two) = (into.GetValueOrDefault(key), other.GetValueOrDefault(key));
            into[key] = one == two ? one : Certainty.Perhaps;
        }
    }
}
