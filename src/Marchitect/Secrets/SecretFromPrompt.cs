namespace Marchitect;

/// <summary>What a person answers.</summary>
internal sealed record SecretFromPrompt(string Question) : SecretOrigin
{
    private const string Remedy = "Run it on a terminal, or take the secret from a file, an environment variable or a command.";

    public override string Words => $"the answer to '{Question}'";

    public override async ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken)
    {
        var question = char.IsLetterOrDigit(Question[^1]) ? $"{Question}: " : $"{Question.TrimEnd()} ";
        return await resolver.AskAsync(question, Remedy, cancellationToken).ConfigureAwait(false) is { Length: > 0 } answer
            ? answer
            : throw new SecretException($"there was no answer to '{Question}'.");
    }
}
