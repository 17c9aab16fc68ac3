using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Marchitect.Generators;

/// <summary>Reads a record and those within it, and writes their code.</summary>
internal sealed class RecordReader
{
    private readonly INamedTypeSymbol _whiteprint;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellationToken;
    private readonly TypeReader _types;
    private readonly List<RecordCode> _records = [];
    private readonly HashSet<string> _begun = [];
    private readonly List<Problem> _problems = [];

    private RecordReader(INamedTypeSymbol whiteprint, Compilation compilation, CancellationToken cancellationToken)
    {
        _whiteprint = whiteprint;
        _compilation = compilation;
        _cancellationToken = cancellationToken;
        _types = new(compilation, type => _types!.IsRecord(type) ? Add(type, isRoot: false) : null, Tell);
    }

    public static WhiteprintRecords Read(INamedTypeSymbol whiteprint, ITypeSymbol config, Compilation compilation, CancellationToken cancellationToken)
    {
        var reader = new RecordReader(whiteprint, compilation, cancellationToken);
        if (config is INamedTypeSymbol type && reader._types.IsRecord(type))
            reader.Add(type, isRoot: true);
        else
            reader.Tell(whiteprint, "MARCH001", $"{config.ToDisplayString()} cannot be the config of {whiteprint.Name}: a config is a record or a class that is neither abstract nor generic.");
        // Where something cannot be written, what hangs on it would only be wrong as well.
        return new(reader._problems.Count == 0 ? reader._records : [], reader._problems);
    }

    /// <summary>The name of the class that is written for a record.</summary>
    public static string ClassName(string key) => "Record_" + string.Concat(key.Select(c => char.IsLetterOrDigit(c) ? c.ToString() : c == '.' ? "_" : $"_0{(int)c:x}_"));

