using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>The key that saved plans are sealed with, and that makes hashes of secrets say nothing to others: 32 random bytes in a file of the user's own.</summary>
internal sealed class PlanKey
{
    private const string Variable = "MARCHITECT_PLAN_KEY_FILE";
    private const int LengthBytes = 32;
    private readonly byte[] _key;

    private PlanKey(byte[] key) => _key = key;

    /// <summary>Names the key without telling it.</summary>
    public string Id => Hash("marchitect plan key")[..16];

    /// <summary>Where it lies.</summary>
    public static string FilePath => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? path
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "marchitect", "plan-key");

    /// <summary>Reads it.</summary>
    /// <param name="canCreate">Whether it is made where there is none.</param>
    /// <returns>The key; null where there is none and none was made.</returns>
    /// <exception cref="MarchitectException">It cannot be read or made.</exception>
    public static PlanKey? Read(bool canCreate)
    {
        var path = FilePath;
        try
        {
            if (!File.Exists(path))
            {
                if (!canCreate)
                    return null;
                Create(path);
            }
            var key = File.ReadAllBytes(path);
            return key.Length >= LengthBytes
                ? new(key)
                : throw new MarchitectException($"the key of saved plans in {path} is shorter than {LengthBytes} bytes.", $"Make one with: head -c {LengthBytes} /dev/urandom > {Quoted(path)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MarchitectException($"the key of saved plans in {path} could not be read or made: {failure.Message}", $"{Variable} names another file.", failure);
        }
    }

    /// <summary>The HMAC-SHA-256 in lower-case hexadecimal.</summary>
    public string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>The HMAC-SHA-256 in lower-case hexadecimal.</summary>
    public string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, bytes));

    private static void Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var beside = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        PrivateFile.Write(beside, RandomNumberGenerator.GetBytes(LengthBytes));
        try
        {
            // Of two who make it at the same time, the first one's stays.
            File.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
    }

    private static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
