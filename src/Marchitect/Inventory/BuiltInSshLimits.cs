namespace Marchitect;

/// <summary>Says what in a host's ssh_config the built-in SSH cannot honour.</summary>
internal static class BuiltInSshLimits
{
    private static readonly string[] Methods = ["publickey", "password", "keyboard-interactive"];

    // Each with how it is told; leaving one of them out would reach another machine, trust another key, or not log in.
    private static readonly string[] Unheeded =
    [
        "ProxyJump", "ProxyCommand", "PKCS11Provider", "KnownHostsCommand", "RevokedHostKeys", "BindAddress", "BindInterface",
    ];

    /// <summary>The first reason to use the system's <c>ssh</c>, or null where there is none.</summary>
    public static string? ReasonAgainst(SshConfig config, LoginOptions options, HostKeyPolicy hostKeys, string hostName, int port)
    {
        foreach (var option in Unheeded)
        {
#pragma warning disable CA1308 // ssh -G writes names in lower case.
            if (config.Text(option.ToLowerInvariant()) is { } value)
#pragma warning restore CA1308
                return $"ssh_config has {option} {value}";
        }
        if (config.Text("addressfamily") is { } family and not "any")
            return $"ssh_config has AddressFamily {family}";
        if (config.Text("verifyhostkeydns") is { } dns and not ("false" or "no"))
            return $"ssh_config has VerifyHostKeyDNS {dns}";
        return ReasonOfMethods(config) ?? ReasonOfKeys(config, options)
            ?? (new HostKeyVerifier(hostKeys, hostName, port).IsKnownByAuthorityOnly() ? "a certificate authority vouches for the host's key" : null);
    }

    private static string? ReasonOfMethods(SshConfig config)
    {
        var preferred = config.Text("preferredauthentications")?.Split(',') ?? Methods;
        var possible = preferred.Intersect(Methods).Where(method => method switch
        {
            "publickey" => config.Text("pubkeyauthentication") is not ("no" or "false"),
            "password" => config.Text("passwordauthentication") is not ("no" or "false"),
            _ => config.Text("kbdinteractiveauthentication") is not ("no" or "false"),
        });
        return possible.Any() ? null : $"ssh_config logs in only by {string.Join(", ", preferred.Except(Methods).DefaultIfEmpty("other ways"))}";
    }

    private static string? ReasonOfKeys(SshConfig config, LoginOptions options)
    {
        if (config.CertificateFiles is [var certificate, ..])
            return $"ssh_config has CertificateFile {certificate}";
        var named = options.IdentityFile is { } identity ? [SshConfig.InHome(identity)] : Array.Empty<string>();
        foreach (var path in named.Concat(config.IdentityFiles))
        {
            var file = PrivateKeyFacts.Read(path);
            // ssh takes the certificate beside a key unasked.
            if (file is not null && File.Exists($"{path}-cert.pub"))
                return $"there is a certificate {path}-cert.pub";
            if (file is { IsOnHardware: true })
                return $"{path} is a key on a hardware token";
            // IdentitiesOnly names which of the agent's keys may be used; the built-in SSH can only take all of them or none.
            if (config.IdentitiesOnly && options.Passphrase is null && (file is { IsEncrypted: true } || (file is null && File.Exists($"{path}.pub"))))
                return $"ssh_config has IdentitiesOnly, and only an agent can open {path}";
        }
        return null;
    }
}
