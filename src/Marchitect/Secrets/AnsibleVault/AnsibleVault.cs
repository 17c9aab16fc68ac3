using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// Reads what <c>ansible-vault</c> encrypts, formats 1.1 and 1.2 (which adds a label): a first line <c>$ANSIBLE_VAULT;1.1;AES256</c>, then in
/// hexadecimal digits the lines salt, HMAC and ciphertext, each in hexadecimal digits once more.
/// </summary>
internal static class AnsibleVault
{
    private const string Magic = "$ANSIBLE_VAULT";
    private const int Iterations = 10_000;

    /// <summary>Whether a text is encrypted as a whole.</summary>
    public static bool IsVault(string text) => text.StartsWith(Magic, StringComparison.Ordinal);

    /// <summary>Decrypts a text.</summary>
    /// <param name="envelope">The first line and the digits; white space around lines does not count.</param>
    /// <param name="password">The password.</param>
    /// <param name="place">Where it stands, for errors.</param>
    /// <exception cref="SecretException">The password is wrong, the text is damaged or of a format that is not known.</exception>
    public static string Decrypt(string envelope, VaultPassword password, string place)
    {
        var lines = envelope.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        CheckHeader(lines.FirstOrDefault() ?? "", place);
        var parts = Encoding.ASCII.GetString(Bytes(string.Concat(lines.Skip(1)), place)).Split('\n');
        if (parts.Length != 3)
            throw Damaged(place, $"it has {parts.Length} parts instead of 3");
        var (salt, mac, text) = (Bytes(parts[0], place), Bytes(parts[1], place), Bytes(parts[2], place));

        var keys = Rfc2898DeriveBytes.Pbkdf2(password.Text, salt, Iterations, HashAlgorithmName.SHA256, 80);
        var cipherKey = keys.AsSpan(0, 32);
        var macKey = keys.AsSpan(32, 32);
        var counter = keys.AsSpan(64, 16);
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(macKey, text), mac))
            {
                // The format tells the two apart in no way: both show in the one checksum.
                throw new SecretException(
                    $"the password of {place} is wrong, or the text is damaged.", $"The password was {password.Source}. ansible-vault view tells whether it is the right one.");
            }
            AesCounterMode.Transform(cipherKey, counter, text);
            return TextOf(text, place);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static void CheckHeader(string header, string place)
    {
        var words = header.Split(';', StringSplitOptions.TrimEntries);
        if (words is not [Magic, var version, var cipher, ..])
            throw Damaged(place, $"it does not begin with a line like {Magic};1.1;AES256");
        if (version is not ("1.1" or "1.2") || cipher != "AES256")
        {
            throw new SecretException(
                $"{place} is an Ansible vault of format {version} with {cipher}; known are 1.1 and 1.2 with AES256.", "ansible-vault rekey writes it in a format of today.");
        }
    }

    private static byte[] Bytes(string digits, string place)
    {
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException)
        {
            throw Damaged(place, "where hexadecimal digits should be, something else is, or one is missing");
        }
    }

    // The padding of PKCS #7 (RFC 5652, 6.3): as many bytes as are missing to a whole block, each that number.
    private static string TextOf(ReadOnlySpan<byte> padded, string place)
    {
        var padding = padded.IsEmpty ? (byte)0 : padded[^1];
        if (padding is 0 or > 16 || padding > padded.Length || padded[^padding..].ContainsAnyExcept(padding))
            throw Damaged(place, "its padding is wrong");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(padded[..^padding]);
        }
        catch (DecoderFallbackException)
        {
            throw new SecretException($"what is encrypted in {place} is no text in UTF-8.");
        }
    }

    private static SecretException Damaged(string place, string why) => new($"{place} is a damaged Ansible vault: {why}.", "Take it from version control or a backup again.");
}
