using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

/// <summary>What cannot be done leaves the old file and nothing else, and says why.</summary>
public sealed class FileFailureSpecs
{
    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task What_is_overwritten_several_times_in_a_second_is_kept_each_time(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("echo 0 >/srv/file");
        // The names carry the second: it has to be the same one for a while.
        var count = 0;
        do
        {
            for (var i = 0; i < 8; i++)
                PrefabHost.ExpectDone(await host.InstallAsync(new FileFromString($"{++count}\n", "/srv/file") { HasBackup = true }));
        }
        while (count < 80 && !(await host.ShAsync("ls /srv")).Contains("-2~", StringComparison.Ordinal));

        Assert.Contains("-2~", await host.ShAsync("ls /srv"), StringComparison.Ordinal);
        Assert.Equal(string.Concat(Enumerable.Range(0, count).Select(i => $"{i}\n")), await host.ShAsync("cat /srv/file.* | sort -n"));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task What_stands_in_the_way_is_told_and_stays(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("mkdir /srv/d; echo old >/srv/old; chmod 600 /srv/old");
        await host.DoAsync("mark", "before");

        await ExpectFailureAsync(host, "/srv/d is a directory", new FileFromString("x", "/srv/d"));
        await ExpectFailureAsync(host, "/srv/missing: the folder does not exist", new FileFromString("x", "/srv/missing/x"));
        await ExpectFailureAsync(host, "/srv/missing: the folder does not exist", new FileFromString("x", "/srv/old"), new Symlink("/srv/missing/x", "to"));
        await ExpectFailureAsync(host, "its folder does not exist", new FileFromBytes(new byte[3_000_000], "/srv/missing/x"));
        await ExpectFailureAsync(host, "invalid", new FileFromString("x", "/srv/old") { Owner = "nobody-of-this-name" }, orElse: "unknown user");
        await ExpectFailureAsync(host, "it does not exist", new FileExistsValidator("/srv/missing"));
        await ExpectFailureAsync(host, "it is a directory", new FileExistsValidator("/srv/d") { Kind = FileKind.Regular });
        await ExpectFailureAsync(host, "/srv/old is a file", new Symlink("/srv/old", "to"));
        await ExpectFailureAsync(host, "/srv/d is a directory", new LineInFile("/srv/d", "L"));

        await host.DoAsync("diff", "before");
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_check_that_fails_leaves_the_old_file_and_shows_its_output(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("echo 'echo ok' >/srv/run");
        await host.DoAsync("mark", "before");
        var wrong = new FileFromString("if then\n", "/srv/run") { Check = "sh -n %s", HasBackup = true };

        await ExpectFailureAsync(host, "yntax error", wrong);
        await ExpectFailureAsync(host, "yntax error", new FileFromString("fine\n", "/srv/other"), new LineInFile("/srv/run", "fi fi") { Check = "sh -n %s" });
        await host.DoAsync("diff", "before");

        var right = wrong with { Check = "grep -q 'echo fine' %s && test \"$(stat -c %a %s)\" = 640", Permissions = "0640" };
        PrefabHost.ExpectDone(await host.InstallAsync(new FileFromString("echo fine\n", "/srv/run") { Check = right.Check, HasBackup = true, Permissions = "0640" }));
        Assert.Equal("echo fine\necho ok\n", await host.ShAsync("cat /srv/run /srv/run.2*~"));
        await host.ExpectNoLeftoversAsync();
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_full_disk_leaves_the_old_files(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind, "--disk", "32m");
        await host.ShAsync("echo old >/srv/old");
        await host.DoAsync("fill");

        await ExpectFailureAsync(host, "space", new FileFromString(new string('x', 300_000), "/srv/old"), orElse: "is the disk full?");
        await ExpectFailureAsync(host, "space", new FileFromBytes(new byte[3_000_000], "/srv/old"));

        Assert.Equal("old\n", await host.ShAsync("cat /srv/old"));
        await host.ExpectNoLeftoversAsync();
        await host.DoAsync("unfill");
        PrefabHost.ExpectDone(await host.InstallAsync(new FileFromString(new string('x', 300_000), "/srv/old")));
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_read_only_disk_is_told(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("echo old >/srv/old; ln -s old /srv/link");
        await host.DoAsync("ro");
        try
        {
            await ExpectFailureAsync(host, "Read-only file system", new FileFromString("new\n", "/srv/old"));
            await ExpectFailureAsync(host, "Read-only file system", new Symlink("/srv/link", "new"));
            await ExpectFailureAsync(host, "Read-only file system", new LineInFile("/srv/old", "L"));
        }
        finally
        {
            await host.DoAsync("rw");
        }
        Assert.Equal("old\nold\n", await host.ShAsync("cat /srv/old; readlink /srv/link"));
        await host.ExpectNoLeftoversAsync();
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task A_secret_is_in_no_report_and_no_event(string kind)
    {
        const string secret = "hunter2-correct-horse";
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync($"echo {secret}-old >/srv/a; echo {secret}-old >/srv/b");
        Prefab[] prefabs =
        [
            new FileFromString(secret + "\n", "/srv/a") { IsSecret = true },
            new LineInFile("/srv/a", $"second {secret}") { IsSecret = true },
            new LineInFile("/srv/b", $"key={secret}") { IsSecret = true },
            new FileFromString(secret + "\n", "/srv/c") { IsSecret = true, Check = "false %s" },
        ];

        var reports = new[] { await host.PreviewAsync(Mode.Install, prefabs), await host.ValidateAsync(Mode.Install, prefabs), await host.InstallAsync(prefabs), await host.InstallAsync(prefabs[..^1]) };

        Assert.Equal($"{secret}\nsecond {secret}\n", await host.ShAsync("cat /srv/a"));
        foreach (var prefab in reports.SelectMany(report => report.Steps).SelectMany(step => step.Prefabs))
        {
            Assert.Null(prefab.Edit);
            Assert.DoesNotContain(secret, $"{prefab} {string.Join(' ', prefab.Differences)} {string.Join(' ', prefab.Operations)} {prefab.Error}", StringComparison.Ordinal);
        }
        foreach (var happened in host.Events)
            Assert.DoesNotContain(secret, happened.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PrefabHost.All), MemberType = typeof(PrefabHost))]
    public async Task What_a_killed_run_left_is_removed_by_the_next(string kind)
    {
        await using var host = await PrefabHost.StartAsync(kind);
        await host.ShAsync("cd /srv; mkdir .marchitect-put-0123456789abcdef; echo x >.marchitect-put-0123456789abcdef/y; echo x >.marchitect-large-0123456789abcdef");

        PrefabHost.ExpectDone(await host.InstallAsync(new FileFromString("x", "/srv/small"), new FileFromBytes(new byte[2_000_000], "/srv/large")));

        await host.ExpectNoLeftoversAsync();
        Assert.Equal("large\nsmall\n", await host.ShAsync("ls -A /srv"));
    }

    private static Task ExpectFailureAsync(PrefabHost host, string reason, Prefab prefab, string? orElse = null) => ExpectFailureAsync(host, reason, orElse, prefab);

    private static Task ExpectFailureAsync(PrefabHost host, string reason, params Prefab[] prefabs) => ExpectFailureAsync(host, reason, null, prefabs);

    private static async Task ExpectFailureAsync(PrefabHost host, string reason, string? orElse, params Prefab[] prefabs)
    {
        var report = await host.InstallAsync(prefabs);

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        var told = report.Error!.Message;
        Assert.True(
            told.Contains(reason, StringComparison.OrdinalIgnoreCase) || (orElse is not null && told.Contains(orElse, StringComparison.OrdinalIgnoreCase)),
            $"neither '{reason}' nor '{orElse}' is in: {told}");
        Assert.Contains(prefabs[^1].Title, told, StringComparison.Ordinal);
        await host.ExpectNoLeftoversAsync();
    }
}
