using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Marchitect.Generators;

/// <summary>Reads a record and those within it, and writes their code.</summary>
internal sealed class RecordReader
{
    private readonly INamedTypeSymbol _whiteprint;
    private readonly CancellationToken _cancellationToken;
    private readonly TypeReader _types;
    private readonly List<RecordCode> _records = [];
    private readonly HashSet<string> _begun = [];
    private readonly List<Problem> _problems = [];

    private RecordReader(INamedTypeSymbol whiteprint, Compilation compilation, CancellationToken cancellationToken)
    {
        _whiteprint = whiteprint;
        _cancellationToken = cancellationToken;
        _types = new(compilation, type => _types!.IsRecord(type) ? Add(type, isRoot: false) : null);
    }

    public static WhiteprintRecords Read(INamedTypeSymbol whiteprint, ITypeSymbol config, Compilation compilation, CancellationToken cancellationToken)
    {
        var reader = new RecordReader(whiteprint, compilation, cancellationToken);
        if (config is INamedTypeSymbol type && reader._types.IsRecord(type))
            reader.Add(type, isRoot: true);
        else
            reader._problems.Add(Problem.At(whiteprint, "MARCH001", $"{config.ToDisplayString()} cannot be the config of {whiteprint.Name}: a config is a record or a class that is neither abstract nor generic."));
        return new(reader._records, reader._problems);
    }

    /// <summary>The name of the class that is written for a record.</summary>
    public static string ClassName(string key) => "Record_" + string.Concat(key.Select(c => char.IsLetterOrDigit(c) ? c.ToString() : c == '.' ? "_" : $"_{(int)c:x}_"));

