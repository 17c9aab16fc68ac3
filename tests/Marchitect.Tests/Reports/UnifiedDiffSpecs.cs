using System.Globalization;
using System.Text;
using Marchitect.Tests.House;
using Xunit;

namespace Marchitect.Tests.Reports;

/// <summary>Measured by the diff(1) and patch(1) of this machine.</summary>
public sealed class UnifiedDiffSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-diff-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    // Where several diffs are the shortest, ours may be another than that of diff; these have one.
    // Each letter is a line; an upper-case one ends in CR LF; a dot is no newline at the end. Null is no file.
    public static TheoryData<string?, string?> Edits => new()
    {
        { "abc", "axc" },
        { "abc", "abc." },
        { "abc.", "abc" },
        { "abc.", "abd." },
        { "", "a" },
        { "a", "" },
        { "", "a." },
        { "a.", "" },
        { "abc", "aBc" },
        { "ABC", "abc" },
        { "abcdefgh", "abcdxfgh" },
        { "abcdefghijklmnop", "xbcdefghijklmnoy" },
        { "abcdefghijkl", "axcdefghijxl" },
        { "abcdefgh", "axcdefgxh" },
        { "abcdefghi", "axcdefghx" },
        { "abcdefghij", "axcdefghixj" },
        { "abc", "abcd" },
        { "abc", "zabc" },
        { "abcabcabc", "abcabcabcabc" },
        { "aaaa", "aaaaaa" },
        { "fx}fy}", "fx}fz}fy}" },
        { "fx}fz}fy}", "fx}fy}" },
        { "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz." },
        { null, "abc" },
        { "abc", null },
        { null, "" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task It_is_what_diff_prints(string? before, string? after)
    {
        var (old, made) = (Lines(before), Lines(after));
        var expected = await DiffAsync(old, made);

        Assert.Equal(expected, new FileEdit("/etc/it", Bytes(old), Bytes(made)).ToUnifiedDiff());
    }

    [Fact]
    public void Equal_contents_make_no_diff() => Assert.Equal("", new FileEdit("/etc/it", Bytes("a\nb"), Bytes("a\nb")).ToUnifiedDiff());

    [Fact]
    public async Task Any_edit_takes_patch_from_the_old_file_to_the_new_one_in_few_lines()
    {
        var random = new Random(20261124);
        for (var round = 0; round < 60; round++)
        {
            var (old, made) = (Some(random), Some(random));
            var diff = new FileEdit("it", Bytes(old), Bytes(made)).ToUnifiedDiff(10_000);
            if (old == made)
                continue;
            await WriteAsync("it", old);
            await WriteAsync("diff", diff);

            var patch = await RunAsync("patch", "-s", "--posix", "it", "diff");

            Assert.True(patch.ExitStatus == 0, $"{patch.AllOutput}\n{diff}");
            Assert.Equal(made, await File.ReadAllTextAsync(PathOf("it"), Cancel));
            Assert.InRange(Changed(diff), 1, Changed(await DiffAsync(old, made)));
        }
    }

    [Fact]
    public void Binary_contents_are_said_to_be_binary() => Assert.Equal(
        "Binary file /bin/it differs: 3 bytes before, 4 bytes after\n",
        new FileEdit("/bin/it", Bytes("a\0b"), Bytes("a\0bc")).ToUnifiedDiff());

    [Fact]
    public void A_new_and_a_gone_binary_file_are_told() => Assert.Equal(
        ("Binary file /it differs: no file before, 1 bytes after\n", "Binary file /it differs: more than 1 bytes before, no file after\n"),
        (new FileEdit("/it", null, Bytes("\0")).ToUnifiedDiff(), new FileEdit("/it", Bytes("\0"), null, IsBeforeCut: true).ToUnifiedDiff()));

    [Fact]
    public void Of_an_old_file_that_is_cut_only_what_is_known_is_compared() => Assert.Equal(
        """
        --- /etc/it
        +++ /etc/it
        @@ -1,4 +1,4 @@
         a
        -b
        +x
         c
         d
        (only the first 9 bytes of the old file were compared)

        """.ReplaceLineEndings("\n"),
        new FileEdit("/etc/it", Bytes("a\nb\nc\nd\ne"), Bytes("a\nx\nc\nd\nef\ng\n"), IsBeforeCut: true).ToUnifiedDiff());

    [Fact]
    public void Text_that_is_no_utf8_is_read_as_latin1() => Assert.Equal(
        "--- /it\n+++ /it\n@@ -1 +1 @@\n-caf\u00e9\n+caf\u00e8\n",
        new FileEdit("/it", Encoding.Latin1.GetBytes("caf\u00e9\n"), Encoding.Latin1.GetBytes("caf\u00e8\n")).ToUnifiedDiff());

    [Fact]
    public void A_path_is_one_line_whatever_it_holds() => Assert.StartsWith(
        "--- \"/a\\nb\\\"c\\033\"\n+++ \"/a\\nb\\\"c\\033\"\n", new FileEdit("/a\nb\"c\u001b", Bytes("a\n"), Bytes("b\n")).ToUnifiedDiff(), StringComparison.Ordinal);

    [Fact]
    public void A_long_diff_is_cut_and_says_so()
    {
        var (old, made) = (Numbers(0, 400), Numbers(1000, 400));

        var diff = new FileEdit("/it", Bytes(old), Bytes(made)).ToUnifiedDiff(10);

        Assert.Equal($"--- /it\n+++ /it\n@@ -1,400 +1,400 @@\n{string.Concat(Enumerable.Range(0, 9).Select(n => $"-{n}\n"))}(791 more lines)\n", diff);
    }

    [Fact]
    public void Very_many_lines_are_not_compared_for_ever()
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        var diff = new FileEdit("/it", Bytes(Numbers(0, 200_000)), Bytes(Numbers(1_000_000, 200_000))).ToUnifiedDiff();

        Assert.EndsWith("(399501 more lines)\n", diff, StringComparison.Ordinal);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_limit_is_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FileEdit("/it", null, Bytes("a")).ToUnifiedDiff(0));

    private static string? Lines(string? letters)
    {
        if (letters is null)
            return null;
        var text = string.Concat(letters.TrimEnd('.').Select(letter => char.IsUpper(letter) ? $"{char.ToLowerInvariant(letter)}\r\n" : $"{letter}\n"));
        return letters.EndsWith('.') ? text[..^1] : text;
    }

    private static string Some(Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(0, 30)).Select(_ => (char)('a' + random.Next(0, 5)) + "\n"));
        return text.Length > 0 && random.Next(0, 3) == 0 ? text[..^1] : text;
    }

    private static string Numbers(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(n => n.ToString(CultureInfo.InvariantCulture) + "\n"));

    private static int Changed(string diff) => diff.Split('\n').Skip(2).Count(line => line.StartsWith('+') || line.StartsWith('-'));

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(text);

    private async Task<string> DiffAsync(string? old, string? made)
    {
        if (old is not null)
            await WriteAsync("old", old);
        if (made is not null)
            await WriteAsync("new", made);
        var diff = await RunAsync(
            "diff", "-u", "--label", old is null ? "/dev/null" : "/etc/it", "--label", made is null ? "/dev/null" : "/etc/it",
            old is null ? "/dev/null" : "old", made is null ? "/dev/null" : "new");
        // A file that is made or goes and is empty has no line to show.
        return diff.Stdout.Length == 0 ? $"--- {(old is null ? "/dev/null" : "/etc/it")}\n+++ {(made is null ? "/dev/null" : "/etc/it")}\n" : diff.Stdout;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(PathOf(name), text, Cancel);

    private Task<ProgramRun> RunAsync(params string[] command) =>
        ProgramRun.StartAsync(_folder.FullName, new Dictionary<string, string?> { ["LC_ALL"] = "C" }, Cancel, command);
}
