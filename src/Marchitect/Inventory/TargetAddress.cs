namespace Marchitect;

/// <summary>
/// A machine as one writes it: <c>deploy@web-1:2222</c>, an alias of ssh_config, <c>[2001:db8::1]:22</c>,
/// <c>ssh://deploy@web-1:2222</c>, <c>local</c>, <c>docker:NAME</c>, <c>podman:NAME</c> or <c>chroot:/PATH</c>.
/// </summary>
/// <remarks>
/// A machine that happens to be called <c>local</c> is written <c>ssh://local</c>, and port 2222 of one called <c>docker</c>
/// <c>ssh://docker:2222</c>. A bare IPv6 address needs brackets only where its last group could be meant as a port.
/// </remarks>
public sealed record TargetAddress
{
    private TargetAddress(TargetKind kind, string host) => (Kind, Host) = (kind, host);

    /// <summary>The way to the machine.</summary>
    public TargetKind Kind { get; }

    /// <summary>Host name, address without brackets or alias; name of the container; path of the root folder; or <c>local</c>.</summary>
    public string Host { get; }

    /// <summary>The user to log in as; null leaves it to ssh_config, else to the user we run as. Only over SSH.</summary>
    public string? User { get; private init; }

    /// <summary>The port, 1 to 65535; null leaves it to ssh_config, else 22. Only over SSH.</summary>
    public int? Port { get; private init; }

