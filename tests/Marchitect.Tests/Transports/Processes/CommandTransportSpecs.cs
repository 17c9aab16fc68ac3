namespace Marchitect.Tests.Transports.Processes;

public sealed class CommandTransportSpecs
{
    [Fact]
    public async Task The_shell_line_is_appended_to_the_command_as_one_word()
    {
        // Stands for `docker exec -i NAME`: shows the words it got, then does as told.
        var transport = new CommandTransport(["/bin/sh", "-c", "for w; do printf \"[%s]\" \"$w\"; done; echo; exec \"$@\"", "sh"], "wrapped");

        var (stdout, stderr, end) = await transport.RunAsync("cat; echo \"a  b\" >&2; exit 7", "in\n");

        Assert.Equal("[/bin/sh][-c][cat; echo \"a  b\" >&2; exit 7]\nin\n", stdout);
        Assert.Equal(("a  b\n", 7), (stderr, end.ExitStatus));
        Assert.Equal("wrapped", transport.Host);
    }

    [Fact]
    public async Task A_folder_with_a_root_file_system_is_a_machine()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "chroot needs root: run the tests as root.");
        var busybox = LocalPrograms.Find("busybox");
        Assert.SkipWhen(busybox is null, "There is no busybox here: apt-get install busybox");
        var root = Directory.CreateTempSubdirectory("marchitect-root-").FullName;
        try
        {
            await LayOutAsync(busybox!, root);
            var transport = new CommandTransport(["chroot", root], "box");

            var (stdout, _, end) = await transport.RunAsync("pwd; ls /bin");
            Assert.Equal(("/\nbusybox\ncat\nls\nsh\n", new ChannelEnd(0)), (stdout, end));
            await using var connection = await transport.ConnectAsync(TestContext.Current.CancellationToken);
            Assert.True(await connection.CarriesBytesAsync(300_000));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_by_name_when_connecting()
    {
        var transport = new CommandTransport(["no-such-docker", "exec", "-i", "web-1"], "web-1");

        var error = await Assert.ThrowsAsync<UnreachableException>(() => transport.ConnectAsync(TestContext.Current.CancellationToken));

        Assert.Contains("no-such-docker", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_command_says_when_it_fails_is_there_to_be_read()
    {
        var (stdout, stderr, end) = await new CommandTransport(["/bin/sh", "-c", "echo no such container >&2; exit 1", "sh"]).RunAsync("true");

        Assert.Equal(("", "no such container\n", 1), (stdout, stderr, end.ExitStatus));
    }

    [Fact]
    public void A_command_without_a_program_is_refused_where_it_is_written()
    {
        Assert.Throws<ArgumentException>(() => new CommandTransport([]));
        Assert.Throws<ArgumentException>(() => new CommandTransport([" "]));
    }

    // The program, the libraries it says it needs, and its names.
    private static async Task LayOutAsync(string busybox, string root)
    {
        var (needed, _, _) = await new LocalTransport().RunAsync($"ldd {busybox} | grep -o \"/[^ ]*\"");
        foreach (var library in needed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Directory.CreateDirectory(root + Path.GetDirectoryName(library));
            File.Copy(library, root + library);
        }
        var bin = Directory.CreateDirectory(Path.Join(root, "bin")).FullName;
        File.Copy(busybox, Path.Join(bin, "busybox"));
        foreach (var applet in (string[])["sh", "cat", "ls"])
            File.CreateSymbolicLink(Path.Join(bin, applet), "busybox");
    }
}
