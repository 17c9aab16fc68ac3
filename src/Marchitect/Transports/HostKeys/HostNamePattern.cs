using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>The first field of a known-hosts line: the names its key stands for (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").</summary>
internal static class HostNamePattern
{
    private const string HashMagic = "|1|";

    /// <summary>The name under which a host is written down: the bare host for port 22, else <c>[host]:port</c>.</summary>
    public static string NameOf(string host, int port)
    {
        var name = LowerCase(host);
        return port is 22 or 0 ? name : $"[{name}]:{port}";
    }

    /// <summary>Whether the field covers the name. A negated pattern that fits rules the whole field out, wherever it stands.</summary>
    public static bool Covers(string field, string name)
    {
        if (field.StartsWith(HashMagic, StringComparison.Ordinal))
            return HashFits(field, name);
        var covered = false;
        foreach (var entry in field.Split(','))
        {
            var negated = entry.StartsWith('!');
            if (!Fits(LowerCase(negated ? entry[1..] : entry), name))
                continue;
            if (negated)
                return false;
            covered = true;
        }
        return covered;
    }

    /// <summary>The name as a hashed field with fresh salt, as <c>ssh-keygen -H</c> writes it.</summary>
    public static string Hashed(string name)
    {
        var salt = RandomNumberGenerator.GetBytes(20);
        return $"{HashMagic}{Convert.ToBase64String(salt)}|{Convert.ToBase64String(Hash(salt, name))}";
    }

    private static bool HashFits(string field, string name)
    {
        var parts = field[HashMagic.Length..].Split('|');
        if (parts.Length != 2)
            return false;
        try
        {
            return Hash(Convert.FromBase64String(parts[0]), name).AsSpan().SequenceEqual(Convert.FromBase64String(parts[1]));
        }
        catch (FormatException)
        {
            return false;
        }
    }

#pragma warning disable CA5350 // The format demands HMAC-SHA1; it hides names, it proves nothing.
    private static byte[] Hash(byte[] salt, string name) => HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(name));
#pragma warning restore CA5350

    // Linear in practice and bounded by length x length: only the last star is ever tried again.
    private static bool Fits(string pattern, string name)
    {
        int p = 0, n = 0, star = -1, starAt = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starAt = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++starAt;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

#pragma warning disable CA1308 // ssh writes and hashes names in lower case.
    private static string LowerCase(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
