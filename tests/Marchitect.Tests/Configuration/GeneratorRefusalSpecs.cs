namespace Marchitect.Tests.Configuration;

/// <summary>What no config record can be made of: the compiler says it, at the member. A § stands before the place.</summary>
public sealed class GeneratorRefusalSpecs
{
    private const string What =
        " which a config cannot hold. A setting is a text, a number, a bool, an enum without flags, a Secret, a type with Parse, a record or class of yours, a list or a map of text to these; what is no setting gets no public setter.";

    private const string Config = ": a config is a record or a class that is neither abstract nor generic.";

    private const string Constructor =
        " has no constructor that a config can call: it needs one without parameters, or a public one whose parameters all have the names and types of its properties.";

    public static TheoryData<string, string> Configs { get; } = new()
    {
        { "class §W : Whiteprint<string>;", "string cannot be the config of W" },
        { "class §W : Whiteprint<object>;", "object cannot be the config of W" },
        { "class §W : Whiteprint<int[]>;", "int[] cannot be the config of W" },
        { "abstract class C; class §W : Whiteprint<C>;", "C cannot be the config of W" },
        { "abstract record C; class §W : Whiteprint<C>;", "C cannot be the config of W" },
        { "record C<T>; class §W : Whiteprint<C<int>>;", "C<int> cannot be the config of W" },
        { "class Outer<T> { public record C; } class §W : Whiteprint<Outer<int>.C>;", "Outer<int>.C cannot be the config of W" },
        { "interface C; class §W : Whiteprint<C>;", "C cannot be the config of W" },
        { "struct C; class §W : Whiteprint<C>;", "C cannot be the config of W" },
        { "delegate void C(); class §W : Whiteprint<C>;", "C cannot be the config of W" },
        { "class C : List<string>; class §W : Whiteprint<C>;", "C cannot be the config of W" },
        { "class §W : Whiteprint<List<string>>;", "System.Collections.Generic.List<string> cannot be the config of W" },
        { "class §W : Whiteprint<Uri>;", "System.Uri cannot be the config of W" },
        { "abstract class Base<T> : Whiteprint<T> where T : class; class §W : Base<string>;", "string cannot be the config of W" },
    };

    [Theory]
    [MemberData(nameof(Configs))]
    public void A_config_is_a_record_or_a_class(string source, string refusal) => Refuses(source, "MARCH001", refusal + Config);

    public static TheoryData<string, string> Types { get; } = new()
    {
        { "Func<int>", "System.Func<int>" },
        { "object", "object" },
        { "dynamic", "dynamic" },
        { "int[,]", "int[*,*]" },
        { "Dictionary<int, string>", "System.Collections.Generic.Dictionary<int, string>" },
        { "KeyValuePair<string, string>", "System.Collections.Generic.KeyValuePair<string, string>" },
        { "Stack<string>", "System.Collections.Generic.Stack<string>" },
        { "System.IO.Stream", "System.IO.Stream" },
        { "Type", "System.Type" },
        { "Exception", "System.Exception" },
        { "Flags", "Flags" },
        { "Nothing", "Nothing" },
        { "Handler", "Handler" },
        { "(int A, string B)", "(int A, string B)" },
        { "IDisposable", "System.IDisposable" },
        { "Face", "Face" },
        { "Point", "Point" },
        { "Point?", "Point?" },
        { "Shape", "Shape" },
        { "Box<int>", "Box<int>" },
        { "Own", "Own" },
        { "IAsyncEnumerable<int>", "System.Collections.Generic.IAsyncEnumerable<int>" },
        { "List<object>", "System.Collections.Generic.List<object>" },
        { "Dictionary<string, List<Point>>", "System.Collections.Generic.Dictionary<string, System.Collections.Generic.List<Point>>" },
        { "System.Threading.Tasks.Task<int>", "System.Threading.Tasks.Task<int>" },
        { "Lazy<int>", "System.Lazy<int>" },
    };

    private const string OfTypes = """

        [Flags] enum Flags { A = 1, B = 2 }
        enum Nothing;
        delegate void Handler();
        interface Face;
        record struct Point(int X, int Y);
        abstract record Shape;
        class Box<T>;
        class Own : List<string>;
        """;

    [Theory]
    [MemberData(nameof(Types))]
    public void A_member_of_a_type_that_no_config_can_hold_is_refused(string type, string shown) => Refuses(
        $"class W : Whiteprint<C>;\ninternal record C\n{{\n    public string? Other {{ get; init; }}\n    public {type} §Bad {{ get; init; }} = default!;\n}}{OfTypes}",
        "MARCH002", $"C.Bad is of type {shown},{What}");

