using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>What one sees of prefabs: whole screens.</summary>
public sealed class ScreenSpecs : IDisposable
{
    private readonly FilesOnCommandLine _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_run_tells_what_changed_and_counts_what_did_not()
    {
        var first = await _site.RunAsync("install", "local");
        var second = await _site.RunAsync("install", "local");

        Assert.Equal(
            """
            local: 1/2 files: done, 4 changed, N s
            local:   changed folder ROOT/app: folder made, permissions 0750
            local:   changed file ROOT/app/motd: file made
            local:   changed file ROOT/app/secret: file made
            local:   changed line '10.0.0.1 db' in ROOT/hosts: line 10.0.0.1 db
            local: 2/2 last: done, 1 changed, N s
            local:   changed file ROOT/last: file made
            1 host: done, 5 changed, N s, 5 round trips

            """, first.Stdout);
        Assert.Equal(
            """
            local: 1/2 files: done, 4 unchanged, N s
            local: 2/2 last: done, 1 unchanged, N s
            1 host: done, 5 unchanged, N s, 3 round trips

            """, second.Stdout);
        Assert.Equal((0, "", 0, ""), (first.ExitStatus, first.Stderr, second.ExitStatus, second.Stderr));
    }

    [Fact]
    public async Task A_plan_tells_line_by_line_what_would_change_and_leaves_no_trace()
    {
        Directory.CreateDirectory(_site.PathOf("app"));
        await _site.WriteAsync("app/motd", "one\r\nold \u001b[31m\ntwo");
        await _site.WriteAsync("app/secret", "old-canary\n");
        await _site.WriteAsync("hosts", "127.0.0.1 localhost\n");
        File.SetUnixFileMode(_site.PathOf("app"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        File.SetUnixFileMode(_site.PathOf("app/motd"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var before = _site.Picture();

        var plan = await _site.RunAsync("plan", "local");
        var dry = await _site.RunAsync("install", "local", "--dry-run");

        Assert.Equal(before, _site.Picture());
        Assert.Equal(
            """
            local: 1/2 files: looked at, 3 to change, 1 unchanged, N s
            local:   would change file ROOT/app/motd: content sha256 b91195a86747 -> sha256 c3f9c8c283a2, permissions 0600 -> 0644
            local:     --- ROOT/app/motd
            local:     +++ ROOT/app/motd
            local:     @@ -1,3 +1,2 @@
            local:     -one^M
            local:     -old ^[[31m
            local:     -two
            local:     \ No newline at end of file
            local:     +one
            local:     +two
            local:   would change file ROOT/app/secret: content, permissions 0644 -> 0600
            local:   would change line '10.0.0.1 db' in ROOT/hosts: line 10.0.0.1 db
            local:     --- ROOT/hosts
            local:     +++ ROOT/hosts
            local:     @@ -1 +1,2 @@
            local:      127.0.0.1 localhost
            local:     +10.0.0.1 db
            local:   would run: echo reloaded >> ROOT/log
            local: 2/2 last: looked at, 1 to change, N s
            local:   would change file ROOT/last: file made (as things are now; until 'echo reloaded >> ROOT/log' is done, it may turn out otherwise)
            local:     --- /dev/null
            local:     +++ ROOT/last
            local:     @@ -0,0 +1 @@
            local:     +last
            1 host: looked at, 4 to change, 1 unchanged, N s, 1 round trip

            """, plan.Stdout);
        Assert.Equal(
            string.Concat(plan.Stdout.Split('\n').SkipLast(1).Where(line => !line.StartsWith("local:     ", StringComparison.Ordinal)).Select(line => line + "\n")), dry.Stdout);
        Assert.Equal((0, "", 0, ""), (plan.ExitStatus, plan.Stderr, dry.ExitStatus, dry.Stderr));
    }

    [Fact]
    public async Task A_plan_tells_by_its_exit_status_where_asked_to()
    {
        var differs = await _site.RunAsync("plan", "--exit-code", "local");
        var clean = await _site.RunAsync("plan", "--mode", "clean", "--exit-code", "local");

        Assert.Equal(3, differs.ExitStatus);
        Assert.Equal(
            """
            local: 1/2 files: looked at, 4 unchanged, N s
            local: 2/2 last: looked at, 1 unchanged, N s
            1 host: looked at, 5 unchanged, N s, 1 round trip

            """, clean.Stdout);
        Assert.Equal(0, clean.ExitStatus);
    }

    [Fact]
    public async Task What_is_left_alone_and_what_fails_is_told()
    {
        Directory.CreateDirectory(_site.PathOf("last/inner"));
        await _site.RunAsync("install", "local");
        await _site.WriteAsync("app/by-hand", "");

        var failed = await _site.RunAsync("install", "local");
        var cleaned = await _site.RunAsync("clean", "local");

        Assert.Equal(
            """
            local: 1/2 files: done, 4 unchanged, N s
            local: 2/2 last: failed, 1 failed, N s
            local:   failed file ROOT/last
            1 host: failed, 1 failed, 4 unchanged, N s, 3 round trips

            """, failed.Stdout);
        Assert.Equal(
            """
            local, plan Site, step 2 of 2 'last', mode install: file ROOT/last cannot be done: ROOT/last is a directory.

              found        a directory, 0755 root:root

            Move it away, or choose another path.
            Step 1 is done.

            """, failed.Stderr);
        Assert.Equal(1, failed.ExitStatus);
        Assert.Equal(
            """
            local: 1/2 files: done, 3 changed, 1 skipped, N s
            local:   changed file ROOT/app/motd: file present -> gone
            local:   changed file ROOT/app/secret: file present -> gone
            local:   changed line '10.0.0.1 db' in ROOT/hosts: line 10.0.0.1 db -> gone, file present -> gone
            local:   skipped folder ROOT/app: it is not empty: by-hand. RemoveOnClean = FolderRemoval.WithContent removes it with all that is in it.
            local: 2/2 last: done, 1 skipped, N s
            local:   skipped file ROOT/last: ROOT/last is a directory, not a file
            1 host: done, 3 changed, 2 skipped, N s, 2 round trips

            """, cleaned.Stdout);
    }

    [Fact]
    public async Task A_validation_tells_all_that_is_not_as_wanted()
    {
        Directory.CreateDirectory(_site.PathOf("app"));
        await _site.WriteAsync("last", "last\n");

        var invalid = await _site.RunAsync("validate", "local");

        Assert.Equal(
            """
            local: 1/2 files: not valid, N s
            local: 2/2 last: valid, N s
            1 host: not valid, N s, 1 round trip

            """, invalid.Stdout);
        Assert.Equal(
            """
            local: step 1 of 2 'files' is not valid for mode install:
              folder ROOT/app is not as wanted: permissions 0755 -> 0750.
              file ROOT/app/motd is not as wanted: file made.
              file ROOT/app/secret is not as wanted: file made.
              line '10.0.0.1 db' in ROOT/hosts is not as wanted: line 10.0.0.1 db.

            """, invalid.Stderr);
        Assert.Equal(1, invalid.ExitStatus);
    }
}
