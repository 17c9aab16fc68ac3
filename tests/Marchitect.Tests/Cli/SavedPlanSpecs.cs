using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Marchitect.Tests.Cli;

/// <summary>A plan is saved, read, and applied exactly so; or it is refused, with the reason. Whole screens.</summary>
public sealed class SavedPlanSpecs : IDisposable
{
    private readonly FilesOnCommandLine _site = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task Apply_does_exactly_what_the_plan_says()
    {
        await PlanAsync();

        var apply = await _site.RunAsync("apply", _site.PlanFile, "local");

        // One round trip asks the secret again, one makes the changes before the command, one is the command, one makes the last.
        Assert.Equal(
            """
            local: 1/2 files: done, 4 changed, N s
            local:   changed folder ROOT/app: folder made, permissions 0750
            local:   changed file ROOT/app/motd: file made
            local:   changed file ROOT/app/secret: file made
            local:   changed line '10.0.0.1 db' in ROOT/hosts: line 10.0.0.1 db
            local: 2/2 last: done, 1 changed, N s
            local:   changed file ROOT/last: file made
            1 host: done, 5 changed, N s, 4 round trips

            """, apply.Stdout);
        Assert.Equal((0, ""), (apply.ExitStatus, apply.Stderr));
        Assert.Equal(("one\ntwo\n", "10.0.0.1 db\n", "reloaded\n", "last\n"), (await _site.ReadAsync("app/motd"), await _site.ReadAsync("hosts"), await _site.ReadAsync("log"), await _site.ReadAsync("last")));
    }