    public static TheoryData<string, string, string> Others { get; } = new()
    {
        // Of a parameter it is told at the parameter, of a base record there, of a record within a record there.
        { "record C(string Name, object §Bad); class W : Whiteprint<C>;", "MARCH002", $"C.Bad is of type object,{What}" },
        { "record B { public object §Bad { get; set; } } record C : B; class W : Whiteprint<C>;", "MARCH002", $"C.Bad is of type object,{What}" },
        { "record B { public object §Bad { get; set; } } record C { public List<B> Bs { get; set; } = []; } class W : Whiteprint<C>;", "MARCH002", $"B.Bad is of type object,{What}" },
        { "record C { public object §Bad { get; set; } } class W : Whiteprint<C>; class W2 : Whiteprint<C>;", "MARCH002", $"C.Bad is of type object,{What}" },

        { Rule("[CustomValidation(typeof(C), \"X\")] public int §A { get; set; }"), "MARCH003", Kept("CustomValidation") },
        { Rule("[Compare(\"B\")] public int §A { get; set; } public int B { get; set; }"), "MARCH003", Kept("Compare") },
        { Rule("[Range(typeof(decimal), \"1\", \"2\")] public decimal §A { get; set; }"), "MARCH003", Kept("Range") },
        { Rule("[Range(1, 2)] public TimeSpan §A { get; set; }"), "MARCH003", Kept("Range") },
        { Rule("[Range(1, 2)] public string §A { get; set; } = \"\";"), "MARCH003", Kept("Range") },
        { Rule("[StringLength(2)] public int §A { get; set; }"), "MARCH003", Kept("StringLength") },
        { Rule("[RegularExpression(\"a\")] public List<string> §A { get; set; } = [];"), "MARCH003", Kept("RegularExpression") },
        { Rule("[MinLength(2)] public Secret? §A { get; set; }"), "MARCH003", Kept("MinLength") },
        { "using System.ComponentModel.DataAnnotations; record C([property: Range(1, 2)] TimeSpan §A); class W : Whiteprint<C>;", "MARCH003", Kept("Range") },

        { "class W : Whiteprint<W.C> { private record §C; }", "MARCH004", "C is private, so the code that makes C of a config cannot reach it. Make it internal or public." },
        { "class W : Whiteprint<W.C> { protected record §C; }", "MARCH004", "C is protected, so the code that makes C of a config cannot reach it. Make it internal or public." },
        { "class Outer { private class Inner { public record §C; class W : Whiteprint<C>; } }", "MARCH004", "Inner is private, so the code that makes C of a config cannot reach it. Make it internal or public." },
        { "file record §C; file class W : Whiteprint<C>;", "MARCH004", "C is local to its file, so the code that makes C of a config cannot reach it. Make it internal or public." },
        {
            Rule("[Even] public int §A { get; set; } private sealed class EvenAttribute : ValidationAttribute;"), "MARCH004",
            "EvenAttribute is private, so the code that makes C of a config cannot ask [Even] of C.A. Make it internal or public."
        },

        { "class §C { public C(string other) { } public string Name { get; set; } = \"\"; } class W : Whiteprint<C>;", "MARCH005", $"C{Constructor}" },
        { "class §C { public C(int name) { } public string Name { get; set; } = \"\"; } class W : Whiteprint<C>;", "MARCH005", $"C{Constructor}" },
        { "class §C { public C(ref string name) { } public string Name { get; set; } = \"\"; } class W : Whiteprint<C>;", "MARCH005", $"C{Constructor}" },
        { "class §C { internal C(string name) { } public string Name { get; set; } = \"\"; } class W : Whiteprint<C>;", "MARCH005", $"C{Constructor}" },
        { "class §C { public C(string name) { } public string Name { private get; set; } = \"\"; } class W : Whiteprint<C>;", "MARCH005", $"C{Constructor}" },
        { "record C { public List<D> Ds { get; init; } = []; } class §D { public D(string other) { } } class W : Whiteprint<C>;", "MARCH005", $"D{Constructor}" },

        { "record C { public int HttpPort { get; init; } public int §HTTPPort { get; init; } } class W : Whiteprint<C>;", "MARCH006", "C has two settings called http_port: HttpPort and HTTPPort. Rename one." },
        { "record C(int HttpPort) { public int §HTTPPort { get; init; } } class W : Whiteprint<C>;", "MARCH006", "C has two settings called http_port: HttpPort and HTTPPort. Rename one." },
        {
            "enum Level { VeryLoud, §Very_Loud } record C { public Level Level { get; init; } } class W : Whiteprint<C>;", "MARCH006",
            "Level has two values called very_loud: VeryLoud and Very_Loud. Rename one."
        },

        { "record C(string Name) { public string §Title { get; init; } = Name + \"!\"; } class W : Whiteprint<C>;", "MARCH007", Hangs },
        { "record C(string Name) { public string §Title { get; init; } = string.Concat(Name.ToUpper(), \"!\"); } class W : Whiteprint<C>;", "MARCH007", Hangs },
        { "record B(string Name) { public string §Title { get; init; } = Name; } record C(string Name, int Port) : B(Name); class W : Whiteprint<C>;", "MARCH007", Hangs },
        { "class C { public C(string name) { Name = name; Title = name + \"!\"; } public string Name { get; } public string §Title { get; set; } } class W : Whiteprint<C>;", "MARCH007", Hangs },
    };

    private const string Hangs =
        "C.Title begins with a value that hangs on a parameter of C, so it has no default before the config is known. Compute it in a property without a setter.";

    [Theory]
    [MemberData(nameof(Others))]
    public void What_cannot_be_kept_reached_called_or_told_apart_is_refused(string source, string id, string refusal) => Refuses(source, id, refusal);

    [Fact]
    public void Everything_that_is_refused_is_told_at_once() => Assert.Equal(
        ["MARCH002", "MARCH003", "MARCH005"],
        GeneratorRun.Refusals(Rule("public object A { get; set; } [Range(1, 2)] public string B { get; set; } public D D { get; set; } } class D { public D(int x) { }"))
            .Select(refusal => refusal.Split(": ")[1]).Order());

    private static string Rule(string members) => $"using System.ComponentModel.DataAnnotations;\n#nullable disable\nrecord C {{ {members} }}\nclass W : Whiteprint<C>;";

    private static string Kept(string attribute) =>
        $"[{attribute}] of C.A cannot be kept: it reads the value by reflection, or is not made for its type. Let C implement IValidatableObject and say there what has to be true.";

    private static void Refuses(string source, string id, string refusal)
    {
        var before = source[..source.IndexOf('§', StringComparison.Ordinal)];
        var (line, column) = (before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));

        Assert.Equal([$"Site.cs({line},{column}): {id}: {refusal}"], GeneratorRun.Refusals(source.Replace("§", "", StringComparison.Ordinal)));
    }
}
