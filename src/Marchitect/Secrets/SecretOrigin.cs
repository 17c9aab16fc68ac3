namespace Marchitect;

/// <summary>Where the text of a secret comes from. Equal origins give the same text within a run.</summary>
internal abstract record SecretOrigin
{
    /// <summary>It was given as a text.</summary>
    public static SecretOrigin Given { get; } = new GivenText();

    /// <summary>The origin in words, which hold nothing of the secret.</summary>
    public abstract string Words { get; }

    /// <summary>Fetches the text.</summary>
    /// <exception cref="SecretException">It cannot be had.</exception>
    public abstract ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken);

    private sealed record GivenText : SecretOrigin
    {
        public override string Words => "the config itself";

        public override ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A given text is there from the beginning.");
    }
}
