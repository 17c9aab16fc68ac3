using Microsoft.CodeAnalysis;

namespace Marchitect.Generators;

/// <summary>Says of a type how a config holds it.</summary>
/// <param name="compilation">The program.</param>
/// <param name="recordOf">Writes the code of a record, and gives its name; null for what is no record.</param>
/// <param name="problem">Takes what is wrong.</param>
internal sealed class TypeReader(Compilation compilation, Func<INamedTypeSymbol, string?> recordOf, Action<ISymbol, string, string> problem)
{
    private const string Reading = "global::Marchitect.ConfigReading";
    private const string Schemas = "global::Marchitect.ConfigSchema";
    private const string Linq = "global::System.Linq.Enumerable";

    private static readonly Dictionary<string, string> Forms = new()
    {
        ["System.Guid"] = "a GUID",
        ["System.DateTime"] = "a date and time such as 2026-01-31T12:00:00",
        ["System.DateTimeOffset"] = "a date and time such as 2026-01-31T12:00:00+01:00",
        ["System.DateOnly"] = "a date such as 2026-01-31",
        ["System.TimeOnly"] = "a time of day such as 23:30",
        ["System.Net.IPAddress"] = "an IP address",
        ["System.Net.IPNetwork"] = "an IP network such as 10.0.0.0/8",
        ["char"] = "one character",
    };

    private static readonly Dictionary<string, string> JsonFormats = new()
    {
        ["System.Guid"] = "uuid",
        ["System.DateTimeOffset"] = "date-time",
        ["System.DateOnly"] = "date",
    };

