namespace Marchitect;

/// <summary>A whiteprint's resource lies in none of the resource paths.</summary>
/// <param name="what">What happened.</param>
/// <param name="resource">The path as the whiteprint gave it, e.g. <c>site.conf</c>.</param>
/// <param name="places">Every path that was looked at, in order.</param>
/// <param name="remedy">What the reader can do about it, or null.</param>
public sealed class ResourceNotFoundException(string what, string resource, IReadOnlyList<string> places, string? remedy = null)
    : MarchitectException(what, remedy)
{
    /// <summary>The path as the whiteprint gave it, e.g. <c>site.conf</c>.</summary>
    public string Resource { get; private set; } = resource;

    /// <summary>Every path that was looked at, in order; none where the path itself is refused.</summary>
    public IReadOnlyList<string> Places { get; private set; } = places;

    private protected override void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
        Resource = redact(Resource);
        Places = [.. Places.Select(redact)];
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts =>
        Places.Count == 0 ? [] : [("looked at", string.Join('\n', Places))];
}