    private string Add(INamedTypeSymbol type, bool isRoot)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var key = Literal.FullName(type);
        var name = ClassName(key);
        // A record may hold itself.
        if (_begun.Add(key))
            _records.Add(new(key, isRoot, Write(type, name)));
        return name;
    }

    // What is in another assembly has no place in this program; the whiteprint that wants it has.
    private void Tell(ISymbol symbol, string id, string text) =>
        _problems.Add(Problem.At(symbol.Locations.Any(place => place.IsInSource) ? symbol : _whiteprint, id, text));

    private string Write(INamedTypeSymbol type, string name)
    {
        if (Reach.Hidden(type) is { } hidden)
        {
            Tell(type, "MARCH004", $"{hidden.Name} is {Reach.Words(hidden)}, so the code that makes {type.Name} of a config cannot reach it. Make it internal or public.");
            return "";
        }
        var full = Literal.Bare(type);
        var empty = type.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.Length == 0);
        var positional = empty is not null ? null : type.InstanceConstructors.FirstOrDefault(constructor =>
            constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters.All(parameter => PropertyOf(type, parameter) is not null));
        if (empty is null && positional is null)
        {
            Tell(type, "MARCH005", $"{type.Name} has no constructor that a config can call: it needs one without parameters, or a public one whose parameters all have the names and types of its properties.");
            return "";
        }
        var members = Members(type, positional).ToList();
        foreach (var same in members.GroupBy(member => member.Key).Where(group => group.Count() > 1))
            Tell(same.Last().Property, "MARCH006", $"{type.Name} has two settings called {same.Key}: {string.Join(" and ", same.Select(member => member.Property.Name))}. Rename one.");
        var code = new StringBuilder();
        code.Append($"file sealed class {name} : global::Marchitect.ConfigRecord<{full}>\n{{\n");
        code.Append($"    public static readonly {name} Instance = new();\n\n");
        WriteSchema(code, members);
        WriteDefaults(code, members, positional);
        WriteBind(code, members, full, positional);
        WriteView(code, members, full);
        WriteValidate(code, type, members, full);
        WriteAccessors(code, members, full, positional);
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
                if (!seen.Add(property.Name) || (parameter is null && !isSettable) || property.GetMethod is not { DeclaredAccessibility: Accessibility.Public })
                    continue;
                if (_types.Of(property.Type) is not { } typeCode)
                {
                    Tell(property, "MARCH002",
                        $"{type.Name}.{property.Name} is of type {property.Type.ToDisplayString()}, which a config cannot hold. A setting is a text, a number, a bool, an enum without flags, a Secret, a type with Parse, a record or class of yours, a list or a map of text to these; what is no setting gets no public setter.");
                    continue;
                }
                var attributes = property.GetAttributes().Concat(parameter?.GetAttributes() ?? []);
                var key = SnakeCase.Of(property.Name);
                var rules = MemberRules.Of(property, key, attributes, typeCode.Shape, Tell);
                if (parameter is null && positional is not null && HangsOnParameter(property, positional))
                {
                    Tell(property, "MARCH007", $"{type.Name}.{property.Name} begins with a value that hangs on a parameter of {type.Name}, so it has no default before the config is known. Compute it in a property without a setter.");
                }
                yield return new(property, parameter, key, typeCode, rules, rules.Description ?? DocText.Of(property, _cancellationToken));
            }
        }
    }

    private static void WriteSchema(StringBuilder code, List<SettingCode> members)
    {
        code.Append("    protected override global::Marchitect.MapSchema Describe() => new()\n    {\n");
        foreach (var member in members)
        {
            var schema = member.Type.Schema + member.Rules.Refinements;
            if (member.Description is { } description)
                schema += $".Described({Literal.Of(description)})";
            code.Append($"        [{Literal.Of(member.Key)}] = global::Marchitect.ConfigReading.Setting({schema}, {(member.Rules.IsRequired ? "true" : "false")}),\n");
        }
        code.Append("    };\n\n");
    }

    // A member that is null and may not be has no default: it is required, whether it says so or not.
    private static void WriteDefaults(StringBuilder code, List<SettingCode> members, IMethodSymbol? positional)
    {
        code.Append("    protected override global::Marchitect.ConfigMap ReadDefaults()\n    {\n");
        var withDefault = members.Where(member => !member.Rules.IsRequired && !member.Property.IsRequired).ToList();
        if (withDefault.Any(member => member.Parameter is null))
            code.Append($"        var record = Make({string.Join(", ", positional?.Parameters.Select(Stopgap) ?? [])});\n");
        code.Append("        return global::Marchitect.ConfigReading.Defaults(\n        [\n");
        foreach (var member in withDefault)
        {
            if ((member.Parameter is { } parameter ? DefaultOf(member, parameter) : Written(member)) is { } value)
                code.Append($"            new({Literal.Of(member.Key)}, {value}),\n");
        }
        code.Append("        ]);\n    }\n\n");
    }

    private static string? DefaultOf(SettingCode member, IParameterSymbol parameter)
    {
        if (parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: not null })
            return member.Type.Write($"({Literal.Of(parameter)})");
        if (member.IsNullable)
            return "global::Marchitect.ConfigValue.Null";
        return parameter.HasExplicitDefaultValue && !parameter.Type.IsReferenceType ? member.Type.Write($"default({Literal.Of(parameter.Type)})") : null;
    }

    // What stands for a parameter while the defaults of the other members are read.
    private static string Stopgap(IParameterSymbol parameter) =>
        parameter.HasExplicitDefaultValue ? Literal.Of(parameter) : parameter.Type.SpecialType == SpecialType.System_String ? "\"\"" : "default!";

    private static string Written(SettingCode member)
    {
        var access = $"record.{Literal.Name(member.Property.Name)}";
        return member.Property.Type.IsReferenceType && !member.IsNullable ? $"({access} is null ? null : {member.Type.Write(access)})" : member.Type.Write(access);
    }

    private static void WriteBind(StringBuilder code, List<SettingCode> members, string full, IMethodSymbol? positional)
    {
        code.Append($"    public override {full} Bind(global::Marchitect.ConfigMap config)\n    {{\n");
        var arguments = positional?.Parameters.Select(parameter =>
        {
            // One that a config cannot hold is told of, and nothing is written.
            return members.Find(candidate => SymbolEqualityComparer.Default.Equals(candidate.Parameter, parameter)) is { } member
                ? member.Type.Read($"config[{Literal.Of(member.Key)}]")
                : "default!";
        });
        code.Append($"        var record = Make({string.Join(", ", arguments ?? [])});\n");
        foreach (var (member, i) in members.Select((member, i) => (member, i)).Where(pair => pair.member.Parameter is null))
        {
            var read = member.Type.Read($"value{i}");
            code.Append($"        if (config.Find({Literal.Of(member.Key)}) is {{ }} value{i})\n            ");
            code.Append(!IsInit(member) ? $"record.{Literal.Name(member.Property.Name)} = {read};\n"
                : IsOfGeneric(member) ? $"In_{member.Property.Name}<{string.Join(", ", member.Property.ContainingType.TypeArguments.Select(Literal.Of))}>.Set(record, {read});\n"
                : $"Set_{member.Property.Name}(record, {read});\n");
        }
        code.Append("        return record;\n    }\n\n");
    }

    private static void WriteView(StringBuilder code, List<SettingCode> members, string full)
    {
        code.Append($"    public override global::Marchitect.ConfigMap View({full} record) => global::Marchitect.ConfigReading.Defaults(\n    [\n");
        foreach (var member in members)
            code.Append($"        new({Literal.Of(member.Key)}, {Written(member)}),\n");
        code.Append("    ]);\n\n");
    }

    private static void WriteValidate(StringBuilder code, INamedTypeSymbol type, List<SettingCode> members, string full)
    {
        code.Append($"    public override void Validate({full} record, global::Marchitect.ConfigValidation validation)\n    {{\n");
        foreach (var member in members)
        {
            var access = $"record.{Literal.Name(member.Property.Name)}";
            foreach (var asked in member.Rules.Asked)
                code.Append($"        validation.Ask({asked}, {access}, record, {Literal.Of(member.Property.Name)}, {Literal.Of(member.Key)});\n");
            if (member.Type.Validate is { } validate)
                code.Append($"        if ({access} is {{ }} in_{member.Property.Name}) {{ {validate($"in_{member.Property.Name}", $"validation.In({Literal.Of(member.Key)})", 0)} }}\n");
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
    private static void WriteAccessors(StringBuilder code, List<SettingCode> members, string full, IMethodSymbol? positional)
    {
        const string Accessor = "[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.";
        var parameters = positional?.Parameters.Select((parameter, i) => $"{Literal.Of(parameter.Type)} p{i}") ?? [];
        code.Append($"\n    {Accessor}Constructor)]\n    private static extern {full} Make({string.Join(", ", parameters)});\n");
        foreach (var member in members.Where(member => member.Parameter is null && IsInit(member)))
        {
            // For a member of a generic class, the accessor has to be as generic.
            var property = member.Property.OriginalDefinition;
            var owner = property.ContainingType;
            var signature = $"({Literal.Bare(owner)} record, {Literal.Of(property.Type)} value);\n";
            var attribute = $"{Accessor}Method, Name = {Literal.Of("set_" + property.Name)})]\n";
            code.Append(IsOfGeneric(member)
                ? $"\n    private static class In_{property.Name}{TypeParameters(owner)}\n    {{\n        {attribute}        public static extern void Set{signature}    }}\n"
                : $"\n    {attribute}    private static extern void Set_{property.Name}{signature}");
        }
    }

    private static bool IsInit(SettingCode member) => member.Property.SetMethod!.IsInitOnly;

    private static bool IsOfGeneric(SettingCode member) => member.Property.ContainingType.IsGenericType;

    // E.g. "<T> where T : class".
    private static string TypeParameters(INamedTypeSymbol generic)
    {
        var text = generic.ToDisplayString(
            SymbolDisplayFormat.FullyQualifiedFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints));
        return text.Substring(text.IndexOf('<'));
    }

    private static IPropertySymbol? PropertyOf(INamedTypeSymbol type, IParameterSymbol parameter)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } found)
                return IsReadable(found) && parameter.RefKind == RefKind.None && SymbolEqualityComparer.Default.Equals(found.Type, parameter.Type) ? found : null;
        }
        return null;

        static bool IsReadable(IPropertySymbol property) =>
            property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public };
    }

    /// <summary>Whether a member begins with what a constructor makes of its parameters: in its initialiser, or in the constructor's body.</summary>
    private bool HangsOnParameter(IPropertySymbol property, IMethodSymbol positional)
    {
        var values = property.DeclaringSyntaxReferences.Select(reference => (reference.GetSyntax(_cancellationToken) as PropertyDeclarationSyntax)?.Initializer?.Value)
            .Concat(positional.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(_cancellationToken)).OfType<ConstructorDeclarationSyntax>()
                .SelectMany(constructor => constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
                .Where(assignment => assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                    && SymbolEqualityComparer.Default.Equals(SymbolOf(assignment.Left), property))
                .Select(assignment => (ExpressionSyntax?)assignment.Right));
        return values.Any(value => value?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(IsParameter) == true);

        // What nameof says is known before.
        bool IsParameter(IdentifierNameSyntax name) =>
            name.Parent?.Parent?.Parent is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }
            && SymbolOf(name) is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } };
    }

    private ISymbol? SymbolOf(ExpressionSyntax syntax) => _compilation.GetSemanticModel(syntax.SyntaxTree).GetSymbolInfo(syntax, _cancellationToken).Symbol;
}