    /// <summary>This machine.</summary>
    public static TargetAddress Local { get; } = new(TargetKind.Local, "local");

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text, e.g. <c>deploy@web-1:2222</c>.</param>
    /// <returns>The address.</returns>
    /// <exception cref="TargetAddressException">The text is none; the message says why and shows the right form.</exception>
    public static TargetAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text);
    }

    /// <summary>Reads an address, if it is one.</summary>
    /// <param name="text">The text, e.g. <c>deploy@web-1:2222</c>; null is none.</param>
    /// <param name="address">The address, or null.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TargetAddress? address)
    {
        try
        {
            address = text is null ? null : Read(text);
        }
        catch (TargetAddressException)
        {
            address = null;
        }
        return address is not null;
    }

    /// <summary>The address in the form that <see cref="Parse"/> reads.</summary>
    /// <returns>e.g. <c>deploy@web-1:2222</c>.</returns>
    public override string ToString()
    {
        switch (Kind)
        {
            case TargetKind.Local:
                return Host;
            case TargetKind.Docker:
                return $"docker:{Host}";
            case TargetKind.Podman:
                return $"podman:{Host}";
            case TargetKind.Chroot:
                return $"chroot:{Host}";
            default:
                var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
                var text = $"{(User is null ? "" : $"{User}@")}{host}{(Port is { } port ? $":{port}" : "")}";
                return NeedsScheme(text) ? $"ssh://{text}" : text;
        }
    }

    private static bool NeedsScheme(string text) =>
        text is "local" || text.StartsWith("docker:", StringComparison.Ordinal) || text.StartsWith("podman:", StringComparison.Ordinal)
        || text.StartsWith("chroot:", StringComparison.Ordinal);

    private static TargetAddress Read(string text)
    {
        const string forms = "Write user@host:port (user and port may be left out), [v6]:port, an alias of ssh_config, local, docker:NAME, podman:NAME or chroot:/PATH.";
        if (text.Length == 0)
            throw new TargetAddressException("The target is empty.", forms);
        // Before anything is quoted in a message: what stands before the first @ with a colon in it may be a password.
        var rest = After(text, "ssh://", out var isUrl);
        if (rest.Split('@') is [var login, ..] parts && parts.Length > 1 && login.Contains(':', StringComparison.Ordinal))
            throw new TargetAddressException(
                "The target has a colon before the @. A password does not belong in an address: others can read it in the list of processes.",
                $"Give the password when asked, or by a file. {forms}");
        if (text.Any(char.IsWhiteSpace))
            throw new TargetAddressException($"The target '{text}' has white space in it.", $"One target an argument. {forms}");
        if (text.Any(char.IsControl))
            throw new TargetAddressException("The target has a control character in it.", forms);
        if (isUrl)
            return ReadSsh(text, rest.EndsWith('/') ? rest[..^1] : rest);
        if (text == "local")
            return Local;
        foreach (var (kind, scheme) in new[] { (TargetKind.Docker, "docker:"), (TargetKind.Podman, "podman:") })
        {
            var name = After(text, scheme, out var isContainer);
            if (isContainer)
                return IsContainerName(name)
                    ? new(kind, name)
                    : throw new TargetAddressException(
                        $"'{name}' in '{text}' is not the name of a container.", $"Write {scheme}NAME, e.g. {scheme}web-1, with the name or id that '{scheme[..^1]} ps' shows.");
        }
        var root = After(text, "chroot:", out var isChroot);
        if (isChroot)
            return root.StartsWith('/')
                ? new(TargetKind.Chroot, root)
                : throw new TargetAddressException($"The folder in '{text}' is not an absolute path.", "Write chroot:/PATH, e.g. chroot:/srv/root.");
        if (text.Contains("://", StringComparison.Ordinal))
            throw new TargetAddressException($"'{text}' is no address that is known here: the only scheme is ssh://.", forms);
        return ReadSsh(text, text);
    }

    private static TargetAddress ReadSsh(string text, string rest)
    {
        string? user = null;
        var at = rest.Split('@');
        if (at.Length > 2)
            throw new TargetAddressException($"The target '{text}' has more than one @.", "Write user@host:port; a user with an @ in its name goes into ssh_config (User).");
        if (at is [var login, var after])
        {
            user = Checked(login, "user", text);
            rest = after;
        }
        var (host, port) = Split(text, rest);
        return new(TargetKind.Ssh, Checked(host, "host", text)) { User = user, Port = port };
    }

    private static (string Host, int? Port) Split(string text, string rest)
    {
        if (rest.StartsWith('['))
        {
            var end = rest.IndexOf(']', StringComparison.Ordinal);
            if (end < 0)
                throw new TargetAddressException($"The target '{text}' has a [ without a ].", "Write [v6]:port, e.g. [2001:db8::1]:22.");
            var inside = rest[1..end];
            if (!IsV6(inside))
                throw new TargetAddressException($"'{inside}' in '{text}' is not an IPv6 address; brackets are for those.", "Write [v6]:port, e.g. [2001:db8::1]:22, or host:port without brackets.");
            return rest[(end + 1)..] switch
            {
                "" => (inside, null),
                [':', .. var port] => (inside, PortOf(port, text)),
                var more => throw new TargetAddressException($"'{more}' follows the ] in '{text}', where only a port may.", "Write [v6]:port, e.g. [2001:db8::1]:22."),
            };
        }
        if (rest.Contains(']', StringComparison.Ordinal))
            throw new TargetAddressException($"The target '{text}' has a ] without a [.", "Write [v6]:port, e.g. [2001:db8::1]:22.");
        var colon = rest.LastIndexOf(':');
        if (colon < 0)
            return (rest, null);
        if (rest.IndexOf(':', StringComparison.Ordinal) == colon)
            return (rest[..colon], PortOf(rest[(colon + 1)..], text));
        if (!IsV6(rest))
            throw new TargetAddressException($"'{rest}' has more than one colon and is not an IPv6 address.", "Write host:port, or [v6]:port, e.g. [2001:db8::1]:22.");
        var (front, last) = (rest[..colon], rest[(colon + 1)..]);
        if (IsV6(front) && TryPort(last, out _))
            throw new TargetAddressException(
                $"'{rest}' may be an IPv6 address, or one with port {last}.", $"Write [{rest}] or [{front}]:{last}.");
        return (rest, null);
    }

    private static int PortOf(string port, string text) => TryPort(port, out var number)
        ? number
        : throw new TargetAddressException(
            port.Length == 0 ? $"The port in '{text}' is empty." : $"'{port}' in '{text}' is not a port.", "A port is a number from 1 to 65535; leave it out with its colon for the usual one.");

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    private static bool IsV6(string text)
    {
        // The zone of a link-local address (RFC 4007 section 11) is a name of this machine, so it is not looked up here.
        var zone = text.IndexOf('%', StringComparison.Ordinal);
        var address = zone < 0 ? text : text[..zone];
        return address.Contains(':', StringComparison.Ordinal) && zone != text.Length - 1
            && !address.Contains('/', StringComparison.Ordinal) && System.Net.IPAddress.TryParse(address, out _);
    }

    private static string Checked(string name, string role, string text)
    {
        if (name.Length == 0)
            throw new TargetAddressException($"The {role} in '{text}' is empty.", "Write user@host:port; leave the user out with its @, and the port with its colon.");
        if (name.StartsWith('-'))
            throw new TargetAddressException($"The {role} '{name}' in '{text}' begins with a hyphen.", "It would be taken for an option; give it another name in ssh_config (Host, User).");
        // What a shell or a proxy command of ssh_config would read as more than a name (CVE-2023-51385), and what no name has.
        foreach (var c in name)
        {
            if (c is '\'' or '"' or '`' or '$' or '\\' or ';' or '&' or '<' or '>' or '|' or '(' or ')' or '{' or '}' or ',' or '*' or '?' or '#' or '!' or '=' or '/')
                throw new TargetAddressException(
                    $"The {role} '{name}' in '{text}' has a {c} in it.", c == ',' ? "Write each target as an argument of its own." : "Write user@host:port.");
        }
        return name;
    }

    private static bool IsContainerName(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static string After(string text, string prefix, out bool isThere)
    {
        isThere = text.StartsWith(prefix, StringComparison.Ordinal);
        return isThere ? text[prefix.Length..] : text;
    }
}
