namespace Marchitect;

/// <summary>Installs or removes packages. Neighbours that want the same are one run of <c>apt-get</c>.</summary>
/// <param name="Verb">What <c>apt-get</c> is to do: <c>install</c>, <c>remove</c> or <c>purge</c>.</param>
/// <param name="Packages">Which, as <c>apt-get</c> takes them, e.g. <c>nginx=1.22.1-9</c>.</param>
/// <param name="WithoutRecommends">Whether recommended packages are left out.</param>
/// <param name="IsReinstall">Whether what is there is unpacked anew: apt-get counts as there what dpkg has unpacked half.</param>
/// <param name="LockSeconds">How long another process that holds the lock is waited for.</param>
internal sealed record AptRun(string Verb, IReadOnlyList<string> Packages, bool WithoutRecommends, bool IsReinstall, int LockSeconds) : Operation
{
    public override string Title => $"apt-get {Verb}{Options} {string.Join(' ', Packages)}";

    /// <summary>Its options as <c>apt-get</c> takes them, each behind a blank.</summary>
    public string Options => $"{(WithoutRecommends ? " --no-install-recommends" : "")}{(IsReinstall ? " --reinstall" : "")}";
}