    /// <summary>The code for a type, or null where a config cannot hold it.</summary>
    public TypeCode? Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Of(nullable.TypeArguments[0]) is { } value ? OrNull(value, Literal.Bare(type), x => $"{x}.Value") : null;
        var code = OfNotNull(type);
        return code is not null && type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }
            ? OrNull(code, Literal.Bare(type) + "?", x => x)
            : code;
    }

    private static TypeCode OrNull(TypeCode code, string type, Func<string, string> value) => code with
    {
        Schema = code.Schema + ".OrNull()",
        Read = x => $"({x}.IsNull ? ({type})null : {code.Read(x)})",
        Write = x => $"({x} is null ? global::Marchitect.ConfigValue.Null : {code.Write(value(x))})",
    };

    private TypeCode? OfNotNull(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => TypeCode.Of("Text", "{0}.Text", ValueShape.Text),
        SpecialType.System_Boolean => TypeCode.Of("Bool", "{0}.Bool"),
        SpecialType.System_SByte => IntegerOf("sbyte", "sbyte"),
        SpecialType.System_Byte => IntegerOf("byte", "byte"),
        SpecialType.System_Int16 => IntegerOf("short", "short"),
        SpecialType.System_UInt16 => IntegerOf("ushort", "ushort"),
        SpecialType.System_Int32 => IntegerOf("int", "int"),
        SpecialType.System_UInt32 => IntegerOf("uint", "uint"),
        SpecialType.System_Int64 => IntegerOf("long", "long"),
        SpecialType.System_UInt64 => IntegerOf("ulong", "ulong"),
        SpecialType.System_IntPtr => IntegerOf("nint", "long"),
        SpecialType.System_UIntPtr => IntegerOf("nuint", "ulong"),
        SpecialType.System_Double => TypeCode.Of("Number", "{0}.Float", ValueShape.Number),
        SpecialType.System_Single => TypeCode.Of("Number", "(float){0}.Float", ValueShape.Number) with { Write = static x => $"{Reading}.Number({x})" },
        SpecialType.System_Decimal => Special("Decimal", static x => $"(global::Marchitect.ConfigValue)(double){x}") with { Shape = ValueShape.Number },
        _ => type switch
        {
            { TypeKind: TypeKind.Enum } => Enumeration((INamedTypeSymbol)type),
            IArrayTypeSymbol { Rank: 1 } array => List(array.ElementType, Literal.Bare(type)),
            INamedTypeSymbol named => Named(named),
            _ => null,
        },
    };

    private TypeCode? Named(INamedTypeSymbol type)
    {
        switch (Literal.FullName(type.OriginalDefinition))
        {
            case "System.Numerics.BigInteger":
                return TypeCode.Of("Integer", "{0}.BigInteger", ValueShape.Integer);
            case "System.Int128" or "System.UInt128":
                return IntegerOf(Literal.Bare(type), Literal.Bare(type)) with { Write = x => $"(global::Marchitect.ConfigValue)(global::System.Numerics.BigInteger){x}" };
            case "System.Half":
                return TypeCode.Of("Number", "(global::System.Half){0}.Float", ValueShape.Number) with { Write = x => $"{Reading}.Number((float){x})" };
            case "System.Version":
                return Special("Version", x => $"{Reading}.Write({x})");
            case "System.Net.IPEndPoint":
                return Special("EndPoint", x => $"{Reading}.Write({x})");
            case "Marchitect.Secret":
                return TypeCode.Of("SecretText", "{0}.Secret");
            case "Marchitect.ConfigValue":
                return TypeCode.Of("Anything", "{0}");
            case "Marchitect.ConfigMap":
                return TypeCode.Of("MapOf(global::Marchitect.ConfigSchema.Anything.OrNull())", "{0}.Map");
            case "Marchitect.Permissions":
                return Special("Permissions", x => $"(global::Marchitect.ConfigValue){x}.Octal");
            case "System.TimeSpan":
                return Special("Duration", x => $"{Reading}.Write({x})");
            case "System.Uri":
                return Special("Address", x => $"{Reading}.Write({x}?.OriginalString)");
        }
        if (type is { IsGenericType: true, ContainingType: null } && IsWithin(type, "System.Collections"))
            return Collection(type);
        if (type.AllInterfaces.Any(face => Literal.Bare(face.OriginalDefinition) == "global::System.IParsable<TSelf>" && SymbolEqualityComparer.Default.Equals(face.TypeArguments[0], type)))
            return Parsable(type);
        if (recordOf(type) is not { } record)
            return null;
        return new()
        {
            Schema = $"{record}.Instance.Schema",
            Read = x => $"{record}.Instance.Bind({x}.Map)",
            Write = x => $"{record}.Instance.View({x})",
            Validate = (x, at, _) => $"{record}.Instance.Validate({x}, {at});",
        };
    }

    private static TypeCode IntegerOf(string type, string clr) => new()
    {
        Schema = type == "long" ? $"{Reading}.Integer(long.MinValue, long.MaxValue)" : $"{Reading}.Integer({clr}.MinValue, {clr}.MaxValue)",
        Read = x => $"({type}){x}.BigInteger",
        Write = x => type is "ulong" or "nuint" ? $"(global::Marchitect.ConfigValue)(global::System.Numerics.BigInteger){x}" : $"(global::Marchitect.ConfigValue)(long){x}",
        Shape = ValueShape.Integer,
    };

    private static TypeCode Special(string name, Func<string, string> write) =>
        new() { Schema = $"{Reading}.{name}Schema()", Read = x => $"{Reading}.{name}({x})", Write = write };

    private static TypeCode Parsable(INamedTypeSymbol type)
    {
        var full = Literal.Bare(type);
        var name = Literal.FullName(type);
        var form = Forms.TryGetValue(name, out var known) ? known : $"a text that {type.Name} can read";
        var json = JsonFormats.TryGetValue(name, out var format) ? Literal.Of(format) : "null";
        return new()
        {
            Schema = $"{Reading}.TextOf<{full}>({Literal.Of(form)}, {json})",
            Read = x => $"{Reading}.Parse<{full}>({x})",
            Write = x => $"{Reading}.Write({x})",
        };
    }

    private TypeCode? Enumeration(INamedTypeSymbol type)
    {
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).ToList();
        // Several flags at once have no one name.
        if (members.Count == 0 || type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "FlagsAttribute"))
            return null;
        var full = Literal.Bare(type);
        var texts = members.Select(member => Literal.Of(SnakeCase.Of(member.Name))).ToList();
        foreach (var same in members.GroupBy(member => SnakeCase.Of(member.Name)).Where(same => same.Count() > 1))
            problem(same.Last(), "MARCH006", $"{type.Name} has two values called {same.Key}: {string.Join(" and ", same.Select(member => member.Name))}. Rename one.");
        var read = string.Join(", ", members.Select((member, i) => $"{texts[i]} => {full}.{Literal.Name(member.Name)}"));
        // Of several names for one value, the first is written.
        var write = string.Join(", ", members.GroupBy(member => member.ConstantValue).Select(same => same.First())
            .Select(member => $"{full}.{Literal.Name(member.Name)} => {Literal.Of(SnakeCase.Of(member.Name))}"));
        return new()
        {
            Schema = $"{Schemas}.OneOf({string.Join(", ", texts)})",
            Read = x => $"({x}.Text switch {{ {read}, _ => default }})",
            Write = x => $"(global::Marchitect.ConfigValue)({x} switch {{ {write}, var other => other.ToString() }})",
        };
    }

    private TypeCode? Collection(INamedTypeSymbol type)
    {
        var full = Literal.Bare(type);
        if (type.TypeArguments.Length == 2)
            return type.TypeArguments[0].SpecialType == SpecialType.System_String ? Map(type, type.TypeArguments[1], full) : null;
        var item = type.TypeArguments[0];
        return type.Name switch
        {
            "ImmutableArray" => List(item, full, isStruct: true),
            "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" or "IList" or "ICollection" or "List" or "ImmutableList" or "IImmutableList" => List(item, full),
            "HashSet" or "ImmutableHashSet" or "SortedSet" => Set(item, full, full),
            "ISet" or "IReadOnlySet" => Set(item, full, $"global::System.Collections.Generic.HashSet<{Literal.Of(item)}>"),
            _ => null,
        };
    }

    private TypeCode? List(ITypeSymbol item, string full, string schema = Schemas + ".ListOf", string made = "", bool isStruct = false)
    {
        if (Of(item) is not { } code)
            return null;
        return new()
        {
            Schema = $"{schema}({code.Schema})",
            Read = x => $"(({full}){made}[.. {Linq}.Select({x}.List, static item => {code.Read("item")})])",
            Write = x => isStruct
                ? $"({x}.IsDefault ? {Reading}.ListOf([]) : {Reading}.ListOf({Linq}.Select({x}, static item => {code.Write("item")})))"
                : $"{Reading}.ListOf({x} is null ? null : {Linq}.Select({x}, static item => {code.Write("item")}))",
            Validate = code.Validate is null ? null : (x, at, depth) => Each(code, x, at, depth),
            Shape = ValueShape.Collection,
        };
    }

    private TypeCode? Set(ITypeSymbol item, string full, string made) => List(item, full, Reading + ".SetOf", $"({made})");

    private TypeCode? Map(INamedTypeSymbol type, ITypeSymbol value, string full)
    {
        if (Of(value) is not { } code)
            return null;
        var itemType = Literal.Of(value);
        string Dictionary(string x) =>
            $"{Linq}.ToDictionary<global::System.Collections.Generic.KeyValuePair<string, global::Marchitect.ConfigValue>, string, {itemType}>({x}.Map.Entries, static entry => entry.Key, static entry => {code.Read("entry.Value")})";
        Func<string, string>? read = type.Name switch
        {
            "Dictionary" or "IDictionary" or "IReadOnlyDictionary" => Dictionary,
            "OrderedDictionary" or "SortedDictionary" => x => $"new {full}({Dictionary(x)})",
            "ImmutableDictionary" or "IImmutableDictionary" => x => $"global::System.Collections.Immutable.ImmutableDictionary.CreateRange({Dictionary(x)})",
            "ImmutableSortedDictionary" => x => $"global::System.Collections.Immutable.ImmutableSortedDictionary.CreateRange({Dictionary(x)})",
            "FrozenDictionary" => x => $"global::System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary({Dictionary(x)})",
            _ => null,
        };
        return read is null ? null : new()
        {
            Schema = $"{Schemas}.MapOf({code.Schema})",
            Read = read,
            Write = x =>
                $"{Reading}.MapOf({x} is null ? null : {Linq}.Select({x}, static entry => new global::System.Collections.Generic.KeyValuePair<string, global::Marchitect.ConfigValue>(entry.Key, {code.Write("entry.Value")})))",
            Validate = code.Validate is null ? null : (x, at, depth) =>
                $"foreach (var entry{depth} in {x}) {{ if (entry{depth}.Value is {{ }} value{depth}) {{ {code.Validate($"value{depth}", $"{at}.In(entry{depth}.Key)", depth + 1)} }} }}",
            Shape = ValueShape.Collection,
        };
    }

    private static string Each(TypeCode code, string x, string at, int depth) =>
        $"{{ var index{depth} = 0; foreach (var item{depth} in {x}) {{ if (item{depth} is {{ }} one{depth}) {{ {code.Validate!($"one{depth}", $"{at}.In(index{depth})", depth + 1)} }} index{depth}++; }} }}";

    /// <summary>Whether a type is a record or class that could be one within a config. A collection of one's own is none: its members are its items.</summary>
    public bool IsRecord(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false, SpecialType: SpecialType.None }
        && (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) || !IsWithin(type, "System"))
        && !type.AllInterfaces.Any(face => face.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static bool IsWithin(INamedTypeSymbol type, string space) =>
        type.ContainingNamespace.ToDisplayString() is var name && (name == space || name.StartsWith(space + "."));
}
