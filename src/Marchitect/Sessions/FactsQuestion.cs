using System.Globalization;
using System.Text;

namespace Marchitect;

/// <summary>Asks a machine what it is: builtins and files first, since each fork costs the target a millisecond at every login.</summary>
internal static class FactsQuestion
{
    /// <summary>Writes lines of <c>key=value</c>; part of <see cref="ShellLoop"/>, whose rules for its text hold here too. $N is a newline.</summary>
    public const string Script =
        """
        say() { printf "%s=%s%s" "$1" "$2" "$N"; };
        of() { [ -r $2 ] && IFS= read -r l <$2 && say $1 "$l"; };
        run() { l=$(exec "$@") && [ "$l" ]; };
        named() { for w; do [ "$w" = "$h" ] && return; done; false; };
        known() { i=0; while [ $((i=i+1)) -lt 99 ] && IFS= read -r l; do case $l in *"$h"*) named $l && return;; esac; done </etc/hosts; false; };
        { say loop $$; run id -un || run id -u; say user "$l"; say home "$HOME";
        of arch /proc/sys/kernel/arch || { run uname -m; say arch "$l"; };
        run nproc || run getconf _NPROCESSORS_ONLN; say cpus "$l";
        of kernel /proc/sys/kernel/osrelease; of memory /proc/meminfo; of one /proc/1/comm; of machine /etc/machine-id;
        h=; of hostname /proc/sys/kernel/hostname && h=$l;
        case $h in
        *.*) say fqdn "$h";;
        ?*) known && say hosts "$l" || { run timeout 1 hostname -f; say fqdn "$l"; };;
        esac;
        for l in $(set +f; exec grep -l -s -e "take() [{] dd bs=65536" /proc/[0-9]*/cmdline); do l=${l#/proc/}; l=${l%/*};
        case $l in $$|$PPID) ;; *) [ -O /proc/$l ] && say beside $l;; esac; done;
        [ -r /etc/os-release ] && while IFS= read -r l; do case $l in ID=*|VERSION_ID=*) say os "$l";; esac; done </etc/os-release;
        [ -d /run/systemd/system ] && say init systemd;
        [ -d /run/openrc ] && say init openrc;
        [ -d /run/runit ] && say init runit;
        [ -f /etc/inittab ] && say inittab yes;
        for c in apt-get dnf yum zypper pacman apk opkg; do command -v $c >/dev/null && say packages $c; done; } 2>/dev/null;
        """;

    /// <summary>The pid of the loop, which answers together with the facts.</summary>
    public static int? LoopPid(ReadOnlyMemory<byte> answer)
    {
        var first = Encoding.UTF8.GetString(answer.Span).Split('\n')[0];
        return Split(first, '=') is ("loop", var pid) && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>
    /// Whether this user has other loops on the machine, or what looks like one: orphans, maybe, for <see cref="ProcessSweep.EndOrphans"/>
    /// to look at, which nobody needs to send otherwise.
    /// </summary>
    public static bool HasLoopsBeside(ReadOnlyMemory<byte> answer) =>
        Encoding.UTF8.GetString(answer.Span).Split('\n').Any(line => Split(line, '=').Before == "beside");

    /// <summary>Reads the answer. What is missing or makes no sense becomes null, since a run must not fail for a fact.</summary>
    public static TargetFacts Parse(ReadOnlyMemory<byte> answer, string host)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(answer.Span).Split('\n'))
        {
            var (key, value) = Split(line, '=');
            if (key == "os")
                (key, value) = Split(value, '=');
            // The first answer holds: of the package managers, the one asked for first.
            if (Unquoted(value) is { Length: > 0 } fact)
                facts.TryAdd(key, fact);
        }

        return new TargetFacts(
            User: facts.GetValueOrDefault("user"),
            Home: facts.GetValueOrDefault("home"),
            Host: host,
            Kernel: facts.GetValueOrDefault("kernel"),
            Arch: facts.GetValueOrDefault("arch"),
            Distro: facts.GetValueOrDefault("ID"),
            DistroVersion: facts.GetValueOrDefault("VERSION_ID"),
            Hostname: facts.GetValueOrDefault("hostname"),
            Fqdn: facts.GetValueOrDefault("fqdn") ?? CanonicalName(facts.GetValueOrDefault("hosts")),
            CpuCount: int.TryParse(facts.GetValueOrDefault("cpus"), CultureInfo.InvariantCulture, out var cpus) ? cpus : null,
            MemoryBytes: Memory(facts.GetValueOrDefault("memory")),
            Init: Init(facts),
            PackageManager: facts.GetValueOrDefault("packages") is { } manager ? manager == "apt-get" ? "apt" : manager : null,
            MachineId: facts.GetValueOrDefault("machine"));
    }

    // MemTotal:       24689420 kB
    private static long? Memory(string? line) =>
        line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["MemTotal:", var amount, "kB"]
        && long.TryParse(amount, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : null;

    // hosts(5): address, canonical name, aliases.
    private static string? CanonicalName(string? line) =>
        line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [not ['#', ..], var name, ..] ? name : null;

    private static string Init(Dictionary<string, string> facts) =>
        facts.GetValueOrDefault("init")
        ?? (facts.GetValueOrDefault("one") == "init" && facts.ContainsKey("inittab") ? "sysvinit" : "none");

    private static (string Before, string After) Split(string line, char at) =>
        line.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (line[..i], line[(i + 1)..]) : (line, "");

    // os-release(5): values stand in shell quotes where they need them.
    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is ('"' or '\'') && value[^1] == value[0]
            ? value[1..^1].Replace("\\", "", StringComparison.Ordinal)
            : value;
}
