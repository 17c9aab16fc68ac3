using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// A file of secrets by name, under one password: fit for version control, since names can be read, values cannot, and nothing in it can be
/// altered, swapped or taken away unnoticed.
/// </summary>
internal sealed class SecretStore : IDisposable
{
    /// <summary>What to do about a file that was altered.</summary>
    public const string Restore = "Take the file from version control or a backup again, and look who changed it.";

    // Room for base64 of some hundred private keys; more was not written by hand.
    private const long LimitBytes = 64L * 1024 * 1024;

    private readonly string _path;
    private byte[]? _before;
    private StoreText _text;
    private StoreKey _key;

    private SecretStore(string path, byte[]? before, StoreText text, StoreKey key)
    {
        _path = path;
        _before = before;
        _text = text;
        _key = key;
    }

    /// <summary>The names of its values, sorted.</summary>
    public IReadOnlyList<string> Names => [.. _text.Values.Keys];

    private string Real => SecretFiles.PathOf(_path);

    /// <summary>Begins a file; nothing is written until <see cref="Save"/>.</summary>
    /// <param name="path">Where it is to be.</param>
    /// <param name="password">Its password.</param>
    /// <param name="iterations">How often the key's function is repeated.</param>
    public static SecretStore Create(string path, string password, int iterations = StoreKey.DefaultIterations)
    {
        var (text, key) = Begin(password, iterations);
        return new(path, null, text, key);
    }

    /// <summary>Opens a file and checks all of it.</summary>
    /// <param name="path">The file, as the user wrote it.</param>
    /// <param name="password">Its password.</param>
    /// <exception cref="SecretException">It is not there, the password is wrong, or it was altered.</exception>
    public static SecretStore Open(string path, VaultPassword password)
    {
        var bytes = ReadBytes(path);
        var text = StoreText.Read(Encoding.UTF8.GetString(bytes), path);
        var key = StoreKey.Derive(password.Text, text.Salt, text.Iterations);
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(key.Check(), text.Check))
            {
                throw new SecretException(
                    $"the password of {path} is wrong, or the file's first lines were altered.", $"The password was {password.Source}.");
            }
            if (!CryptographicOperations.FixedTimeEquals(key.Seal(Encoding.UTF8.GetBytes(text.Sealed)), text.Seal))
            {
                throw new SecretException(
                    $"the file of secrets {path} was altered after it was written: a value or a name was changed, swapped, added or taken away.", Restore);
            }
            return new(path, bytes, text, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The names in a file, for which no password is needed, and nothing is checked.</summary>
    /// <exception cref="SecretException">It is not there, or no file of secrets.</exception>
    public static IReadOnlyList<string> ReadNames(string path) => [.. StoreText.Read(Encoding.UTF8.GetString(ReadBytes(path)), path).Values.Keys];

    /// <summary>The value of a name.</summary>
    /// <exception cref="SecretException">There is none.</exception>
    public string Get(string name)
    {
        if (!_text.Values.TryGetValue(name, out var value))
            throw Missing(name);
        return _key.Decrypt(value, _text.Bound(name)) ?? throw new SecretException($"the value '{name}' in {_path} was altered after it was written.", Restore);
    }

    /// <summary>Sets the value of a name; one that is the same already stays as it is written.</summary>
    public void Set(string name, string value)
    {
        if (StoreText.WhyNoName(name) is { } why)
            throw new SecretException($"'{name}' is no name of a secret: {why}.");
        if (Encoding.UTF8.GetByteCount(value) > SecretText.LimitBytes)
            throw new SecretException($"the value of '{name}' is larger than {SecretText.LimitBytes / 1024} KiB.");
        if (!_text.Values.ContainsKey(name) || Get(name) != value)
            _text.Values[name] = _key.Encrypt(value, _text.Bound(name));
    }

    /// <summary>Takes a value away.</summary>
    /// <exception cref="SecretException">There is none of that name.</exception>
    public void Remove(string name)
    {
        if (!_text.Values.Remove(name))
            throw Missing(name);
    }

    /// <summary>Encrypts everything anew, under another password and another salt.</summary>
    /// <param name="password">The new password.</param>
    /// <param name="iterations">How often the key's function is repeated; null as often as it was, but no less than in a new file.</param>
    public void Rekey(string password, int? iterations = null)
    {
        var values = Names.Select(name => (Name: name, Value: Get(name))).ToList();
        _key.Dispose();
        (_text, _key) = Begin(password, iterations ?? Math.Max(_text.Iterations, StoreKey.DefaultIterations));
        foreach (var (name, value) in values)
            Set(name, value);
    }

    /// <summary>Writes the file whole, or not at all.</summary>
    /// <exception cref="SecretException">It cannot be written, or was changed since it was opened.</exception>
    public void Save()
    {
        try
        {
            var current = File.Exists(Real) ? File.ReadAllBytes(Real) : null;
            if (!(current ?? []).AsSpan().SequenceEqual(_before ?? []) || (current is null) != (_before is null))
                throw new SecretException($"the file of secrets {_path} was changed by somebody else meanwhile.", "Nothing was written. Do it again.");
            var content = Encoding.UTF8.GetBytes(_text.With(_key.Seal(Encoding.UTF8.GetBytes(_text.Sealed))));
            StoreFile.Replace(Real, content);
            _before = content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"the file of secrets {_path} could not be written: {failure.Message}", inner: failure);
        }
    }

    public void Dispose() => _key.Dispose();

    private static (StoreText Text, StoreKey Key) Begin(string password, int iterations)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, StoreKey.FewestIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, StoreKey.MostIterations);
        var salt = RandomNumberGenerator.GetBytes(StoreKey.SaltBytes);
        var key = StoreKey.Derive(password, salt, iterations);
        return (new(iterations, salt, key.Check(), new(StringComparer.Ordinal)), key);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var real = SecretFiles.PathOf(path);
            return new FileInfo(real) switch
            {
                { Exists: false } => throw new SecretException(
                    Directory.Exists(real) ? $"the file of secrets {path} is a folder." : $"the file of secrets {path} does not exist.", "The command secret set makes one."),
                { Length: > LimitBytes } => throw new SecretException($"the file of secrets {path} is larger than {LimitBytes / 1024 / 1024} MiB."),
                _ => File.ReadAllBytes(real),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"the file of secrets {path} could not be read: {failure.Message}", inner: failure);
        }
    }

    private SecretException Missing(string name) =>
        new($"{_path} has no secret '{name}'.", Suggestion.For(name, Names) is { } meant ? $"Did you mean '{meant}'?" : Names.Count == 0 ? "It holds none." : $"It holds {string.Join(", ", Names)}.");
}