    private string Add(INamedTypeSymbol type, bool isRoot)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var key = Literal.Bare(type).Replace("global::", "");
        var name = ClassName(key);
        // A record may hold itself.
        if (_begun.Add(key))
        {
            var before = _problems.Count;
            var text = Write(type, name);
            if (_problems.Count == before)
                _records.Add(new(key, isRoot, text));
        }
        return name;
    }

    private string Write(INamedTypeSymbol type, string name)
    {
        if (Hidden(type) is { } hidden)
        {
            _problems.Add(Problem.At(type, "MARCH004", $"{hidden.Name} is {Access(hidden)}, so the code that makes {type.Name} a config cannot reach it. Make it internal or public."));
            return "";
        }
        var full = Literal.Bare(type);
        var empty = type.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.Length == 0);
        var positional = empty is not null ? null : type.InstanceConstructors.FirstOrDefault(constructor =>
            constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters.All(parameter => PropertyOf(type, parameter) is not null)
            && !(constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type)));
        if (empty is null && positional is null)
        {
            _problems.Add(Problem.At(type, "MARCH005", $"{type.Name} has no constructor that a config can call: it needs one without parameters, or a public one whose parameters are all named as its properties are."));
            return "";
        }
        var members = Members(type, positional).ToList();
        foreach (var same in members.GroupBy(member => member.Key).Where(group => group.Count() > 1))
            _problems.Add(Problem.At(same.Last().Property, "MARCH006", $"{type.Name} has two settings called {same.Key}: {string.Join(" and ", same.Select(member => member.Property.Name))}. Rename one."));
        var code = new StringBuilder();
        code.Append($"file sealed class {name} : global::Marchitect.ConfigRecord<{full}>\n{{\n");
        code.Append($"    public static readonly {name} Instance = new();\n\n");
        WriteSchema(code, members);
        WriteDefaults(code, members, full, positional);
        WriteBind(code, members, full, positional);
        WriteView(code, members, full);
        WriteValidate(code, type, members, full);
        WriteAccessors(code, members, full, empty);
        return code.Append("}\n").ToString();
    }

    private IEnumerable<SettingCode> Members(INamedTypeSymbol type, IMethodSymbol? positional)
    {
        var seen = new HashSet<string>();
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>().Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public }))
            {
                var parameter = positional?.Parameters.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(PropertyOf(type, candidate), property));
                var isSettable = property.SetMethod is { DeclaredAccessibility: Accessibility.Public };
                // What is computed is no setting.
                if (!seen.Add(property.Name) || (parameter is null && !isSettable) || property.GetMethod is null)
                    continue;
                if (_types.Of(property.Type) is not { } typeCode)
                {
                    _problems.Add(Problem.At(property, "MARCH002",
                        $"{type.Name}.{property.Name} is of type {property.Type.ToDisplayString()}, which a config of {_whiteprint.Name} cannot hold. A setting is a text, a number, a bool, an enum without flags, a Secret, a type with Parse, a record or class of yours, a list or a map of text to these; what is no setting gets no public setter."));
                    continue;
                }
                var attributes = property.GetAttributes().Concat(parameter?.GetAttributes() ?? []);
                var rules = MemberRules.Of(property, attributes, typeCode.Shape, _problems);
                if (parameter is null && positional is not null && Initializer(property)?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
                    .Any(name => positional.Parameters.Any(candidate => candidate.Name == name.Identifier.ValueText)) == true)
                {
                    _problems.Add(Problem.At(property, "MARCH007", $"{type.Name}.{property.Name} begins with a value that hangs on a parameter of {type.Name}, so it has no default before the config is known. Compute it in a property without a setter."));
                }
                yield return new(property, parameter, SnakeCase.Of(property.Name), typeCode, rules, rules.Description ?? DocText.Of(property, _cancellationToken));
            }
        }
    }

    private static void WriteSchema(StringBuilder code, List<SettingCode> members)
    {
        code.Append("    protected override global::Marchitect.MapSchema Describe() => new()\n    {\n");
        foreach (var member in members)
        {
            var schema = member.Rules.Replacement ?? member.Type.Schema;
            if (member.Rules.Replacement is not null && member.IsNullable)
                schema += ".OrNull()";
            schema += member.Rules.Refinements;
            if (member.Description is { } description)
                schema += $".Described({Literal.Of(description)})";
            code.Append($"        [{Literal.Of(member.Key)}] = global::Marchitect.ConfigReading.Setting({schema}, {(member.Rules.IsRequired ? "true" : "false")}),\n");
        }
        code.Append("    };\n\n");
    }

    // A member that is null and may not be has no default: it is required, whether it says so or not.
    private static void WriteDefaults(StringBuilder code, List<SettingCode> members, string full, IMethodSymbol? positional)
    {
        code.Append("    protected override global::Marchitect.ConfigMap ReadDefaults()\n    {\n");
        var others = members.Where(member => member.Parameter is null && !member.Property.IsRequired && !member.Rules.IsRequired).ToList();
        if (others.Count > 0)
        {
            code.Append(positional is null
                ? "        var record = Make();\n"
                : $"        var record = new {full}({string.Join(", ", positional.Parameters.Select(parameter => parameter.HasExplicitDefaultValue ? Literal.Of(parameter) : parameter.Type.SpecialType == SpecialType.System_String ? "\"\"" : "default!"))});\n");
        }
        code.Append("        return global::Marchitect.ConfigReading.Defaults(\n        [\n");
        foreach (var member in members)
        {
            if (member.Rules.IsRequired || member.Property.IsRequired)
                continue;
            string value;
            if (member.Parameter is { } parameter)
            {
                if (!parameter.HasExplicitDefaultValue && !member.IsNullable)
                    continue;
                value = parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is not null ? member.Type.Write($"({Literal.Of(parameter)})")
                    : member.IsNullable ? "global::Marchitect.ConfigValue.Null"
                    : member.Type.Write($"default({Literal.Of(parameter.Type)})");
            }
            else
            {
                var access = $"record.{member.Property.Name}";
                value = member.Property.Type.IsReferenceType && !member.IsNullable ? $"({access} is null ? null : {member.Type.Write(access)})" : member.Type.Write(access);
            }
            code.Append($"            new({Literal.Of(member.Key)}, {value}),\n");
        }
        code.Append("        ]);\n    }\n\n");
    }

    private static void WriteBind(StringBuilder code, List<SettingCode> members, string full, IMethodSymbol? positional)
    {
        code.Append($"    public override {full} Bind(global::Marchitect.ConfigMap config)\n    {{\n");
        if (positional is null)
        {
            code.Append("        var record = Make();\n");
        }
        else
        {
            var arguments = positional.Parameters.Select(parameter =>
            {
                var member = members.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Parameter, parameter));
                return member is null ? "default!" : member.Type.Read($"config[{Literal.Of(member.Key)}]");
            });
            code.Append($"        var record = new {full}({string.Join(", ", arguments)});\n");
        }
        foreach (var (member, i) in members.Select((member, i) => (member, i)).Where(pair => pair.member.Parameter is null))
            code.Append($"        if (config.Find({Literal.Of(member.Key)}) is {{ }} value{i})\n            Set_{member.Property.Name}(record, {member.Type.Read($"value{i}")});\n");
        code.Append("        return record;\n    }\n\n");
    }

    private static void WriteView(StringBuilder code, List<SettingCode> members, string full)
    {
        code.Append($"    public override global::Marchitect.ConfigMap View({full} record) => global::Marchitect.ConfigReading.Defaults(\n    [\n");
        foreach (var member in members)
        {
            var access = $"record.{member.Property.Name}";
            code.Append($"        new({Literal.Of(member.Key)}, {(member.Property.Type.IsReferenceType && !member.IsNullable ? $"({access} is null ? null : {member.Type.Write(access)})" : member.Type.Write(access))}),\n");
        }
        code.Append("    ]);\n\n");
    }

    private static void WriteValidate(StringBuilder code, INamedTypeSymbol type, List<SettingCode> members, string full)
    {
        code.Append($"    public override void Validate({full} record, global::Marchitect.ConfigValidation validation)\n    {{\n");
        foreach (var member in members)
        {
            foreach (var asked in member.Rules.Asked)
                code.Append($"        validation.Ask({asked}, record.{member.Property.Name}, record, {Literal.Of(member.Property.Name)}, {Literal.Of(member.Key)});\n");
            if (member.Type.Validate is { } validate)
                code.Append($"        if (record.{member.Property.Name} is {{ }} in_{member.Property.Name}) {{ {validate($"in_{member.Property.Name}", $"validation.In({Literal.Of(member.Key)})", 0)} }}\n");
        }
        if (type.AllInterfaces.Any(face => Literal.Bare(face) == "global::System.ComponentModel.DataAnnotations.IValidatableObject"))
        {
            code.Append("        validation.Ask((global::System.ComponentModel.DataAnnotations.IValidatableObject)record, new global::System.Collections.Generic.Dictionary<string, string>\n        {\n");
            foreach (var member in members)
                code.Append($"            [{Literal.Of(member.Property.Name)}] = {Literal.Of(member.Key)},\n");
            code.Append("        });\n");
        }
        code.Append("    }\n");
    }

    // Members that can only be set while an object is made, and constructors that want required members: the runtime lets named code past both.
    private static void WriteAccessors(StringBuilder code, List<SettingCode> members, string full, IMethodSymbol? empty)
    {
        if (empty is not null)
            code.Append($"\n    [global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Constructor)]\n    private static extern {full} Make();\n");
        foreach (var member in members.Where(member => member.Parameter is null))
        {
            code.Append($"\n    [global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = \"set_{member.Property.Name}\")]\n");
            code.Append($"    private static extern void Set_{member.Property.Name}({Literal.Bare(member.Property.ContainingType)} record, {Literal.Of(member.Property.Type)} value);\n");
        }
    }

    private static IPropertySymbol? PropertyOf(INamedTypeSymbol type, IParameterSymbol parameter)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } found)
                return found;
        }
        return null;
    }

    private ExpressionSyntax? Initializer(IPropertySymbol property) =>
        (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) as PropertyDeclarationSyntax)?.Initializer?.Value;

    private static INamedTypeSymbol? Hidden(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || current.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
                return current;
        }
        return null;
    }

    private static string Access(INamedTypeSymbol type) => type.IsFileLocal ? "local to its file" : type.DeclaredAccessibility == Accessibility.Private ? "private" : "protected";
}