    [Fact]
    public async Task The_file_is_the_owners_alone_and_holds_no_secret()
    {
        Directory.CreateDirectory(_site.PathOf("app"));
        await _site.WriteAsync("app/secret", "old-canary\n");

        await PlanAsync();

        var text = await File.ReadAllTextAsync(_site.PlanFile, Cancel);
        Assert.Contains("\"prefab\": \"file ", text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_site.PlanFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_site.KeyFile));
        foreach (var secret in new[] { "hunter2-canary", "old-canary" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret + "\n"))), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret + "\n")), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_left_alone_and_so_is_all_after_it()
    {
        await _site.RunAsync("install", "local");
        File.Delete(_site.PathOf("last"));
        _site.Text = "three\n";
        await PlanAsync();
        await _site.WriteAsync("app/motd", "by hand\n");
        var before = _site.Picture();

        var apply = await _site.RunAsync("apply", _site.PlanFile, "local");

        Assert.Equal(before, _site.Picture());
        Assert.Equal(1, apply.ExitStatus);
        Assert.Equal(
            """
            local: 1/2 files: failed, 1 failed, 3 unchanged, N s
            local:   failed file ROOT/app/motd
            1 host: failed, 1 failed, 3 unchanged, N s, 2 round trips

            """, apply.Stdout);
        Assert.StartsWith(
            """
            local, plan Site, step 1 of 2 'files', mode install: file ROOT/app/motd was left alone: the host is no longer as the plan saw it.

              moved        file ROOT/app/motd
                planned on
            """, apply.Stderr, StringComparison.Ordinal);
        Assert.EndsWith(
            "\n\nSomebody or something changed it since. Look at it, and make another plan.\nStep 2 was not started.\n", apply.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_somebody_changed_meanwhile_is_refused_before_anything_is_done()
    {
        await PlanAsync();
        Directory.CreateDirectory(_site.PathOf("app"));
        await _site.WriteAsync("app/secret", "by hand\n");

        await ExpectRefusalAsync("file ROOT/app/secret was left alone: the host is no longer as the plan saw it.");
    }

    [Fact]
    public async Task An_altered_file_is_refused()
    {
        await PlanAsync();
        var text = await File.ReadAllTextAsync(_site.PlanFile, Cancel);
        await File.WriteAllTextAsync(_site.PlanFile, text.Replace("10.0.0.1 db", "10.0.0.2 db", StringComparison.Ordinal), Cancel);

        await ExpectRefusalAsync("the saved plan FOLDER/plan.json was altered since it was made.");
    }

    [Fact]
    public async Task Half_a_file_is_refused()
    {
        await PlanAsync();
        var text = await File.ReadAllTextAsync(_site.PlanFile, Cancel);
        await File.WriteAllTextAsync(_site.PlanFile, text[..^100], Cancel);

        await ExpectRefusalAsync("FOLDER/plan.json is no saved plan, or not a whole one.");
    }

    [Fact]
    public async Task Another_key_is_refused()
    {
        await PlanAsync();
        await File.WriteAllBytesAsync(_site.KeyFile, new byte[32], Cancel);

        await ExpectRefusalAsync("the saved plan FOLDER/plan.json was sealed with another key than that in FOLDER/state/key.");
    }

    [Fact]
    public async Task Another_format_is_refused()
    {
        await PlanAsync();
        var text = await File.ReadAllTextAsync(_site.PlanFile, Cancel);
        await File.WriteAllTextAsync(_site.PlanFile, text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), Cancel);

        await ExpectRefusalAsync("the saved plan FOLDER/plan.json is of format 2; this program knows format 1.");
    }

    [Fact]
    public async Task Another_host_is_refused_before_it_is_reached()
    {
        await PlanAsync();

        // Nothing listens on port 1 of this machine.
        await ExpectRefusalAsync("the saved plan was made for local, not for 127.0.0.1.", "nobody@127.0.0.1:1");
    }

    [Fact]
    public async Task Another_machine_under_the_same_name_is_refused()
    {
        await PlanAsync();
        await ResealAsync("\"machine_id\": ", "\"machine_id\": \"0123456789abcdef0123456789abcdef\",\n  \"was\": ");

        await ExpectRefusalAsync("the host is another machine than the plan was made for: its machine id is ");
    }

    [Fact]
    public async Task Another_build_of_the_program_is_refused()
    {
        await PlanAsync();
        await ResealAsync("\"Marchitect.TestSite ", "\"Marchitect.TestSite 0");

        await ExpectRefusalAsync("the saved plan was made by another build of the program: Marchitect.TestSite ");
    }

    [Fact]
    public async Task Another_config_is_refused()
    {
        await PlanAsync();
        _site.Text = "other\n";

        await ExpectRefusalAsync("the saved plan was made with another config of step 1 'files'.");
    }

    [Fact]
    public async Task Other_resources_are_refused()
    {
        await PlanAsync();
        _site.Secret = "other\n";

        await ExpectRefusalAsync("in step 1, file ROOT/app/secret is to be something else, which is not what the plan says");
    }

    private async Task PlanAsync()
    {
        var plan = await _site.RunAsync("plan", "--out", _site.PlanFile, "local");
        Assert.Equal((0, ""), (plan.ExitStatus, plan.Stderr));
        Assert.Contains("local: plan saved in FOLDER/plan.json\n", plan.Stdout, StringComparison.Ordinal);
    }

    private async Task ExpectRefusalAsync(string what, string target = "local")
    {
        var before = _site.Picture();

        var apply = await _site.RunAsync("apply", _site.PlanFile, target);

        Assert.Contains(what, apply.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, apply.ExitStatus);
        Assert.Equal(before, _site.Picture());
    }

    // What only a program with the key can write.
    private async Task ResealAsync(string old, string made)
    {
        var text = await File.ReadAllTextAsync(_site.PlanFile, Cancel);
        Assert.Contains(old, text, StringComparison.Ordinal);
        var body = text[..text.LastIndexOf(",\n  \"seal\": \"", StringComparison.Ordinal)].Replace(old, made, StringComparison.Ordinal);
        var seal = Convert.ToHexStringLower(HMACSHA256.HashData(await File.ReadAllBytesAsync(_site.KeyFile, Cancel), Encoding.UTF8.GetBytes(body)));
        await File.WriteAllTextAsync(_site.PlanFile, $"{body},\n  \"seal\": \"{seal}\"\n}}\n", Cancel);
    }
}
