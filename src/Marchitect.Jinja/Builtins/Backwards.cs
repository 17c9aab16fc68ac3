namespace Marchitect.Jinja;

/// <summary>Going through a sequence from its end: Python's <c>reversed</c>.</summary>
internal static class Backwards
{
    /// <summary>The items from the last to the first, or null where Python cannot reverse such a value in place.</summary>
    /// <exception cref="UndefinedException">It is undefined, and the policy forbids iterating.</exception>
    public static IteratorValue? Of(in Value value) => value.Reference switch
    {
        string text => new(Characters(text, static character => character), "reversed"),
        Markup markup => new(Characters(markup.Text, Value.Safe), "reversed"),
        ListValue list => new(Items(list.Items), "list_reverseiterator"),
        TupleValue tuple => new(Items(tuple.Items), "reversed"),
        RangeValue range => new(Numbers(range), "range_iterator"),
        DictValue dict => new(Items([.. dict.Entries.Keys]), "dict_reversekeyiterator"),
        UndefinedValue { Length: 0 } => new(Items([]), "reversed"),
        _ => null,
    };

    private static IEnumerator<Value> Characters(string text, Func<string, Value> form)
    {
        var characters = StringIndex.Split(text);
        for (var i = characters.Length - 1; i >= 0; i--)
            yield return form(characters[i]);
    }

    // A list may shrink meanwhile; what is gone then is passed over.
    private static IEnumerator<Value> Items(IReadOnlyList<Value> items)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (i < items.Count)
                yield return items[i];
        }
    }

    private static IEnumerator<Value> Numbers(RangeValue range)
    {
        for (var i = range.Count - 1; i >= 0; i--)
            yield return new(range.Start + i * range.Step);
    }
}
