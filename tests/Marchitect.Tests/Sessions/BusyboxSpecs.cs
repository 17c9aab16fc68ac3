using Marchitect.Tests.Targets;

namespace Marchitect.Tests.Sessions;

/// <summary>A session on a machine without GNU tools, whose dropbear gives a program no session of its own.</summary>
public sealed class BusyboxSpecs(BusyboxMachine machine) : RemoteSessionSpecs, IClassFixture<BusyboxMachine>
{
    [Fact]
    public async Task The_machine_is_told_for_what_it_is()
    {
        var facts = Session.Target;

        Assert.Equal(("root", "/root", "none"), (facts.User, facts.Home, facts.Init));
        Assert.Null(facts.PackageManager);
        Assert.Equal(await AskAsync($"awk '/^MemTotal:/ {{ printf \"%.0f\", $2 * 1024 }}' /proc/meminfo"), $"{facts.MemoryBytes}");
    }

    [Fact]
    public async Task A_full_disk_leaves_the_old_file_and_no_other()
    {
        await Session.ExecAsync($"mkdir {Folder}/small && mount -t tmpfs -o size=1m none {Folder}/small", null, Cancel);
        try
        {
            foreach (var size in (int[])[1_100_000, 3_000_000])
            {
                await Session.UploadAsync("old"u8.ToArray(), $"{Folder}/small/file", null, Cancel);

                var failure = await Assert.ThrowsAsync<TransferException>(() => Session.UploadAsync(new byte[size], $"{Folder}/small/file", null, Cancel));

                Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
                Assert.Equal("old", await AskAsync($"cat {Folder}/small/file"));
                Assert.Equal("file", await AskAsync($"ls -A {Folder}/small"));
            }
        }
        finally
        {
            await Session.ExecAsync($"umount {Folder}/small", null, CancellationToken.None);
        }
    }

    // dropbear answers a keepalive itself, whatever the shell waits for.
    [Fact]
    public async Task A_script_that_is_silent_for_longer_than_keepalives_are_waited_for_keeps_its_connection()
    {
        await using var session = await Session.OpenAsync(
            new SshTransport((await EndpointAsync()) with { KeepAliveInterval = TimeSpan.FromMilliseconds(500), KeepAliveMissedLimit = 3 }), cancellationToken: Cancel);
        await session.UploadAsync(new byte[3_000_000], $"{Folder}/large", null, Cancel);

        var silent = await session.ExecAsync($"sleep 4; echo done", null, Cancel);

        Assert.Equal("done", silent.Stdout.Trimmed);
    }

    protected override async Task<Transport> TransportAsync() => new SshTransport(await EndpointAsync());

    private async Task<SshEndpoint> EndpointAsync()
    {
        var target = await machine.TargetAsync();
        return new()
        {
            Host = target.Host,
            Port = target.Port,
            User = target.User,
            Credentials = [SshCredential.PrivateKeyFile(target.KeyPath)],
            HostKeys = new() { KnownHostsFiles = [target.KnownHostsPath] },
        };
    }
}
