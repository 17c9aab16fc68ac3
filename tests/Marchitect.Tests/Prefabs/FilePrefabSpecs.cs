using System.Security.Cryptography;
using System.Text;
using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>What files, links and lines decide on what was found: no host is needed to know it.</summary>
public sealed class FilePrefabSpecs
{
    private static readonly FileFromBytes Wanted = new("new\n"u8.ToArray(), "/etc/x") { Permissions = "0640", Owner = "deploy", Group = "adm" };

    public static TheoryData<string, Finding, string> Files => new()
    {
        { Mode.Install, new Absent(), "write /etc/x (4 bytes, 0640)" },
        { Mode.Install, File("new\n"), "" },
        { Mode.Update, File("old\n"), "write /etc/x (4 bytes, 0640)" },
        { Mode.Install, File("new\n") with { Permissions = "0644" }, "chmod 0640 /etc/x" },
        { Mode.Install, File("new\n") with { Owner = "root" }, "chown -h deploy:adm /etc/x; chmod 0640 /etc/x" },
        { Mode.Install, File("new\n") with { Group = "root" }, "chown -h deploy:adm /etc/x; chmod 0640 /etc/x" },
        { Mode.Install, new FileStat(FileKind.Link, "0777", "root", "root") { Target = "/y" }, "write /etc/x (4 bytes, 0640)" },
        { Mode.Install, new FileStat(FileKind.Directory, "0755", "root", "root"), "impossible: /etc/x is a directory" },
        { Mode.Install, new FileStat(FileKind.Special, "0755", "root", "root"), "impossible: /etc/x is a device, pipe or socket" },
        { Mode.Clean, File("whatever"), "rm -f /etc/x" },
        { Mode.Clean, new Absent(), "" },
        { Mode.Clean, new FileStat(FileKind.Directory, "0755", "root", "root"), "skipped: /etc/x is a directory, not a file" },
        { Mode.Clean, new FileStat(FileKind.Special, "0666", "root", "root"), "skipped: /etc/x is a device, pipe or socket, not a file" },
        { Mode.Start, new NothingAsked(), "" },
        { "installed", new NothingAsked(), "" },
    };

    public static TheoryData<string, Finding, string> Links => new()
    {
        { Mode.Install, new Absent(), "ln -s to /l" },
        { Mode.Install, Link("to"), "" },
        { Mode.Install, Link("other"), "ln -s to /l" },
        { Mode.Install, File("x"), "impossible: /l is a file" },
        { Mode.Install, new FileStat(FileKind.Directory, "0755", "root", "root"), "impossible: /l is a directory" },
        { Mode.Clean, Link("other"), "rm -f /l" },
        { Mode.Clean, File("x"), "skipped: /l is a file, not a symbolic link" },
        { Mode.Clean, new Absent(), "" },
    };

