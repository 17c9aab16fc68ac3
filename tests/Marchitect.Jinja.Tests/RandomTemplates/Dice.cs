namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>Chance that comes out the same for the same seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 up to but not including the limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    public bool Percent(int chance) => _random.Next(100) < chance;

    public T Pick<T>(params ReadOnlySpan<T> from) => from[_random.Next(from.Length)];

    /// <summary>One of the ways to make a text, made.</summary>
    public string Make(params ReadOnlySpan<Func<string>> ways) => Pick(ways)();

    /// <summary>So many texts of that making, joined.</summary>
    public string Several(int least, int most, string separator, Func<string> way)
    {
        var parts = new string[least + Below(most - least + 1)];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = way();
        return string.Join(separator, parts);
    }
}
