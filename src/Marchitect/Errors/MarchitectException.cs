using System.Runtime.CompilerServices;
using System.Text;

namespace Marchitect;

/// <summary>
/// Something that Marchitect was asked to do could not be done. The message tells where, what, the facts and, where we know
/// one, a remedy; the same are properties. A subtype exists where a caller would act differently.
/// </summary>
public class MarchitectException : Exception
{
    private (string Name, string Text)[]? _redactedFacts;

    /// <summary>Makes an error that is about <paramref name="what"/>.</summary>
    /// <param name="what">What happened, in a sentence, e.g. <c>could not create /srv/app.</c></param>
    /// <param name="remedy">What the reader can do about it, or null where we do not know.</param>
    /// <param name="inner">The cause, or null.</param>
    public MarchitectException(string what, string? remedy = null, Exception? inner = null) : base(what, inner)
    {
        What = what;
        Remedy = remedy;
    }

    /// <summary>What happened, without the place and the facts.</summary>
    public string What { get; private set; }

    /// <summary>What the reader can do about it, or null where we do not know.</summary>
    public string? Remedy { get; private set; }

    /// <summary>Where it happened. Filled in on the error's way up, by whoever knows more.</summary>
    public Where Where { get; private set; } = Where.Unknown;

    /// <summary>How far the run had come, e.g. <c>Steps 1-3 are done; steps 5-9 were not started.</c>; null outside a run.</summary>
    public string? Progress { get; internal set; }

    /// <summary>The facts as rows of a name and a text, in the order they are shown.</summary>
    protected virtual IEnumerable<(string Name, string Text)> Facts => [];

    /// <summary>Place, event, facts, remedy and progress, ready to be shown.</summary>
    public override string Message
    {
        get
        {
            var text = new StringBuilder();
            var where = Where.ToString();
            if (where.Length > 0)
                text.Append(where).Append(": ");
            text.Append(What);
            AppendFacts(text);
            if (Remedy is not null || Progress is not null)
                text.Append('\n');
            if (Remedy is not null)
                text.Append('\n').Append(Remedy);
            if (Progress is not null)
                text.Append('\n').Append(Progress);
            return text.ToString();
        }
    }

    /// <summary>Adds what is known about the place; what was said before, closer to the event, stays.</summary>
    /// <param name="wider">The place that the thrower could not know.</param>
    internal void At(Where wider) => Where = Where.Within(wider);

    /// <summary>Replaces in all that it tells.</summary>
    /// <param name="redact">Gives a text without secrets.</param>
    /// <param name="redactCause">Gives a cause without secrets.</param>
    internal void Redact(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
        // The facts of a type that somebody else derived are known from here alone.
        _redactedFacts = [.. (_redactedFacts ?? Facts).Select(fact => (fact.Name, redact(fact.Text)))];
        What = redact(What);
        Remedy = Redacted(Remedy, redact);
        RedactOwn(redact, redactCause);
        if (InnerException is { } inner && redactCause(inner) is var cause && cause != inner)
            CauseOf(this) = cause;
        foreach (var key in Data.Keys.Cast<object>().ToArray())
        {
            if (Data[key]?.ToString() is { } text && redact(text) is var redacted && redacted != text)
                Data[key] = redacted;
        }
    }

    /// <summary>Replaces in what a subtype tells beyond that.</summary>
    private protected virtual void RedactOwn(Func<string, string> redact, Func<Exception, Exception> redactCause)
    {
    }

    /// <summary>A text without secrets, where there is one.</summary>
    private protected static string? Redacted(string? text, Func<string, string> redact) => text is null ? null : redact(text);

    // The class library sets it in its constructor alone, and whoever logs an error reads it there.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? CauseOf(Exception error);

    private void AppendFacts(StringBuilder text)
    {
        const int nameWidth = 13;
        var first = true;
        foreach (var (name, fact) in _redactedFacts ?? Facts)
        {
            if (first)
                text.Append('\n');
            first = false;
            text.Append("\n  ").Append(name.PadRight(nameWidth));
            // Later lines of a fact stand under its first, so that a fact stays one block however long it is.
            text.Append(fact.ReplaceLineEndings("\n").TrimEnd('\n').Replace("\n", "\n" + new string(' ', nameWidth + 2), StringComparison.Ordinal));
        }
    }
}
