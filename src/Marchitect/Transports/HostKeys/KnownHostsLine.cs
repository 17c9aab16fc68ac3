namespace Marchitect;

/// <summary>One key in a known-hosts file.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">The line in it, from 1.</param>
/// <param name="Marker">What the line says about the key.</param>
/// <param name="Names">The field of host names, as written.</param>
/// <param name="Key">The key.</param>
internal sealed record KnownHostsLine(string File, int Number, KnownHostsMarker Marker, string Names, HostKey Key)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Whether the line speaks of the host of this name.</summary>
    public bool Covers(string name) => HostNamePattern.Covers(Names, name);

    /// <summary>
    /// Reads a line; null for an empty one, a comment, and one that holds no key that can be compared: a marker nobody knows, a key
    /// that is not base64, a type that is not the key's own. Such a line vouches for nothing, so skipping it refuses, never accepts.
    /// </summary>
    public static KnownHostsLine? Read(string text, string file, int number)
    {
        var fields = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0 || fields[0].StartsWith('#'))
            return null;
        var marker = KnownHostsMarker.HostKey;
        if (fields[0].StartsWith('@'))
        {
            if (fields[0] is "@revoked")
                marker = KnownHostsMarker.Revoked;
            else if (fields[0] is "@cert-authority")
                marker = KnownHostsMarker.CertificateAuthority;
            else
                return null;
            fields = fields[1..];
        }
        if (fields.Length < 3)
            return null;
        Span<byte> blob = new byte[fields[2].Length];
        return Convert.TryFromBase64String(fields[2], blob, out var length)
            && HostKey.Read(blob[..length]) is { } key && key.Type == fields[1]
                ? new(file, number, marker, fields[0], key)
                : null;
    }
}
