using System.Diagnostics;
using System.Globalization;
using Marchitect.Testing;

namespace Marchitect.Bench;

/// <summary>The same set-up of one host, by us, by Ansible, by Ansible with Mitogen and by a script one would write by hand.</summary>
internal static class FiftySection
{
    private const string Ours = "ours, native";
    private const string Script = "script";

    // Where Debian's package has them.
    private const string MitogenStrategies = "/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy";

    public static async Task RunAsync(Testbed bed, Report report)
    {
        report.Heading("Fifty things on one host");
        var here = bed.NewFolder(Path.GetTempPath());
        var template = Path.Combine(bed.Repository, "samples", "fifty", "site.conf");
        var home = await bed.RunAsync("ssh", [.. bed.SshOptions(), bed.Login, "printf %s \"$HOME\""]);
        var root = Path.Combine(home, "fifty");
        FiftyState.Write(here, root, template);

        await using var client = CpuGroup.TryCreate();
        await using var server = client is null ? null : CpuGroup.TryCreate();
        server?.Add(bed.Sshd.ProcessId);
        if (server is null)
            report.Text("Processor time is left out: this user may not make a control group here.");

        var program = await PublishAsync(bed, report, here);
        var peers = await PeersAsync(bed, report);
        foreach (var (delay, usual, slow) in new[] { (0, 15, 3), (25, 7, 2) })
        {
            var ways = Ways(bed, here, home, template, program, peers);
            var rounds = bed.Rounds(usual);
            // The first round of each warms up; with a delay, all is warm from before.
            for (var round = delay == 0 ? 0 : 1; round <= rounds; round++)
            {
                foreach (var way in ways.Where(way => way.Fault is null && (!way.IsSlow || round <= (bed.IsQuick ? 1 : slow))))
                {
                    if (Directory.Exists(root))
                        Directory.Delete(root, recursive: true);
                    foreach (var samples in new[] { way.First, way.Second })
                    {
                        var sample = await ApplyAsync(bed, here, way, TimeSpan.FromMilliseconds(delay), client, server);
                        way.Fault ??= FiftyState.Difference(root, template);
                        if (sample is null || way.Fault is not null)
                            break;
                        if (round > 0)
                            samples.Add(sample);
                    }
                }
                var ran = ways.Where(way => round > 0 && way.Second.Count == round).Select(way => $"{way.Name} {way.First[^1].Seconds:G3} and {way.Second[^1].Seconds:G3} s");
                Console.Error.WriteLine($"   {2 * delay} ms, {(round == 0 ? "warmed up" : $"round {round}: {string.Join(", ", ran)}")}");
            }
            foreach (var way in ways.Where(way => way.Fault is not null))
                report.Text($"**{way.Name}: void.** {way.Fault}");
            ways.RemoveAll(way => way.Fault is not null);
            Tell(report, $"First apply, {2 * delay} ms", ways, way => way.First, delay > 0);
            Tell(report, $"Second apply, {2 * delay} ms", ways, way => way.Second, delay > 0);
        }
        report.Text("'×' is how many times as much as the script or we take, of runs of the same round: below 1 is better than it. Medians; in parentheses least and most.");
    }

    private static List<FiftyWay> Ways(Testbed bed, string here, string home, string template, string? program, IReadOnlyCollection<string> peers)
    {
        var ways = new List<FiftyWay>();
        if (program is not null)
        {
            ways.Add(new(Ours, port =>
            [
                program, "install", string.Create(CultureInfo.InvariantCulture, $"{bed.Login}:{port}"),
                "--identity", bed.Sshd.ClientKeyPath, "--known-hosts", bed.KnownHosts(port), "--resources", Path.Combine(bed.Repository, "samples"),
            ]));
        }
        // The floor: by default this ssh spends on sntrup761 more processor time than on all the rest, which we leave out as well.
        var script = Path.Combine(Folder(bed), "hand-written.sh");
        ways.Add(new(Script, port =>
            [script, here, template, "ssh", .. bed.SshOptions(port), "-o", "KexAlgorithms=curve25519-sha256", "-c", "aes128-gcm@openssh.com", bed.Login]));
        ways.Add(new("the same, ssh as it comes", port => [script, here, template, "ssh", .. bed.SshOptions(port), bed.Login]));
        if (peers.Contains("ansible-mitogen"))
            ways.Add(new("Ansible, Mitogen", port => Playbook(port, $"ANSIBLE_STRATEGY_PLUGINS={MitogenStrategies}", "ANSIBLE_STRATEGY=mitogen_linear"), IsSlow: true));
        if (peers.Contains("ansible-core"))
            ways.Add(new("Ansible", port => Playbook(port), IsSlow: true));
        return ways;

        // Ansible takes the host's ~ from the user's entry there, not from HOME: a user who is not thrown away keeps the home clean.
        string[] Playbook(int port, params string[] environment) =>
        [
            "env", $"ANSIBLE_HOME={here}/ansible", $"ANSIBLE_CONFIG={Folder(bed)}/ansible.cfg", .. environment,
            .. bed.IsPlainUser ? Array.Empty<string>() : [$"ANSIBLE_REMOTE_TEMP={home}/.ansible/tmp"],
            "ansible-playbook", "--inventory", $"{ThrowAwaySshd.Address},", "--user", bed.Sshd.User, "--private-key", bed.Sshd.ClientKeyPath,
            "--ssh-common-args", $"-F none -o IdentitiesOnly=yes -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile={bed.KnownHosts(port)}",
            "--extra-vars", string.Create(CultureInfo.InvariantCulture, $"ansible_port={port}"), "--extra-vars", $"@{here}/variables.json",
            Path.Combine(Folder(bed), "playbook.yml"),
        ];
    }

