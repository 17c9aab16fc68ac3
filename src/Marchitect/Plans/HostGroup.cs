using System.IO.Enumeration;

namespace Marchitect;

/// <summary>Some hosts, and what is set for them.</summary>
/// <param name="Hosts">The hosts, by the names that are given to a run; <c>*</c> and <c>?</c> stand for other characters, e.g. <c>web*.example.org</c>.</param>
/// <param name="Config">What is set for them.</param>
public sealed record HostGroup(IReadOnlyList<string> Hosts, SiteConfig Config)
{
    /// <summary>Whether a host is one of them.</summary>
    internal bool Holds(string host) => Hosts.Any(pattern => IsMatch(pattern, host));

    internal static bool IsMatch(string pattern, string host) => FileSystemName.MatchesSimpleExpression(pattern, host);
}
