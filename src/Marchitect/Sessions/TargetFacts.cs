namespace Marchitect;

/// <summary>What the machine said of itself when the session began: <c>_target</c> in templates. A fact that could not be read is null.</summary>
/// <param name="User">The user the session runs as, e.g. <c>deploy</c>.</param>
/// <param name="Home">That user's home as <c>$HOME</c> has it, e.g. <c>/home/deploy</c>; it need not exist.</param>
/// <param name="Host">The host as the plan's user calls it, e.g. <c>web-3</c>.</param>
/// <param name="Kernel">Kernel release, e.g. <c>6.1.0-18-amd64</c>.</param>
/// <param name="Arch">Machine as <c>uname -m</c> says it, e.g. <c>x86_64</c>.</param>
/// <param name="Distro"><c>ID</c> of <c>/etc/os-release</c>, e.g. <c>debian</c>.</param>
/// <param name="DistroVersion"><c>VERSION_ID</c> of <c>/etc/os-release</c>, e.g. <c>12</c>.</param>
/// <param name="Hostname">The machine's own name, e.g. <c>web-3</c>.</param>
/// <param name="Fqdn">Its fully qualified name, where it knows one without asking for longer than a second.</param>
/// <param name="CpuCount">Processors it may use.</param>
/// <param name="MemoryBytes">Memory, in bytes.</param>
/// <param name="Init">What runs services: <c>systemd</c>, <c>openrc</c>, <c>runit</c>, <c>sysvinit</c> or <c>none</c>.</param>
/// <param name="PackageManager"><c>apt</c>, <c>dnf</c>, <c>yum</c>, <c>zypper</c>, <c>pacman</c>, <c>apk</c>, <c>opkg</c> or null.</param>
/// <param name="MachineId">What tells the machine from all others: the content of <c>/etc/machine-id</c> (machine-id(5)).</param>
public sealed record TargetFacts(
    string? User = null,
    string? Home = null,
    string? Host = null,
    string? Kernel = null,
    string? Arch = null,
    string? Distro = null,
    string? DistroVersion = null,
    string? Hostname = null,
    string? Fqdn = null,
    int? CpuCount = null,
    long? MemoryBytes = null,
    string? Init = null,
    string? PackageManager = null,
    string? MachineId = null);
