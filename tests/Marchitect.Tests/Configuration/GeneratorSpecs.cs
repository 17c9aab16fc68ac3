using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Marchitect.Tests.Configuration;

/// <summary>What config records can be made of, as a program would write it.</summary>
public sealed class GeneratorSpecs(ITestOutputHelper output)
{
    /// <summary>A program, a config for its whiteprint W as a file would say it, and what becomes of it: the config that templates see.</summary>
    public static TheoryData<string, string, string> Accepted { get; } = new()
    {
        // Where records stand.
        { "namespace My.Sites { record C { public int Port { get; init; } = 1; } } class W : Whiteprint<My.Sites.C>;", "", "port: 1" },
        { "public class Outer { public class Inner { internal record C { public int Port { get; init; } = 1; } } } class W : Whiteprint<Outer.Inner.C>;", "port: 2", "port: 2" },
        { "class W : Whiteprint<W.C> { internal sealed record C(int Port = 1); }", "", "port: 1" },
        { "namespace My { class System { } class Marchitect { } record C { public string Name { get; init; } = \"a\"; } class global { } class W : Whiteprint<C>; } class W : Whiteprint<My.C>;", "", "name: a" },
        { "namespace A { class B { public record C { public int X { get; init; } = 1; public A_B.C Y { get; init; } = new(); } } } namespace A_B { record C { public int Z { get; init; } = 2; } } class W : Whiteprint<A.B.C>;", "", "x: 1\ny: {z: 2}" },
        { "namespace A { record B_C { public int X { get; init; } = 1; public A_B.C Y { get; init; } = new(); } } namespace A_B { record C { public int Z { get; init; } = 2; } } class W : Whiteprint<A.B_C>;", "", "x: 1\ny: {z: 2}" },
        { "partial record C { public int A { get; init; } = 1; } partial record C { public int B { get; init; } = 2; } class W : Whiteprint<C>;", "", "a: 1\nb: 2" },
        { "class W : Whiteprint<@class.@record>; class @class { public record @record { public int A { get; init; } = 1; } }", "", "a: 1" },
        { "using static System.Math; using static System.Linq.Enumerable; record C { public int Max { get; init; } = 1; public List<int> Range { get; init; } = [1]; } class W : Whiteprint<C>;", "", "max: 1\nrange: [1]" },

        // Whiteprints: several of one record, nested ones, generic ones between.
        { "record C { public int A { get; init; } = 1; } class W : Whiteprint<C>; class V : Whiteprint<C>; class Out { private class P : Whiteprint<C>; }", "", "a: 1" },
        { "record C { public int A { get; init; } = 1; } abstract class Base<T> : Whiteprint<T> where T : class; abstract class Mid<T> : Base<T> where T : class; class W : Mid<C>;", "", "a: 1" },
        { "record C { public int A { get; init; } = 1; } abstract class Base : Whiteprint<C>; partial class W : Base; partial class W;", "", "a: 1" },

        // What is inherited, hidden, required, positional.
        { "abstract record B { public int A { get; init; } = 1; public required string N { get; init; } } record C : B { public int D { get; init; } = 2; } class W : Whiteprint<C>;", "n: x\na: 5", "d: 2\na: 5\nn: x" },
        { "record B { public int A { get; init; } = 1; } record C : B { public new string A { get; init; } = \"own\"; } class W : Whiteprint<C>;", "", "a: own" },
        { "abstract record B { public abstract int A { get; init; } public virtual int V { get; set; } = 1; } record C : B { public override int A { get; init; } = 3; public override int V { get; set; } = 4; } class W : Whiteprint<C>;", "v: 5", "a: 3\nv: 5" },
        { "abstract class B<T> where T : class { public T? A { get; init; } public List<T> L { get; init; } = []; public T? S { get; set; } } class C : B<string>; class W : Whiteprint<C>;", "a: x\nl: [y]\ns: z", "a: x\nl: [y]\ns: z" },
        { "abstract class B<K, V> where K : struct, Enum where V : notnull, new() { public K Key { get; init; } public V Val { get; init; } = new(); } enum E { One, Two } record D { public int X { get; init; } = 1; } class C : B<E, D>; class W : Whiteprint<C>;", "key: two\nval: {x: 7}", "key: two\nval: {x: 7}" },
        { "record B(string Name); record C(string Name, int Port = 80) : B(Name); class W : Whiteprint<C>;", "name: x", "port: 80\nname: x" },
        { "record C(string Name) { public required int Port { get; init; } public int Other { get; init; } = 3; } class W : Whiteprint<C>;", "name: x\nport: 1", "name: x\nport: 1\nother: 3" },
        { "class C(string name) { public string Name { get; } = name; public string Upper => Name.ToUpper(); public int Length { get; private set; } } class W : Whiteprint<C>;", "name: x", "name: x" },
        { "record C { private C() { } public C(int a) { } public int B { get; init; } = 1; internal int I { get; init; } public static int S { get; set; } public int this[int i] { get => 1; set { } } } class W : Whiteprint<C>;", "", "b: 1" },
        { "record C(string Name) { public D D { get; init; } = new() { Name = \"x\" }; public string Says { get; init; } = nameof(Name); } record D { public string Name { get; init; } = \"\"; } class W : Whiteprint<C>;", "name: n", "name: n\nd: {name: x}\nsays: Name" },
        { "record C { public C? Next { get; init; } public List<C> All { get; init; } = []; public Dictionary<string, C> By { get; init; } = []; public int A { get; init; } = 1; } class W : Whiteprint<C>;", "next: {a: 2}\nall: [{a: 3, all: [{a: 4}]}]\nby: {x: {}}",
            "next: {next: null, all: [], by: {}, a: 2}\nall: [{next: null, all: [{next: null, all: [], by: {}, a: 4}], by: {}, a: 3}]\nby: {x: {next: null, all: [], by: {}, a: 1}}\na: 1" },
        { "record C { public string A { get; set; } = \"a\"; } class W : Whiteprint<C> { protected new C Config => base.Config; }", "a: b", "a: b" },

        // Defaults of parameters, of every kind that a constant has.
        { "record C(string Q = \"a\\\"b\\\\\\n\\t{0}\\u00e9\\u2028\", char K = '\\'', bool B = true) { } class W : Whiteprint<C>;", "", "q: \"a\\\"b\\\\\\n\\t{0}é\\u2028\"\nk: \"'\"\nb: true" },
        { "record C(float F = 1.5f, float G = -0.1f, double D = -2.5e-300, double I = double.PositiveInfinity, decimal M = -79.5m) { } class W : Whiteprint<C>;", "", "f: 1.5\ng: -0.1\nd: -2.5E-300\ni: .inf\nm: -79.5" },
        { "record C(sbyte A = -128, byte B = 255, short D = -32768, ushort E = 65535, int F = int.MinValue, uint G = uint.MaxValue, long H = long.MinValue, ulong I = ulong.MaxValue) { } class W : Whiteprint<C>;", "",
            "a: -128\nb: 255\nd: -32768\ne: 65535\nf: -2147483648\ng: 4294967295\nh: -9223372036854775808\ni: 18446744073709551615" },
        { "enum E { A, B = -4 } record C(E X = E.B, E? Y = E.A, E? Z = null, int? N = null, int? M = 5, string? S = null) { } class W : Whiteprint<C>;", "", "x: b\ny: a\nz: null\nn: null\nm: 5\ns: null" },
        { "record C(TimeSpan T = default, Guid G = default, System.Collections.Immutable.ImmutableArray<int> L = default) { } class W : Whiteprint<C>;", "", "t: 0s\ng: 00000000-0000-0000-0000-000000000000\nl: []" },
        { "record C(string N = null!, List<int> L = null!) { } class W : Whiteprint<C>;", "n: x\nl: [1]", "n: x\nl: [1]" },

        // Names.
        { "record C { public int @class { get; init; } = 1; public string @event { get; set; } = \"e\"; public E @default { get; init; } public D @new { get; init; } = new(); } enum E { @default, @else } record D { public int @in { get; init; } = 2; } class W : Whiteprint<C>;", "default: else\nnew: {in: 4}", "class: 1\nevent: e\ndefault: else\nnew: {in: 4}" },
        { "record C(int @class = 1, string @void = \"v\") { } class W : Whiteprint<C>;", "class: 2", "class: 2\nvoid: v" },
        { "record Größe { public int Höhe { get; init; } = 1; public int Ελληνικά { get; init; } = 2; public int 数 { get; init; } = 3; public string ÄnderungsDatum { get; init; } = \"ß\"; } class W : Whiteprint<Größe>;", "", "höhe: 1\nελληνικά: 2\n数: 3\nänderungs_datum: ß" },
        { "namespace My { record Secret { public string Range { get; init; } = \"r\"; } record Uri(string Host = \"h\"); record Version { public int Major { get; init; } = 1; } record C { public Secret Secret { get; init; } = new(); public Uri Uri { get; init; } = new(); public Version Version { get; init; } = new(); } } class W : Whiteprint<My.C>;", "", "secret: {range: r}\nuri: {host: h}\nversion: {major: 1}" },
        { "namespace My { class RangeAttribute(int a, int b) : Attribute { public int A => a + b; } class RequiredAttribute : Attribute; record C { [Range(5, 6)] public int Port { get; init; } = 1; [Required] public string? Name { get; init; } } } class W : Whiteprint<My.C>;", "", "port: 1\nname: null" },
        { "record C { public int Value0 { get; init; } = 1; public int Record { get; init; } = 2; public int Config { get; init; } = 3; public int Instance { get; init; } = 4; public int Schema { get; init; } = 5; public int Make { get; init; } = 6; public int Name { get; init; } = 7; } class W : Whiteprint<C>;", "", "value0: 1\nrecord: 2\nconfig: 3\ninstance: 4\nschema: 5\nmake: 6\nname: 7" },

        // Collections of collections, and null in all places.
        { "record D(int X); record C { public List<List<D>> A { get; init; } = []; public Dictionary<string, List<D>> B { get; init; } = []; public D[][] E { get; init; } = []; public Dictionary<string, Dictionary<string, D>> F { get; init; } = []; } class W : Whiteprint<C>;",
            "a: [[{x: 1}], []]\nb: {k: [{x: 2}]}\ne: [[{x: 3}]]\nf: {m: {n: {x: 4}}}", "a: [[{x: 1}], []]\nb: {k: [{x: 2}]}\ne: [[{x: 3}]]\nf: {m: {n: {x: 4}}}" },
        { "record D(int X); enum E { A, B } record C { public List<string?> A { get; init; } = [null]; public Dictionary<string, int?> B { get; init; } = []; public E? F { get; init; } public List<D?>? G { get; init; } public int?[]? H { get; init; } = [1, null]; public D? I { get; init; } public List<E?> J { get; init; } = []; } class W : Whiteprint<C>;",
            "b: {x: null, y: 2}\ng: [null, {x: 1}]\nj: [null, b]", "a: [null]\nb: {x: null, y: 2}\nf: null\ng: [null, {x: 1}]\nh: [1, null]\ni: null\nj: [null, b]" },
        { "using System.Collections.Immutable; record C { public HashSet<string> A { get; init; } = []; public ISet<List<int>> B { get; init; } = new HashSet<List<int>>(); public IReadOnlySet<int> D { get; init; } = new HashSet<int>(); public SortedSet<string> E { get; init; } = []; public ImmutableHashSet<int> F { get; init; } = []; } class W : Whiteprint<C>;",
            "a: [x]\nb: [[1, 1]]\nd: [1]\ne: [b, a]\nf: [1]", "a: [x]\nb: [[1, 1]]\nd: [1]\ne: [b, a]\nf: [1]" },
        { "using System.Collections.Immutable; record C { public IEnumerable<int> A { get; init; } = []; public IList<int> B { get; init; } = []; public ICollection<int> D { get; init; } = []; public IReadOnlyCollection<int> E { get; init; } = []; public ImmutableList<int> F { get; init; } = []; public ImmutableArray<int> G { get; init; } public List<ImmutableArray<int>> H { get; init; } = []; public IImmutableList<int> I { get; init; } = ImmutableList<int>.Empty; public ImmutableArray<int>? J { get; init; } } class W : Whiteprint<C>;",
            "a: [1]\nh: [[1]]", "a: [1]\nb: []\nd: []\ne: []\nf: []\ng: []\nh: [[1]]\ni: []\nj: null" },
        { "using System.Collections.Immutable; using System.Collections.Frozen; record C { public IDictionary<string, int> A { get; init; } = new Dictionary<string, int>(); public SortedDictionary<string, int> B { get; init; } = []; public OrderedDictionary<string, int> D { get; init; } = []; public ImmutableDictionary<string, int> E { get; init; } = ImmutableDictionary<string, int>.Empty; public FrozenDictionary<string, string?> F { get; init; } = FrozenDictionary<string, string?>.Empty; public ImmutableSortedDictionary<string, int> G { get; init; } = ImmutableSortedDictionary<string, int>.Empty; public IReadOnlyDictionary<string, int> H { get; init; } = new Dictionary<string, int>(); } class W : Whiteprint<C>;",
            "a: {x: 1}\nf: {y: null}", "a: {x: 1}\nb: {}\nd: {}\ne: {}\nf: {y: null}\ng: {}\nh: {}" },
        { "#nullable disable\nrecord C { public string A { get; init; } = \"x\"; public string B { get; init; } public List<string> L { get; init; } = new(); } class W : Whiteprint<C>;", "b: y", "a: x\nb: y\nl: []" },

        // Times: what a default says is kept whole.
        { "record C { public TimeOnly T { get; init; } = new(23, 30, 15); public TimeOnly U { get; init; } = new(23, 30); public DateOnly D { get; init; } = new(2026, 1, 31); public DateTime E { get; init; } = new(2026, 1, 31, 12, 0, 0, 250, DateTimeKind.Utc); public DateTimeOffset O { get; init; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(1)); public Version V { get; init; } = new(1, 2); public System.Net.IPEndPoint P { get; init; } = new(1, 443); public System.Net.IPNetwork? N { get; init; } public char K { get; init; } = 'k'; } class W : Whiteprint<C>;",
            "", "t: \"23:30:15\"\nu: \"23:30\"\nd: \"2026-01-31\"\ne: \"2026-01-31T12:00:00.25Z\"\no: \"2026-01-31T12:00:00+01:00\"\nv: \"1.2\"\np: \"1.0.0.0:443\"\nn: null\nk: k" },

        { "using System.Net; record C { public IPEndPoint? P { get; init; } public IPNetwork N { get; init; } public IPAddress? A { get; init; } public Version? V { get; init; } public Int128 I { get; init; } public UInt128 U { get; init; } = UInt128.MaxValue; public Half H { get; init; } public nint K { get; init; } } class W : Whiteprint<C>;",
            "p: \"[::1]:443\"\nn: 10.0.0.0/8\na: \"::1\"\nv: 1.2.3\ni: -170141183460469231731687303715884105728\nh: 0.5\nk: 7", "p: \"[::1]:443\"\nn: 10.0.0.0/8\na: \"::1\"\nv: 1.2.3\ni: -170141183460469231731687303715884105728\nu: 340282366920938463463374607431768211455\nh: 0.5\nk: 7" },

        // Attributes with all that one may hold.
        { Ruled("[Own(typeof(List<>), Level.High, [1, 2], \"a\\\"b\", Type = typeof(Dictionary<string, int[]>), Level = Level.Low, Texts = new[] { \"x\", null }, Byte = 5, Any = (short)3, @class = 'c', Number = double.NaN, Single = float.NegativeInfinity)] public int A { get; init; } = 1;"), "", "a: 1" },
        { Ruled("[Own(typeof(void), (Level)9, new int[0])] public int A { get; init; } = 1; [Own(null, Level.Low, null, null, null)] public string B { get; init; } = \"b\"; [Own<Level>] public int D { get; init; }"), "", "a: 1\nb: b\nd: 0" },
        { Ruled("[Range(0, double.PositiveInfinity)] public ulong A { get; init; } = ulong.MaxValue; [Range(double.NegativeInfinity, 1.5)] public int B { get; init; } [Range(1, 5, MinimumIsExclusive = true)] public double D { get; init; } = 2; [Range(-1.5, 1)] public decimal E { get; init; } [Range(int.MinValue, int.MaxValue)] public int? F { get; init; }"), "b: 1", "a: 18446744073709551615\nb: 1\nd: 2.0\ne: 0.0\nf: null" },
        { Ruled("[AllowedValues(\"a\", \"bb\"), StringLength(1)] public string A { get; init; } = \"a\"; [Required, AllowedValues(1, 2L, (byte)3, ulong.MaxValue)] public ulong B { get; init; } [AllowedValues(\"x\", null)] public string? D { get; init; } [AllowedValues(Level.Low)] public Level E { get; init; } [DeniedValues(7, 8)] public int? F { get; init; }"), "b: 18446744073709551615", "a: a\nb: 18446744073709551615\nd: null\ne: low\nf: null" },
        { Ruled("[property: Range(1, 2)] public int A { get; init; } = 1; [Url] public string? B { get; init; } [Phone, DataType(DataType.PhoneNumber), Display(Name = \"x\", Description = \"y\")] public string? D { get; init; } [EnumDataType(typeof(Level))] public Level E { get; init; } [Base64String] public string F { get; init; } = \"\"; [FileExtensions(Extensions = \"png\")] public string? G { get; init; }"), "", "a: 1\nb: null\nd: null\ne: low\nf: \"\"\ng: null" },
        { Ruled("[MoreThan(3)] public int A { get; init; } = 4; [Length(1, 2), MinLength(1), MaxLength(2)] public List<int> L { get; init; } = [1]; [RegularExpression(\"[\\\"\\\\\\\\]+\\n?\", ErrorMessage = \"{0} {9} is \\\"odd\\\"\")] public string B { get; init; } = \"\\\"\";"), "", "a: 4\nl: [1]\nb: \"\\\"\"" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_a_program_may_write_compiles_without_a_warning_and_makes_its_record(string source, string config, string expected)
    {
        Assert.Empty(GeneratorRun.Problems(source));

        var problems = new List<ConfigurationException>();
        var made = GeneratorRun.Make(source).Check(ConfigMerge.Merge([new("test", ConfigText.Yaml(config))]), problems);

        Assert.Empty(problems.Select(problem => problem.Message));
        Assert.Equal(ConfigText.Yaml(expected).ToString(), made.Tree.ToString());
        Assert.NotNull(made.Record);
    }

    /// <summary>Rules and what is said of a value that breaks them.</summary>
    public static TheoryData<string, string, string> Broken { get; } = new()
    {
        { "[AllowedValues(\"a\", \"bb\"), StringLength(1)] public string A { get; init; } = \"a\";", "a: bb", "a must be a, and is \"bb\" (site.yaml:1)" },
        { "[Range(1, 5, ErrorMessage = \"{0} is from {1} to {2}.\")] public int A { get; init; } = 1;", "a: 9", "a: a is from 1 to 5, and is 9 (site.yaml:1)" },
        { "[StringLength(5, MinimumLength = 2, ErrorMessage = \"{2}-{1} {0}\")] public string A { get; init; } = \"aa\";", "a: a", "a: 2-5 a, and is \"a\" (site.yaml:1)" },
        { "[Required(ErrorMessage = \"Say it!\")] public string A { get; init; } = \"\";", "a: \"\"", "a: Say it!, and is \"\" (site.yaml:1)" },
        { "[Range(0, double.PositiveInfinity)] public long A { get; init; }", "a: -1", "a must be an integer of at least 0, and is -1 (site.yaml:1)" },
        { "public decimal A { get; init; }", "a: 1e40", "a must be a number that is kept exactly, of at most 28 digits before the point, and is 1E+40 (site.yaml:1)" },
        { "[Own(typeof(int), Level.High, [])] public int A { get; init; } = 1;", "a: 13", "a: the field A is unlucky (site.yaml:1)" },
        { "public HashSet<List<int>> A { get; init; } = [];", "a: [[1], [1]]", "a[1] stands in the list twice, and is a list of 1 item (site.yaml:1)" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Rules_are_kept(string members, string config, string problem)
    {
        var problems = new List<ConfigurationException>();

        GeneratorRun.Make(Ruled(members)).Check(ConfigMerge.Merge([new("test", ConfigText.Yaml(config))]), problems);

        Assert.Equal([problem], problems.Select(found => found.Message));
    }

    /// <summary>Documentation comments, and what they say to people who write a config.</summary>
    public static TheoryData<string, string?> Comments { get; } = new()
    {
        { "/// <summary>The port.</summary>", "The port." },
        { "/// <summary>\n/// Over\n///   lines.\n/// </summary>", "Over lines." },
        { "/** <summary>The\n * port.</summary> */", "The port." },
        { "/// <summary>See <see cref=\"List{T}\"/>, <see cref=\"System.IO.Path.Combine(string, string)\"/> and <see cref='Uri'/>.</summary>", "See List, Combine and Uri." },
        { "/// <summary>Not <see langword=\"null\"/>, see <see href=\"https://example.org/a.b\"/> or <see href=\"https://example.org\">there</see>.</summary>", "Not null, see https://example.org/a.b or there." },
        { "/// <summary><![CDATA[1 < 2 && <b>]]></summary>", "1 < 2 && <b>" },
        { "/// <summary>1 &lt; 2 &amp;amp; &quot;x&quot; &#233;&#x3c;b&gt;</summary>", "1 < 2 &amp; \"x\" é<b>" },
        { "/// <summary><para>One.</para><para>Two <c>three</c>.</para></summary>", "One. Two three." },
        { "/// <summary> </summary>", null },
        { "/// Just words.", null },
        { "// <summary>No documentation.</summary>", null },
        { "[System.ComponentModel.Description(\"By attribute.\")]", "By attribute." },
    };

    [Theory]
    [MemberData(nameof(Comments))]
    public void Comments_describe_settings_whether_the_compiler_reads_them_or_not(string comment, string? description)
    {
        var source = $"record C\n{{\n{comment}\npublic int Port {{ get; init; }}\n}}\nclass W : Whiteprint<C>;";

        Assert.Equal(description, GeneratorRun.Make(source).Schema!.Entry("port")!.Description);
        Assert.Equal(description, GeneratorRun.Make(source, documentation: DocumentationMode.Parse).Schema!.Entry("port")!.Description);
    }

    [Fact]
    public void Comments_of_a_parameter_describe_its_setting_and_broken_ones_nothing()
    {
        const string Source = "/// <summary>C</summary>\n/// <param name=\"Port\">The port.</param>\n/// <param name='Name'>The\n/// name.</param>\nrecord C(int Port, string Name);\nclass W : Whiteprint<C>;";

        Assert.Equal("The port.", GeneratorRun.Make(Source).Schema!.Entry("port")!.Description);
        Assert.Equal("The name.", GeneratorRun.Make(Source, documentation: DocumentationMode.Parse).Schema!.Entry("name")!.Description);
        Assert.Null(GeneratorRun.Make("record C\n{\n/// <summary>One < two</sumary>\npublic int Port { get; init; }\n}\nclass W : Whiteprint<C>;", documentation: DocumentationMode.Parse).Schema!.Entry("port")!.Description);
    }

    [Fact]
    public void An_edit_elsewhere_writes_nothing_again()
    {
        var compilation = GeneratorRun.Compile("record C { public int A { get; init; } } class W : Whiteprint<C> { void M() => RenderTemplateFromString(\"{{ a }}\"); }");
        var driver = GeneratorRun.Driver(compilation, trackSteps: true).RunGenerators(compilation, Cancel);
        var other = CSharpSyntaxTree.ParseText("class Other { int X => 1; }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Other.cs", cancellationToken: Cancel);

        driver = driver.RunGenerators(compilation.AddSyntaxTrees(other), Cancel);

        var outputs = driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).ToList();
        Assert.Equal(2, outputs.Count);
        Assert.All(outputs, step => Assert.Equal(IncrementalStepRunReason.Cached, step.Reason));
    }

    [Fact]
    public void An_edit_of_a_record_is_seen()
    {
        var compilation = GeneratorRun.Compile("record C { public int A { get; init; } } class W : Whiteprint<C>;");
        var driver = GeneratorRun.Driver(compilation).RunGenerators(compilation, Cancel);
        var edited = GeneratorRun.Compile("record C { public int B { get; init; } } class W : Whiteprint<C>;");

        driver = driver.RunGenerators(edited, Cancel);

        Assert.Contains("[\"b\"] = ", driver.GetRunResult().GeneratedTrees.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hundred_whiteprints_of_twenty_members_are_written_in_seconds_at_most()
    {
        var source = new StringBuilder("using System.ComponentModel.DataAnnotations;\n");
        for (var i = 0; i < 200; i++)
        {
            source.Append("record C").Append(i).Append(" {\n");
            for (var j = 0; j < 20; j++)
                source.Append("    /// <summary>What it is about.</summary>\n    [Range(1, 9)] public int A").Append(j).Append(" { get; init; } = 1;\n");
            source.Append("}\nclass W").Append(i).Append(" : Whiteprint<C").Append(i).Append(">;\n");
        }
        var compilation = GeneratorRun.Compile(source.ToString());
        // What the compiler needs to know of the program is not counted.
        compilation.GetDiagnostics(Cancel);

        var clock = Stopwatch.StartNew();
        var driver = GeneratorRun.Driver(compilation).RunGenerators(compilation, Cancel);
        output.WriteLine($"first run: {clock.ElapsedMilliseconds} ms");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        clock.Restart();
        driver.RunGenerators(GeneratorRun.Compile(source.ToString()), Cancel);
        output.WriteLine($"after an edit: {clock.ElapsedMilliseconds} ms");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Ruled(string members) => $$"""
        using System.ComponentModel.DataAnnotations;
        record C { {{members}} }
        class W : Whiteprint<C>;
        enum Level { Low, High }
        class OwnAttribute(Type? type, Level level, int[]? numbers, params string?[]? texts) : ValidationAttribute
        {
            public string Said => $"{type}{level}{numbers?.Length}{texts?.Length}";
            public Type? Type { get; set; }
            public Level Level { get; set; }
            public string?[]? Texts { get; set; }
            public byte Byte = 1;
            public object? Any { get; set; }
            public char @class { get; set; }
            public double Number { get; set; }
            public float Single { get; set; }
            public override bool IsValid(object? value) => value is not 13;
            public override string FormatErrorMessage(string name) => $"the field {name.ToUpperInvariant()} is unlucky";
        }
        class OwnAttribute<T> : ValidationAttribute where T : struct, Enum
        {
            public override bool IsValid(object? value) => true;
        }
        class MoreThanAttribute(int least) : RangeAttribute(least, 100);
        """;
}
