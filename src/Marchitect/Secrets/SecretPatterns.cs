using System.Buffers;
using System.Runtime.InteropServices;

namespace Marchitect;

/// <summary>The forms of some secrets, found in a text in one pass however many they are.</summary>
internal sealed class SecretPatterns
{
    private readonly SearchValues<string>? _forms;
    private readonly SearchValues<string>? _words;
    private readonly Dictionary<(char, char), List<string>> _byBeginning = [];
    private readonly HashSet<char> _firsts = [];
    private readonly string[] _shortWords;

    public SecretPatterns(IEnumerable<string> secrets)
    {
        var texts = secrets.ToArray();
        var forms = texts.SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length).ToArray();
        _shortWords = [.. texts.SelectMany(SecretForms.WordsOf).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        _forms = forms.Length == 0 ? null : SearchValues.Create(forms, StringComparison.Ordinal);
        _words = _shortWords.Length == 0 ? null : SearchValues.Create(_shortWords, StringComparison.Ordinal);
        LongestLength = Math.Max(forms.FirstOrDefault("").Length, _shortWords.FirstOrDefault("").Length);
        foreach (var form in forms)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(_byBeginning, (form[0], form[1]), out _);
            (same ??= []).Add(form);
            _firsts.Add(form[0]);
        }
    }

    /// <summary>Length of the longest form.</summary>
    public int LongestLength { get; }

    /// <summary>Adds the places where one stands; they may overlap.</summary>
    public void AddPlaces(ReadOnlySpan<char> text, ref List<(int Start, int End)>? places)
    {
        if (_forms is not null)
        {
            // On from the next character, not from the end: another may begin within this one, and its rest must not stay.
            for (var at = 0; text[at..].IndexOfAny(_forms) is >= 0 and var i; at += i + 1)
                (places ??= []).Add((at + i, at + i + LongestAt(text[(at + i)..])));
        }
        if (_words is null)
            return;
        for (var at = 0; text[at..].IndexOfAny(_words) is >= 0 and var i; at += i + 1)
        {
            var start = at + i;
            foreach (var word in _shortWords)
            {
                if (!text[start..].StartsWith(word, StringComparison.Ordinal) || !IsWord(text, start, start + word.Length))
                    continue;
                (places ??= []).Add((start, start + word.Length));
                break;
            }
        }
    }

    /// <summary>Where what stands at the end may be the beginning of one, of at least this many characters; the length where nothing does.</summary>
    public int BeginningAtEnd(ReadOnlySpan<char> text, int least)
    {
        for (var at = Math.Max(0, text.Length - LongestLength); at <= text.Length - least; at++)
        {
            var end = text[at..];
            if (end.IsEmpty)
                break;
            if (end.Length == 1 ? _firsts.Contains(end[0]) : _byBeginning.TryGetValue((end[0], end[1]), out var forms) && IsBeginning(forms, end))
                return at;
            if (Array.Exists(_shortWords, new Beginning(end.ToString()).IsOf))
                return at;
        }
        return text.Length;
    }

    private static bool IsBeginning(List<string> forms, ReadOnlySpan<char> end)
    {
        foreach (var form in forms)
        {
            if (form.Length > end.Length && form.AsSpan().StartsWith(end, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private int LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var form in _byBeginning[(text[0], text[1])])
        {
            if (text.StartsWith(form, StringComparison.Ordinal))
                return form.Length;
        }
        return 0;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsPartOfWord(text[start - 1])) && (end == text.Length || !IsPartOfWord(text[end]));

    private static bool IsPartOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    // A whole word counts too: what follows tells whether it is one.
    private readonly record struct Beginning(string Text)
    {
        public bool IsOf(string word) => word.StartsWith(Text, StringComparison.Ordinal);
    }
}