    public static TheoryData<string, string?, string?> Lines => new()
    {
        { "", "Port 22\n", null },
        { "a\n", "a\nPort 22\n", null },
        { "a", "a\nPort 22\n", null },
        { "a\r\n", "a\r\nPort 22\r\n", null },
        { "#Port 22\nPort 2222\n", "#Port 22\nPort 2222\nPort 22\n", null },
        { "#Port 22\nPort 2222\nb\n", "#Port 22\nPort 22\nb\n", "^#?Port\\b" },
        { "Port 22\nPort 2222\n", null, "^Port" },
        { "Port 22", null, null },
        { "Port 22\r\n", null, null },
        { "x\u00e9\n", "x\u00e9\nPort 22\n", null },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_decides(string mode, Finding found, string expected) => Assert.Equal(expected, Told(Resolved(Wanted).Decide(mode, found)));

    [Theory]
    [MemberData(nameof(Links))]
    public void A_link_decides(string mode, Finding found, string expected) => Assert.Equal(expected, Told(new Symlink("/l", "to").Decide(mode, found)));

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_is_added_once(string before, string? after, string? pattern)
    {
        var change = new LineInFile("/x", "Port 22") { Pattern = pattern }.Decide(Mode.Install, File(before));

        Assert.Equal(after, Content(change));
    }

    [Theory]
    [InlineData("a\n[s]\nb\n[t]\n", "^\\[", null, "a\nL\n[s]\nb\n[t]\n")]
    [InlineData("a\n[s]\nb\n[t]\n", null, "^\\[", "a\n[s]\nb\n[t]\nL\n")]
    [InlineData("a\n[s]\nb\n", null, "^\\[s", "a\n[s]\nL\nb\n")]
    [InlineData("a\n", "^\\[", null, "a\nL\n")]
    public void A_line_goes_where_it_is_told(string text, string? before, string? after, string expected)
    {
        var change = new LineInFile("/x", "L") { Before = before, After = after }.Decide(Mode.Install, File(text));

        Assert.Equal(expected, Content(change));
    }

    [Theory]
    [InlineData("a\nL\nb\nL\n", "a\nb\n")]
    [InlineData("L\n", null)]
    [InlineData("a\nL", "a\n")]
    public void Cleaning_takes_a_line_away_and_a_file_of_it_alone(string text, string? expected)
    {
        var change = new LineInFile("/x", "L").Decide(Mode.Clean, File(text));

        Assert.Equal(expected, Content(change));
        if (expected is null)
            Assert.Equal("rm -f /x", Told(change));
    }

    [Fact]
    public void Bytes_that_are_no_text_stay_as_they_are_around_a_new_line()
    {
        byte[] before = [0xFF, 0x00, (byte)'\n', 0xC3];

        var change = new LineInFile("/x", "\u00e9").Decide(Mode.Install, File(before));

        Assert.Equal((byte[])[.. before, (byte)'\n', 0xC3, 0xA9, (byte)'\n'], ((WriteFile)change.Operations[0]).Content.ToArray());
    }

    [Fact]
    public void An_owner_given_as_a_number_is_compared_as_one()
    {
        var file = Resolved(new FileFromBytes("x"u8.ToArray(), "/x") { Owner = "1000", Group = "1000" });

        Assert.Equal("", Told(file.Decide(Mode.Install, File("x") with { OwnerId = 1000, GroupId = 1000 })));
        Assert.Equal("chown -h 1000:1000 /x; chmod 0640 /x", Told(file.Decide(Mode.Install, File("x") with { OwnerId = 1001, GroupId = 1000 })));
    }

    [Fact]
    public void A_content_that_is_replaced_leaves_owner_and_permissions_as_found()
    {
        var write = (WriteFile)Resolved(new FileFromBytes("y"u8.ToArray(), "/x")).Decide(Mode.Install, File("x")).Operations[0];

        Assert.Equal("0640", write.Permissions.Octal);
        Assert.Equal("deploy:adm", write.Owner);
        Assert.False(write.IsOwnerWanted);
    }

    [Fact]
    public void A_secret_shows_in_no_difference_and_no_edit()
    {
        var change = Resolved(Wanted with { IsSecret = true }).Decide(Mode.Install, File("old\n"));

        Assert.Null(change.Edit);
        Assert.Equal(["content"], change.Differences.Select(difference => difference.ToString()));
    }

    [Fact]
    public void A_secret_line_shows_in_no_title_no_difference_and_no_edit()
    {
        var line = new LineInFile("/x", "password=hunter2") { IsSecret = true };

        var change = line.Decide(Mode.Install, File("old\n"));

        Assert.Equal("a line in /x", line.Title);
        Assert.Null(change.Edit);
        Assert.Equal(["line"], change.Differences.Select(difference => difference.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/etc/")]
    [InlineData("/etc/..")]
    [InlineData("/a\0b")]
    public void A_path_that_names_no_file_is_refused_where_it_is_written(string path)
    {
        Assert.ThrowsAny<ArgumentException>(() => new FileFromString("", path));
        Assert.ThrowsAny<ArgumentException>(() => new Symlink(path, "to"));
        Assert.ThrowsAny<ArgumentException>(() => new LineInFile(path, "L"));
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_where_it_is_written()
    {
        Assert.ThrowsAny<ArgumentException>(() => new LineInFile("/x", "two\nlines"));
        Assert.ThrowsAny<ArgumentException>(() => new LineInFile("/x", "L") { Pattern = "(" });
        Assert.ThrowsAny<ArgumentException>(() => new FileFromString("", "/x") { Check = "visudo -c" });
        Assert.ThrowsAny<ArgumentException>(() => new FileFromString("", "/x") { Owner = "a:b" });
        Assert.ThrowsAny<ArgumentException>(() => new FileFromString("", "/x") { Group = "-g" });
        Assert.ThrowsAny<ArgumentException>(() => new Symlink("/x", ""));
    }

    private static FileStat File(string content) => File(Encoding.UTF8.GetBytes(content));

    private static FileStat File(byte[] content) => new(FileKind.Regular, "0640", "deploy", "adm")
    {
        Content = content,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
    };

    private static FileStat Link(string target) => new(FileKind.Link, "0777", "root", "root") { Target = target };

    private static Prefab Resolved(FilePrefab prefab) =>
        prefab.Resolve(new PrefabContext("given", ConfigMap.Empty, new([]), _ => throw new InvalidOperationException(), () => throw new InvalidOperationException()));

    private static string? Content(Change change) =>
        change.Operations.OfType<WriteFile>().SingleOrDefault() is { } write ? Encoding.UTF8.GetString(write.Content.Span) : null;

    private static string Told(Change change) => change.Kind switch
    {
        ChangeKind.Impossible => $"impossible: {change.Reason}",
        ChangeKind.Skipped => $"skipped: {change.Reason}",
        _ => string.Join("; ", change.Operations.Select(operation => operation.Title)),
    };
}
