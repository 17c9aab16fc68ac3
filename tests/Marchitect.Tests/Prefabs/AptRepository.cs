namespace Marchitect.Tests.Prefabs;

/// <summary>A repository of packages that weigh nothing, on the machine itself and the only one that its apt knows: no network is asked.</summary>
internal static class AptRepository
{
    // What is built for the architecture "all" is in the lists of both.
    private const string Build =
        """
        set -e
        mkdir -p /opt/repository; cd /opt/repository
        mkdir -p deb/DEBIAN "deb/usr/share/$1-$3"
        printf 'Package: %s\nVersion: %s\nArchitecture: %s\nMulti-Arch: %s\nMaintainer: test <test@example.org>\nDescription: test\n' \
            "$1" "$2" "$3" "$([ "$3" = all ] && echo foreign || echo same)" >deb/DEBIAN/control
        echo "$2" >"deb/usr/share/$1-$3/version"
        [ -z "$4" ] || { printf '#!/bin/sh\n%s\n' "$4" >deb/DEBIAN/preinst; chmod 755 deb/DEBIAN/preinst; }
        f=$1_$2_$3.deb
        dpkg-deb -b deb $f >/dev/null
        rm -r deb
        for a in $([ "$3" = all ] && echo amd64 i386 || echo $3); do
            mkdir -p dists/test/main/binary-$a
            { dpkg-deb -f $f; printf 'Filename: %s\nSize: %s\nSHA256: %s\n\n' $f "$(stat -c %s $f)" "$(sha256sum <$f | cut -d' ' -f1)"; } >>dists/test/main/binary-$a/Packages
        done
        """;

    /// <summary>Makes it, with version 1.0 of <c>thing</c> and of <c>other</c> for two architectures and of <c>data</c> for all, and has apt read it.</summary>
    public static async Task MakeAsync(PrefabHost host)
    {
        await host.ShAsync($"printf '%s' {Shell.Quote(Build)} >/opt/build; rm -f /etc/apt/sources.list.d/*; echo 'deb [trusted=yes] file:/opt/repository test main' >/etc/apt/sources.list");
        foreach (var (name, architecture) in new[] { ("thing", "amd64"), ("thing", "i386"), ("other", "amd64"), ("data", "all") })
            await host.ShAsync($"sh /opt/build {name} 1.0 {architecture} ''");
        await host.ShAsync("apt-get -q update");
    }

    /// <summary>Adds a package; apt does not know it before its lists are fetched.</summary>
    public static Task AddAsync(PrefabHost host, string name, string version, string preinst = "") =>
        host.ShAsync($"sh /opt/build {name} {version} amd64 {Shell.Quote(preinst)}");

    /// <summary>Makes the lists as old as if they had been fetched two days ago.</summary>
    public static Task AgeListsAsync(PrefabHost host) =>
        host.ShAsync("touch -d '2 days ago' /var/lib/apt/lists; [ ! -e /var/lib/apt/periodic/update-success-stamp ] || touch -d '2 days ago' /var/lib/apt/periodic/update-success-stamp");

    /// <summary>What dpkg has of the packages, a line each, e.g. <c>thing:amd64 install ok installed 1.0</c>.</summary>
    public static Task<string> StatesAsync(PrefabHost host) =>
        host.ShAsync("dpkg-query -W -f '${Package}:${Architecture} ${Status} ${Version}\\n' thing thing:i386 other data broken 2>/dev/null | sort -u");
}
