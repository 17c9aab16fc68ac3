namespace Marchitect;

/// <summary>The value of an environment variable.</summary>
internal sealed record SecretFromEnvironment(string Name) : SecretOrigin
{
    public override string Words => $"environment variable {Name}";

    public override ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken) =>
        Environment.GetEnvironmentVariable(Name) switch
        {
            null => throw new SecretException($"the environment variable {Name}, which is to hold a secret, is not set."),
            "" => throw new SecretException($"the environment variable {Name}, which is to hold a secret, is empty."),
            var text => new(text),
        };
}