    private static string Folder(Testbed bed) => Path.Combine(bed.Repository, "bench", "Marchitect.Bench", "Fifty");

    /// <summary>Makes the native program.</summary>
    /// <returns>Its path, or null where there is none.</returns>
    private static async Task<string?> PublishAsync(Testbed bed, Report report, string here)
    {
        var sample = Path.Combine(bed.Repository, "samples", "fifty.cs");
        if (!File.Exists(sample))
        {
            report.Text("Ours is left out: there is no samples/fifty.cs.");
            return null;
        }
        var folder = Path.Combine(here, "program");
        try
        {
            await bed.RunAsync("dotnet", "publish", sample, "-c", "Release", "-o", folder);
            return Path.Combine(folder, "fifty");
        }
        catch (MarchitectException failure)
        {
            report.Text($"Ours is left out, since the sample was not published: {failure.What.Split('\n')[0]}");
            return null;
        }
    }

    /// <summary>Which of the packages of other tools this machine has.</summary>
    private static async Task<IReadOnlyCollection<string>> PeersAsync(Testbed bed, Report report)
    {
        var found = new List<string>();
        foreach (var package in new[] { "ansible-core", "ansible-mitogen" })
        {
            try
            {
                var version = await bed.RunAsync("dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package);
                if (!version.StartsWith("installed ", StringComparison.Ordinal))
                    throw new MarchitectException("It is not installed.");
                report.Text($"{package} {version.Split(' ')[1]}.");
                found.Add(package);
            }
            catch (Exception missing) when (missing is MarchitectException or System.ComponentModel.Win32Exception)
            {
                report.Text($"{package} is left out: no such Debian package is installed.");
            }
        }
        return found;
    }

    /// <summary>One apply through a link of its own.</summary>
    private static async Task<FiftySample?> ApplyAsync(Testbed bed, string here, FiftyWay way, TimeSpan delay, CpuGroup? client, CpuGroup? server)
    {
        await using var link = LinkProxy.Start(bed.Sshd.Port, delay);
        // The shell joins the group, then becomes the program: what it has used before is not counted there. Whatever the program keeps
        // at home, it keeps in a folder that is thrown away.
        string[] command =
            ["-c", "echo $$ >\"$1\" && export HOME=\"$2\" && shift 2 && exec \"$@\"", "sh", client?.ProcessesFile ?? "/dev/null", here, .. way.Command(link.Port)];
        var (clientBefore, serverBefore) = (client?.Seconds, server?.Seconds);
        double seconds;
        try
        {
            var began = Stopwatch.GetTimestamp();
            await bed.RunAsync("sh", command);
            seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        catch (MarchitectException failure)
        {
            way.Fault = failure.What;
            return null;
        }
        finally
        {
            // Ansible's connection outlives it.
            if (client is not null)
                await client.EndAsync(CancellationToken.None);
        }
        // The listener stays.
        if (server is not null)
            await server.WaitAsync(left: 1, bed.Cancel);
        return new(
            seconds, client?.Seconds - clientBefore ?? double.NaN, server?.Seconds - serverBefore ?? double.NaN, link.BytesToServer, link.BytesToClient, link.RoundTrips);
    }

    private static void Tell(Report report, string title, List<FiftyWay> ways, Func<FiftyWay, List<FiftySample>> of, bool isFar)
    {
        var ours = ways.Find(way => way.Name == Ours);
        var script = ways.Find(way => way.Name == Script);
        report.Text($"**{title}**");
        report.Table(
            ["", "rounds", "ms", "× script", "× ours", "CPU of client + server, ms", "× script", "× ours", "KiB up", "KiB down", "round trips"],
            ways.Select(way => (IReadOnlyList<string>)
            [
                way.Name,
                of(way).Count.ToString(CultureInfo.InvariantCulture),
                Number(way, sample => sample.Seconds * 1000),
                Times(way, script, sample => sample.Seconds),
                Times(way, ours, sample => sample.Seconds),
                double.IsNaN(of(way)[0].Cpu) ? "" : $"{Number(way, sample => sample.ClientCpu * 1000)} + {Number(way, sample => sample.ServerCpu * 1000)}",
                Times(way, script, sample => sample.Cpu),
                Times(way, ours, sample => sample.Cpu),
                Number(way, sample => sample.BytesUp / 1024.0),
                Number(way, sample => sample.BytesDown / 1024.0),
                isFar ? Median(way, sample => sample.RoundTrips).ToString("F1", CultureInfo.InvariantCulture) : "",
            ]));

        double Median(FiftyWay way, Func<FiftySample, double> value) => Contest.Median(of(way).Select(value));

        string Number(FiftyWay way, Func<FiftySample, double> value) => Report.Number(Median(way, value));

        string Times(FiftyWay way, FiftyWay? beside, Func<FiftySample, double> value)
        {
            if (beside is null)
                return "";
            var ratios = of(way).Zip(of(beside), (one, other) => value(one) / value(other)).Order().ToArray();
            return (way == beside, ratios) switch
            {
                _ when ratios.Any(double.IsNaN) => "",
                (true, _) => "1",
                (_, [var only]) => Report.Number(only),
                _ => $"**{Report.Number(Contest.Median(ratios))}** ({Report.Number(ratios[0])} to {Report.Number(ratios[^1])})",
            };
        }
    }
}
