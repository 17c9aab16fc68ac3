using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Marchitect.Jinja;

public readonly partial struct Value
{
    /// <summary>A function of the host program, to be called by templates.</summary>
    /// <param name="name">Its name where it is printed.</param>
    /// <param name="function">What it does.</param>
    /// <returns>The value.</returns>
    public static Value Function(string name, TemplateFunction function)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        return new(new CustomFunction(name, function));
    }

    /// <summary>A list.</summary>
    /// <param name="items">Its items; copied.</param>
    /// <returns>The value.</returns>
    public static Value List(IEnumerable<Value> items) => new(new ListValue([.. items]));

    /// <summary>A map in the order given.</summary>
    /// <param name="entries">Its entries; copied. Of one key that comes twice, the last value holds.</param>
    /// <returns>The value.</returns>
    public static Value Map(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var map = new DictValue();
        foreach (var (key, value) in entries)
            map[new(key)] = value;
        return new(map);
    }

    /// <summary>JSON as a value: objects become maps in their order, numbers with a point or an exponent floats, others integers of any size.</summary>
    /// <param name="element">It.</param>
    /// <returns>The value; copied.</returns>
    public static Value From(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new DictValue();
                foreach (var property in element.EnumerateObject())
                    map[new(property.Name)] = From(property.Value);
                return new(map);
            case JsonValueKind.Array:
                var items = new List<Value>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                    items.Add(From(item));
                return new(new ListValue(items));
            case JsonValueKind.String:
                return new(element.GetString()!);
            case JsonValueKind.Number:
                return FromNumber(element.GetRawText());
            case JsonValueKind.True:
                return True;
            case JsonValueKind.False:
                return False;
            default:
                return None;
        }
    }

    /// <summary>JSON as a value, see <see cref="From(JsonElement)"/>.</summary>
    /// <param name="node">It; null becomes <c>none</c>.</param>
    /// <returns>The value; copied.</returns>
    public static Value From(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return None;
            case JsonObject entries:
                var map = new DictValue(entries.Count);
                foreach (var (key, value) in entries)
                    map[new(key)] = From(value);
                return new(map);
            case JsonArray array:
                return new(new ListValue([.. array.Select(From)]));
            default:
                using (var document = JsonDocument.Parse(node.ToJsonString()))
                    return From(document.RootElement);
        }
    }

    /// <summary>What a type's JSON contract makes of an object, as a value: the way for records and their parts that any publishing allows.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="contract">The contract, made by the JSON source generator; it decides what members are called.</param>
    /// <returns>The value; copied.</returns>
    public static Value From<T>(T value, JsonTypeInfo<T> contract) => From(JsonSerializer.SerializeToElement(value, contract));

    /// <summary>
    /// Any plain object as a value: null, booleans, numbers, texts, enumerations (their names), dates and the like (their invariant
    /// texts), JSON, dictionaries with keys of text, other collections (lists), tuples, and records and
    /// anonymous objects, whose public properties are found as written and in snake_case.
    /// </summary>
    /// <remarks>
    /// Properties are found by reflection on <typeparamref name="T"/>, which NativeAOT allows. For objects within the object it does not:
    /// there, implement <see cref="ITemplateRecord"/>, give a <see cref="Value"/>, or use <see cref="From{T}(T, JsonTypeInfo{T})"/>.
    /// </remarks>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">It. Collections are copied; properties of records are read when templates ask for them.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">It, or something in it, cannot be a value of a template.</exception>
    public static Value From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T value)
    {
        if (value is null)
            return None;
        if (TryPlain(value, 0, out var plain))
            return plain;
        return value.GetType() == typeof(T)
            ? new(new RecordValue(value, RecordShape.Of(typeof(T))))
            : FromUnknown(value);
    }

    /// <summary>What an object within another one is.</summary>
    /// <exception cref="ArgumentException">It cannot be a value of a template.</exception>
    internal static Value FromPart(object? part, int depth)
    {
        if (part is null)
            return None;
        return TryPlain(part, depth, out var value) ? value : FromUnknown(part);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "Asked only where code can be made at run time, and so nothing was trimmed.")]
    private static Value FromUnknown(object value) => RuntimeFeature.IsDynamicCodeSupported
        ? new(new RecordValue(value, RecordShape.Of(value.GetType())))
        : throw new ArgumentException(
            $"{value.GetType()} cannot be looked into by a template in a native program. Give Value.From of it, implement {nameof(ITemplateRecord)}, or use its JSON contract.");

    private static bool TryPlain(object plain, int depth, out Value value)
    {
        if (depth > 200)
            throw new ArgumentException("The values are nested more than 200 levels deep, or hold themselves.");
        value = plain switch
        {
            Value known => known.IsMissing ? None : known,
            string text => new(text),
            bool yes => new(yes),
            int or long or short or sbyte or byte or ushort or uint => new(((IConvertible)plain).ToInt64(CultureInfo.InvariantCulture)),
            ulong number => Integer(number),
            BigInteger number => Integer(number),
            Int128 number => Integer((BigInteger)number),
            UInt128 number => Integer((BigInteger)number),
            double number => new(number),
            float number => new(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
            decimal number => new((double)number),
            char c => new(c.ToString()),
            JsonElement element => From(element),
            JsonNode node => From(node),
            JsonDocument document => From(document.RootElement),
            ITemplateRecord record => new(new RecordValue(record)),
            Enum or Guid or Uri or Version or TimeSpan => new(plain.ToString()!),
            DateTime or DateTimeOffset or DateOnly or TimeOnly => new(((IFormattable)plain).ToString("O", CultureInfo.InvariantCulture)),
            IReadOnlyDictionary<string, Value> map => Map(map),
            IReadOnlyDictionary<string, object?> map => FromEntries(map, depth),
            IReadOnlyDictionary<string, string> map => Map(map.Select(entry => KeyValuePair.Create(entry.Key, (Value)entry.Value))),
            IDictionary map => FromDictionary(map, depth),
            ITuple tuple => FromTuple(tuple, depth),
            IEnumerable items => FromItems(items, depth),
            _ => default,
        };
        return !value.IsMissing;
    }

    private static Value FromEntries(IReadOnlyDictionary<string, object?> entries, int depth)
    {
        var map = new DictValue(entries.Count);
        foreach (var (key, value) in entries)
            map[new(key)] = FromPart(value, depth + 1);
        return new(map);
    }

    private static Value FromDictionary(IDictionary entries, int depth)
    {
        var map = new DictValue(entries.Count);
        foreach (DictionaryEntry entry in entries)
            map[FromPart(entry.Key, depth + 1)] = FromPart(entry.Value, depth + 1);
        return new(map);
    }

    private static Value FromTuple(ITuple tuple, int depth)
    {
        var items = new Value[tuple.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = FromPart(tuple[i], depth + 1);
        return new(new TupleValue(items));
    }

    private static Value FromItems(IEnumerable items, int depth)
    {
        var list = new List<Value>();
        foreach (var item in items)
            list.Add(FromPart(item, depth + 1));
        return new(new ListValue(list));
    }

    private static Value FromNumber(string text)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
            return new(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new(number)
            : Integer(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }
}
