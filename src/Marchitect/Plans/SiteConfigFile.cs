namespace Marchitect;

/// <summary>Reads a site's config from a file: sections by whiteprint or alias, by host and by group.</summary>
internal static class SiteConfigFile
{
    private const string HostsKey = "hosts";
    private const string GroupsKey = "groups";
    private const string Words = "the config file";

    public static SiteConfig Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new List<ConfigurationException>();
        var root = SecretNotation.Expand(ConfigMap.FromFile(path).PlacedAt("", new("")), Path.GetDirectoryName(Path.GetFullPath(path)), problems).Map;
        var hosts = new OrderedDictionary<string, SiteConfig>();
        foreach (var (name, section) in Sections(root, HostsKey, problems))
            hosts.Add(name, Section(section, [], $"{HostsKey}.{name}", problems));
        var groups = new OrderedDictionary<string, HostGroup>();
        foreach (var (name, section) in Sections(root, GroupsKey, problems))
            groups.Add(name, new(HostsOf(section, name, problems), Section(section, [HostsKey], $"{GroupsKey}.{name}", problems)));
        var config = Section(root, [HostsKey, GroupsKey], "", problems);
        if (problems.Count > 0)
            throw ConfigurationException.Of(problems);
        return new(config) { Hosts = hosts, Groups = groups, Origin = Words };
    }

    private static SiteConfig Section(ConfigMap map, string[] others, string at, List<ConfigurationException> problems)
    {
        var entries = new OrderedDictionary<string, ConfigMap>();
        foreach (var (name, value) in map.Entries.Where(entry => !others.Contains(entry.Key)))
        {
            if (value is ConfigMap settings)
                entries.Add(name, settings);
            else
                problems.Add(NoMap(ConfigPath.Join(at, name), value, "the settings of a whiteprint or an alias"));
        }
        return new(entries) { Origin = Words };
    }

    private static IEnumerable<(string Name, ConfigMap Section)> Sections(ConfigMap root, string key, List<ConfigurationException> problems)
    {
        if (root.Find(key) is not { } sections)
            yield break;
        if (sections is not ConfigMap map)
        {
            problems.Add(NoMap(key, sections, $"a map of {key}"));
            yield break;
        }
        foreach (var (name, value) in map.Entries)
        {
            if (value is ConfigMap section)
                yield return (name, section);
            else
                problems.Add(NoMap(ConfigPath.Join(key, name), value, "a map of whiteprints and aliases"));
        }
    }

    private static IReadOnlyList<string> HostsOf(ConfigMap group, string name, List<ConfigurationException> problems)
    {
        var hosts = group.Find(HostsKey);
        if (hosts is ConfigList list && list.List.All(host => host.Kind == ConfigKind.Text))
            return [.. list.List.Select(host => host.Text)];
        problems.Add(new(
            hosts is null ? $"group '{name}' has no {HostsKey}" : $"{GroupsKey}.{name}.{HostsKey} must be a list of hosts, and is {ConfigCheck.Found(hosts)}",
            $"{GroupsKey}.{name}.{HostsKey}", (hosts ?? group).Source, $"write {HostsKey}: [web1, \"web-*.example.org\"]"));
        return [];
    }

    private static ConfigurationException NoMap(string path, ConfigValue value, string wanted) =>
        new($"{path} must be a map, {wanted}, and is {ConfigCheck.Found(value)}", path, value.Source);
}
