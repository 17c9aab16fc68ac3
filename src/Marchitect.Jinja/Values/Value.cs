using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Marchitect.Jinja;

/// <summary>A value of a template: what goes in, what filters and functions get, and what they return.</summary>
/// <remarks>
/// Sixteen bytes, without a heap object for numbers and booleans. Values compare as in Python: <c>1 == 1.0 == true</c>.
/// </remarks>
[DebuggerDisplay("{Kind} {ToString()}")]
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are the kinds of the language.")]
public readonly partial struct Value : IEquatable<Value>
{
    // What it is: a string, BigInteger (boxed, outside of long's range only), ValueObject, or one of the tags below, with _bits
    // holding the value. Null means "missing": a variable that was never set, an argument that was not given.
    private readonly object? _what;
    private readonly long _bits;

    private Value(object? what, long bits)
    {
        _what = what;
        _bits = bits;
    }

    internal Value(string text) : this(text, 0)
    {
    }

    internal Value(ValueObject instance) : this(instance, 0)
    {
    }

    internal Value(long number) : this(Tag.Integer, number)
    {
    }

    internal Value(double number) : this(Tag.Float, BitConverter.DoubleToInt64Bits(number))
    {
    }

    internal Value(bool yes) : this(Tag.Bool, yes ? 1 : 0)
    {
    }

    /// <summary>The value <c>none</c>.</summary>
    public static Value None { get; } = new(Tag.None, 0);

    /// <summary>The value <c>true</c>.</summary>
    public static Value True { get; } = new(true);

    /// <summary>The value <c>false</c>.</summary>
    public static Value False { get; } = new(false);

    /// <summary>What kind it is.</summary>
    public ValueKind Kind => _what switch
    {
        null => ValueKind.Undefined,
        Tag tag => tag.Kind,
        string => ValueKind.Text,
        ValueObject instance => instance.Kind,
        _ => ValueKind.Integer,
    };

    /// <summary>Whether it was never set: the default of this type, not an <c>undefined</c> that knows its name.</summary>
    internal bool IsMissing => _what is null;

    internal bool IsNone => ReferenceEquals(_what, Tag.None);

    internal bool IsUndefined => _what is null or UndefinedValue;

    /// <summary>Whether it is an integer that fits a <c>long</c> (not a boolean).</summary>
    internal bool IsInt64 => ReferenceEquals(_what, Tag.Integer);

    internal bool IsFloat => ReferenceEquals(_what, Tag.Float);

    internal bool IsBool => ReferenceEquals(_what, Tag.Bool);

    /// <summary>The bits of a <c>long</c> or of a boolean: 0 or 1. Ask first.</summary>
    internal long Int64 => _bits;

    /// <summary>The float. Ask first.</summary>
    internal double Double => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The heap object behind it: a string, a boxed BigInteger, a <see cref="ValueObject"/>; null for the rest.</summary>
    internal object? Reference => _what is Tag ? null : _what;

    /// <summary>The <see cref="ValueObject"/> behind it, or null.</summary>
    internal ValueObject? Instance => _what as ValueObject;

    /// <summary>The text where it is one, markup included, else null.</summary>
    internal string? TextOrNull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _what as string ?? (_what as Markup)?.Text;
    }

    /// <summary>An integer of any size.</summary>
    /// <param name="number">It.</param>
    /// <returns>The value.</returns>
    public static Value Integer(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue ? new((long)number) : new(number, 0);

    /// <summary>A text that counts as escaped: where autoescaping is on, it is printed as it stands.</summary>
    /// <param name="text">It.</param>
    /// <returns>The value.</returns>
    public static Value Safe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new Markup(text));
    }

    /// <summary>A text.</summary>
    /// <param name="text">It; null becomes <c>none</c>.</param>
    public static implicit operator Value(string? text) => text is null ? None : new(text);

    /// <summary>A boolean.</summary>
    /// <param name="yes">It.</param>
    public static implicit operator Value(bool yes) => new(yes);

    /// <summary>An integer.</summary>
    /// <param name="number">It.</param>
    public static implicit operator Value(int number) => new((long)number);

    /// <summary>An integer.</summary>
    /// <param name="number">It.</param>
    public static implicit operator Value(long number) => new(number);

    /// <summary>An integer of any size.</summary>
    /// <param name="number">It.</param>
    public static implicit operator Value(BigInteger number) => Integer(number);

    /// <summary>A float.</summary>
    /// <param name="number">It.</param>
    public static implicit operator Value(double number) => new(number);

    /// <summary>Whether it is an integer or a boolean, as Python sees it.</summary>
    internal bool TryInteger(out BigInteger number)
    {
        if (IsInt64 || IsBool)
        {
            number = _bits;
            return true;
        }
        if (_what is BigInteger big)
        {
            number = big;
            return true;
        }
        number = default;
        return false;
    }

    /// <summary>Whether it is an integer or a boolean that fits a <c>long</c>.</summary>
    internal bool TryInt64(out long number)
    {
        number = _bits;
        return IsInt64 || IsBool;
    }

    /// <summary>Its truth, as Python has it: false for none, zero, and what is empty.</summary>
    /// <exception cref="UndefinedException">It is undefined, and the policy forbids even that.</exception>
    internal bool IsTrue() => _what switch
    {
        Tag tag => tag.Kind switch
        {
            ValueKind.None => false,
            ValueKind.Float => Double != 0,
            _ => _bits != 0,
        },
        string text => text.Length > 0,
        ValueObject instance => instance.IsTrue(),
        null => false,
        _ => true,
    };

    /// <summary>The name of its type, as Python has it.</summary>
    internal string TypeName => _what switch
    {
        Tag tag => tag.TypeName,
        string => "str",
        ValueObject instance => instance.TypeName,
        null => "Undefined",
        _ => "int",
    };

    /// <summary>Whether the two are the same thing: Python's <c>is</c>.</summary>
    internal bool IsSame(in Value other) => _what is Tag or BigInteger or string
        ? Equals(_what, other._what) && _bits == other._bits
        : ReferenceEquals(_what, other._what);

    /// <summary>The text that printing it gives, as Python's <c>str</c>; an undefined value gives nothing here.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsUndefined ? "" : ValueText.Of(this);

    /// <summary>Whether they are equal, as Python has it.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True where they are.</returns>
    public bool Equals(Value other) => ValueComparer.Instance.Equals(this, other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ValueComparer.Instance.GetHashCode(this);

    /// <summary>Whether they are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    private sealed class Tag(ValueKind kind, string typeName)
    {
        public static readonly Tag None = new(ValueKind.None, "NoneType");
        public static readonly Tag Bool = new(ValueKind.Bool, "bool");
        public static readonly Tag Integer = new(ValueKind.Integer, "int");
        public static readonly Tag Float = new(ValueKind.Float, "float");

        public ValueKind Kind { get; } = kind;

        public string TypeName { get; } = typeName;
    }
}
