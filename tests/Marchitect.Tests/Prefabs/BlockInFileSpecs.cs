using System.Security.Cryptography;
using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class BlockInFileSpecs
{
    private const string Block = "# BEGIN MARCHITECT b\none\ntwo\n# END MARCHITECT b\n";

    [Theory]
    [InlineData("", Block)]
    [InlineData("x\n", "x\n" + Block)]
    [InlineData("x", "x\n" + Block)]
    [InlineData("x\r\n", "x\r\n# BEGIN MARCHITECT b\r\none\r\ntwo\r\n# END MARCHITECT b\r\n")]
    [InlineData("x\n" + Block + "y\n", null)]
    [InlineData("x\r\n# BEGIN MARCHITECT b\r\none\r\ntwo\r\n# END MARCHITECT b\r\ny", null)]
    [InlineData("x\n# BEGIN MARCHITECT b\none\n# END MARCHITECT b\ny\n", "x\n" + Block + "y\n")]
    [InlineData("# BEGIN MARCHITECT b\n# END MARCHITECT b", Block)]
    [InlineData("# BEGIN MARCHITECT bb\n# END MARCHITECT bb\n", "# BEGIN MARCHITECT bb\n# END MARCHITECT bb\n" + Block)]
    public void A_block_stands_there_once(string before, string? after) =>
        Assert.Equal(after, Content(Resolved(new BlockInFile("/x", "b", "one\ntwo\n")).Decide(Mode.Install, File(before))));

    [Theory]
    [InlineData("a\nb\n", "^b", null, "a\n" + Block + "b\n")]
    [InlineData("a\nb\n", null, "^a", "a\n" + Block + "b\n")]
    [InlineData("a\nb\n", "^c", null, "a\nb\n" + Block)]
    [InlineData("# BEGIN MARCHITECT b\n# END MARCHITECT b\na\n", null, "^a", Block + "a\n")]
    public void A_new_block_goes_where_it_is_told_and_an_old_one_stays(string text, string? before, string? after, string expected) =>
        Assert.Equal(expected, Content(Resolved(new BlockInFile("/x", "b", "one\ntwo") { Before = before, After = after }).Decide(Mode.Update, File(text))));

    [Theory]
    [InlineData("# BEGIN MARCHITECT b\nx\n", "BEGIN on line 1, END on no line")]
    [InlineData("x\n# END MARCHITECT b\n", "BEGIN on no line, END on line 2")]
    [InlineData("# END MARCHITECT b\n# BEGIN MARCHITECT b\n", "BEGIN on line 2, END on line 1")]
    [InlineData(Block + Block, "BEGIN on line 1, 5, END on line 4, 8")]
    public void Marks_that_do_not_pair_are_an_error_in_every_mode(string text, string where)
    {
        foreach (var mode in new[] { Mode.Install, Mode.Update, Mode.Clean })
        {
            var change = Resolved(new BlockInFile("/x", "b", "one")).Decide(mode, File(text));

            Assert.Equal(ChangeKind.Impossible, change.Kind);
            Assert.Equal($"the marks of the block do not pair in /x: {where}", change.Reason);
        }
    }

    [Theory]
    [InlineData("x\n" + Block + "y", "x\ny")]
    [InlineData("x\n", null)]
    public void Cleaning_takes_the_block_away(string before, string? after) =>
        Assert.Equal(after, Content(Resolved(new BlockInFile("/x", "b", "other")).Decide(Mode.Clean, File(before))));

    [Fact]
    public void A_file_of_the_block_alone_goes_with_it_when_cleaned_but_not_when_only_the_block_is_to_be_gone()
    {
        Assert.Equal(["rm -f /x"], Resolved(new BlockInFile("/x", "b", "")).Decide(Mode.Clean, File(Block)).Operations.Select(each => each.Title));
        Assert.Equal("", Content(Resolved(new BlockInFile("/x", "b", "") { IsAbsent = true }).Decide(Mode.Install, File(Block))));
        Assert.Equal(Change.None, Resolved(new BlockInFile("/x", "b", "") { IsAbsent = true }).Decide(Mode.Install, new Absent()));
    }

    [Fact]
    public void The_marks_are_those_of_the_files_language()
    {
        var block = new BlockInFile("/x", "b", "<p/>\r\n") { Comment = "<!--", CommentEnd = "-->", Marker = "MANAGED BY US" };

        Assert.Equal("<!-- BEGIN MANAGED BY US b -->\n<p/>\n<!-- END MANAGED BY US b -->\n", Content(Resolved(block).Decide(Mode.Install, new Absent())));
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_where_it_is_written()
    {
        Assert.ThrowsAny<ArgumentException>(() => new BlockInFile("/x", " ", ""));
        Assert.ThrowsAny<ArgumentException>(() => new BlockInFile("/x", "a\nb", ""));
        Assert.ThrowsAny<ArgumentException>(() => new BlockInFile("/x", "b", "") { Comment = "a\nb" });
        Assert.ThrowsAny<ArgumentException>(() => new BlockInFile("/x", "b", "") { Before = "(" });
        Assert.ThrowsAny<ArgumentException>(() => new BlockInFile("/x", "b", "") { Check = "true" });
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task Blocks_and_lines_of_one_file_keep_the_contract(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("printf 'kept\\r\\n' >/srv/x");

        await host.ExpectContractAsync(
            [
                new BlockInFile("/srv/x", "one", "{{ 1 + 1 }}\n'$x' \\ ü"),
                new LineInFile("/srv/x", "between"),
                new BlockInFile("/srv/x", "two", "{{ no }}") { IsTemplate = false, Before = "^between" },
                new BlockInFile("/srv/new", "one", "text"),
            ],
            async () => Assert.Equal(
                "kept\n# BEGIN MARCHITECT one\n2\n'$x' \\ ü\n# END MARCHITECT one\n# BEGIN MARCHITECT two\n{{ no }}\n# END MARCHITECT two\nbetween\n",
                await host.ShAsync("tr -d '\\r' </srv/x")),
            async () => Assert.Equal("kept\r\nx\n", await host.ShAsync("cat /srv/x; ls -A /srv")));
    }

    private static BlockInFile Resolved(BlockInFile block) => (BlockInFile)(block with { IsTemplate = false }).Resolve(
        new PrefabContext("given", ConfigMap.Empty, new([]), _ => throw new InvalidOperationException(), () => throw new InvalidOperationException()));

    private static FileStat File(string content) => new(FileKind.Regular, "0644", "root", "root")
    {
        Content = Encoding.UTF8.GetBytes(content),
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))),
    };

    private static string? Content(Change change) =>
        change.Operations.OfType<WriteFile>().SingleOrDefault() is { } write ? Encoding.UTF8.GetString(write.Content.Span) : null;
}
