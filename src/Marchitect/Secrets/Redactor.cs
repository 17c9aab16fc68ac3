using System.Text;

namespace Marchitect;

/// <summary>Replaces secrets by <c>***</c> in whatever is shown or kept, in each of the forms that <see cref="SecretForms"/> knows.</summary>
internal sealed class Redactor
{
    private const string Mark = "***";
    private const int PieceBytes = 1024 * 1024;

    private static readonly string[] Ellipses = ["...", "\u2026"];

    private readonly Redactor? _around;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private volatile SecretPatterns[] _own = [];

    /// <param name="secrets">The secret texts.</param>
    /// <param name="around">What replaces others, now or later; null for none.</param>
    public Redactor(IEnumerable<string> secrets, Redactor? around = null)
    {
        _around = around;
        Add(secrets);
    }

    public static Redactor None { get; } = new([]);

    /// <summary>Length of the longest form.</summary>
    public int LongestLength => Patterns.Max(patterns => (int?)patterns.LongestLength) ?? 0;

    private IEnumerable<SecretPatterns> Patterns => _around is null ? _own : _around.Patterns.Concat(_own);

    /// <summary>Takes further secrets.</summary>
    public void Add(IEnumerable<string> secrets)
    {
        lock (_lock)
        {
            var added = secrets.Where(_known.Add).ToArray();
            if (added.Length > 0)
                _own = [.. _own, new(added)];
        }
    }

    /// <summary>One that replaces these as well.</summary>
    public Redactor With(IReadOnlyList<string> secrets) => secrets.Count == 0 ? this : new(secrets, this);

    public string Redact(string text) => Places(text) is { } places ? Replaced(text, places) : text;

    /// <summary>As <see cref="Redact"/>, and also what was cut before it came here: <c>hunt...</c>.</summary>
    public string RedactShortened(string text)
    {
        var places = Places(text);
        foreach (var ellipsis in Ellipses)
        {
            for (var at = text.IndexOf(ellipsis, StringComparison.Ordinal); at >= 0; at = text.IndexOf(ellipsis, at + 1, StringComparison.Ordinal))
            {
                var start = BeginningAtEnd(text.AsSpan(0, at), SecretForms.LeastLength);
                if (start < at)
                    (places ??= []).Add((start, at));
            }
        }
        return places is null ? text : Replaced(text, Merged(places));
    }

    /// <summary>The text from a place on, replaced as what stands before it shows: a secret that begins before it does not leave its end behind.</summary>
    public string RedactFrom(string text, int start) => Places(text) is not { } places ? text[start..]
        : places.Find(place => place.Start < start && place.End > start) is (_, > 0 and var end) ? Mark + Redact(text[end..])
        : Redact(text[start..]);

    /// <summary>Whether a secret stands in a text.</summary>
    public bool Holds(string text) => Places(text) is not null;

    /// <summary>Whether a secret stands in a content, or the content may end within one.</summary>
    public bool Holds(ReadOnlySpan<byte> content, bool isCut = false)
    {
        var overlap = 3 * LongestLength;
        if (overlap == 0)
            return false;
        for (var at = 0; at < content.Length; at += PieceBytes)
        {
            var text = Encoding.UTF8.GetString(content[at..Math.Min(content.Length, at + PieceBytes + overlap)]);
            if (Holds(text) || (isCut && at + PieceBytes >= content.Length && BeginningAtEnd(text, SecretForms.LeastLength) < text.Length))
                return true;
        }
        return false;
    }

    /// <summary>Where a text may be cut at its end so that no secret is cut with it; 0 where more has to come first.</summary>
    public int CutOf(string text)
    {
        var cut = BeginningAtEnd(text, 1);
        return Places(text)?.Find(place => place.Start < cut && place.End > cut) is (var start, > 0) ? start : cut;
    }

    private int BeginningAtEnd(ReadOnlySpan<char> text, int least)
    {
        var start = text.Length;
        foreach (var patterns in Patterns)
            start = Math.Min(start, patterns.BeginningAtEnd(text, least));
        return start;
    }

    // Null where there is none, in order, no two of them touching.
    private List<(int Start, int End)>? Places(string text)
    {
        List<(int Start, int End)>? places = null;
        for (var redactor = this; redactor is not null; redactor = redactor._around)
        {
            foreach (var patterns in redactor._own)
                patterns.AddPlaces(text, ref places);
        }
        return places is null ? null : Merged(places);
    }

    private static List<(int Start, int End)> Merged(List<(int Start, int End)> places)
    {
        places.Sort();
        var merged = new List<(int Start, int End)>();
        foreach (var place in places)
        {
            if (merged.Count > 0 && place.Start <= merged[^1].End)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, place.End));
            else
                merged.Add(place);
        }
        return merged;
    }

    private static string Replaced(string text, List<(int Start, int End)> places)
    {
        var redacted = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in places)
        {
            redacted.Append(text, at, start - at).Append(Mark);
            at = end;
        }
        return redacted.Append(text, at, text.Length - at).ToString();
    }
}
