namespace Marchitect;

/// <summary>Reads a secret from a file.</summary>
internal static class SecretFile
{
    /// <summary>The first line, without its line end: editors add one, and no password ends with it.</summary>
    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return reader.ReadLine() is { Length: > 0 } secret ? secret : throw new MarchitectException($"the first line of {path} is empty.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MarchitectException($"{path} could not be read: {failure.Message}", inner: failure);
        }
    }
}
